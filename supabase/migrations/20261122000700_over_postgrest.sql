-- What hosted Supabase needs, where every call goes through PostgREST.

-- {} → [version…]: the 14 digits of every migration that was applied, by the Supabase CLI or by KostIn itself, so that
-- a program that cannot migrate can say what is missing. Definer: only the owner may look into the CLI's schema.
create or replace function public.kv_migrations(request jsonb) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  cli text[] := '{}';
  own text[] := '{}';
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select array_agg(version::text) from supabase_migrations.schema_migrations' into cli;
  end if;
  if to_regclass('public.kostin_migration') is not null then
    execute 'select array_agg(left(name, 14)) from public.kostin_migration' into own;
  end if;
  return coalesce((select jsonb_agg(distinct version order by version) from unnest(cli || own) as version), '[]');
end
$$;

-- As before, but a conflict says 23505 instead of 40001: PostgREST runs a transaction that ended with 40001 again, without
-- end and beyond its request, and the same stale version conflicts every time.
create or replace function public.kv_commit(request jsonb) returns jsonb
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
declare
  numbers jsonb := '{}';
  conflict boolean;
  changed boolean := false;
  absent jsonb := request->'absent';
  sets jsonb;
  seen jsonb := '{}';
  before jsonb;
  missing int;
  written int;
begin
  if request ? 'sequences' then
    changed := true;
    numbers := public.kv_take_numbers(request->'sequences');
    request := public.kv_put_numbers(request - 'sequences', numbers);
    absent := request->'absent';
  end if;
  sets := request->'sets';

  -- Everything that exists, in one key-ordered pass: locking in several deadlocked (facts/measured.md).
  if request ? 'keys' then
    select coalesce(jsonb_object_agg(key, version), '{}') into seen from (
      select key, xmin::text as version from public.kv_store_dbd6b95a
      where key = any (array(select jsonb_array_elements_text(request->'keys')))
      order by key collate "C" for update
    ) locked;
  end if;
  conflict := request ? 'versions' and not (seen @> (request->'versions'));
  if not conflict and absent is not null and seen ?| array(select jsonb_array_elements_text(absent)) then
    before := seen;
    seen := public.kv_forget_dangling(absent, seen);
    conflict := seen ?| array(select jsonb_array_elements_text(absent));
    changed := changed or seen <> before;
  end if;
  if conflict then
    if not changed then return '{"ok": false}'; end if;
    raise exception 'conflict' using errcode = '23505'; -- takes back what was changed
  end if;

  -- A key that must stay absent though nothing is written to it is held for a moment, or a write skew goes through.
  if request ? 'vacant' then
    sets := coalesce(sets, '{}') || (select jsonb_object_agg(value, null) from jsonb_array_elements_text(request->'vacant'));
  end if;
  if sets is not null then
    select count(*) into missing from jsonb_object_keys(sets);
    if seen <> '{}' then
      update public.kv_store_dbd6b95a kept set value = given.value
        from jsonb_each(sets) given where kept.key = given.key and seen ? given.key;
      get diagnostics written = row_count;
      missing := missing - written;
    end if;
    -- Plain inserts: never waits for a row that somebody holds, which would close a circle with the lock pass.
    if missing > 0 then
      insert into public.kv_store_dbd6b95a (key, value)
        select key, value from jsonb_each(sets) where not (seen ? key) order by key collate "C"
        on conflict do nothing;
      get diagnostics written = row_count;
      if written < missing then
        raise exception 'conflict' using errcode = '23505'; -- somebody made it since the lock pass
      end if;
    end if;
  end if;
  if request ? 'deletes' then
    delete from public.kv_store_dbd6b95a
      where key = any (array(select value from jsonb_array_elements_text(request->'deletes') where seen ? value));
  end if;
  if request ? 'vacant' then
    delete from public.kv_store_dbd6b95a where key = any (array(select jsonb_array_elements_text(request->'vacant')));
  end if;
  return jsonb_build_object('ok', true, 'numbers', numbers);
end
$$;

select public.kostin_close_to_strangers();
