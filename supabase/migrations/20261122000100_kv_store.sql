-- The seed's table, unchanged: everything KostIn keeps is here, one row a key.
create table if not exists public.kv_store_dbd6b95a (
  key text not null primary key,
  value jsonb not null
);
create index if not exists idx_kv_key_prefix on public.kv_store_dbd6b95a using btree (key text_pattern_ops);

-- No policy: only the owner, and roles that bypass row level security (Supabase's service_role), read or write.
alter table public.kv_store_dbd6b95a enable row level security;

-- On hosted Supabase a public function is an open endpoint and default privileges grant to its public roles: every
-- migration that adds a table or a function ends with a call of this, which takes it all back, and grants to the service
-- role what KostIn does as it. A table may be partitioned (docs/operations.md, "Partitioning by key range").
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
        and relname ~ '^(kv_store_dbd6b95a|kostin_\w+)$'
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
        and relname ~ '^(kv_store_dbd6b95a|kostin_\w+)$' and relname <> 'kostin_migration'
    loop
      execute format('grant select, insert, update, delete on table %s to service_role', named);
    end loop;
  end if;
end
$$;
select public.kostin_close_to_strangers();
