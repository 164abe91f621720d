-- As before, and a partitioned table as well (docs/operations.md, "Partitioning by key range").
create or replace function public.kostin_close_to_strangers() returns void
language plpgsql
as $$
declare
  stranger text;
  named text;
begin
  for stranger in
    select 'public' union all select quote_ident(rolname) from pg_roles where rolname in ('anon', 'authenticated')
  loop
    for named in
      select oid::regprocedure::text from pg_proc
      where pronamespace = 'public'::regnamespace and proname ~ '^(kv|lease|property_search|kostin)_'
    loop
      execute format('revoke all on function %s from %s', named, stranger);
    end loop;
    for named in
      select oid::regclass::text from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname ~ '^(kv_store_dbd6b95a|kostin_\w+|property_search)$'
    loop
      execute format('revoke all on table %s from %s', named, stranger);
    end loop;
  end loop;
  if exists (select from pg_roles where rolname = 'service_role') then
    for named in
      select oid::regprocedure::text from pg_proc
      where pronamespace = 'public'::regnamespace and proname ~ '^(kv|lease|property_search)_'
    loop
      execute format('grant execute on function %s to service_role', named);
    end loop;
    for named in
      select oid::regclass::text from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname ~ '^(kv_store_dbd6b95a|kostin_\w+|property_search)$' and relname <> 'kostin_migration'
    loop
      execute format('grant select, insert, update, delete on table %s to service_role', named);
    end loop;
  end if;
end
$$;
select public.kostin_close_to_strangers();
