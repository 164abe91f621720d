-- One round trip does one thing, whichever client calls it: one jsonb in, one jsonb out (PostgREST cuts row results
-- at 1,000). Names are qualified because on PGlite every user of the one session shares its search_path.

-- {"keys": [key…], "pages": [{"from", "to", "limit", "reverse", "recordsOnly"}…]}
--   → {"entries": [row | null…], "pages": [[row…]…]}
-- row: [cursor, value, version], for a reference [cursor, value, version, key], for a dangling one [cursor, reference].
-- `from` and `to` are a half-open range by bytes: a scan of the text_pattern_ops index. The settings keep it one when
-- a cached plan was made while the table was small.
create or replace function public.kv_read(request jsonb) returns jsonb
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
declare
  entries jsonb := '[]';
  pages jsonb := '[]';
  page jsonb;
  asked jsonb;
  one record;
  target record;
  low text;
  high text;
  most int;
  records_only boolean;
begin
  if jsonb_array_length(request->'keys') = 1 then
    -- By far the most frequent read, at half the cost of the join below.
    select key, value, xmin::text into one from public.kv_store_dbd6b95a where key = request->'keys'->>0;
    if one.key is null then
      entries := '[null]';
    elsif one.value->>'$ref' is null then
      entries := jsonb_build_array(jsonb_build_array(one.key, one.value, one.xmin));
    else
      select key, value, xmin::text into target from public.kv_store_dbd6b95a where key = one.value->>'$ref';
      entries := jsonb_build_array(case
        when target.key is null then jsonb_build_array(one.key, one.value)
        else jsonb_build_array(one.key, target.value, target.xmin, target.key)
      end);
    end if;
  elsif request ? 'keys' then
    select jsonb_agg(
        case
          when e.key is null then null
          when e.value->>'$ref' is null then jsonb_build_array(e.key, e.value, e.xmin::text)
          when r.key is null then jsonb_build_array(e.key, e.value)
          else jsonb_build_array(e.key, r.value, r.xmin::text, r.key)
        end order by k.place)
      into entries
      from jsonb_array_elements_text(request->'keys') with ordinality as k(key, place)
      left join public.kv_store_dbd6b95a e on e.key = k.key
      left join public.kv_store_dbd6b95a r on r.key = e.value->>'$ref';
  end if;

  if request ? 'pages' then
    for asked in select value from jsonb_array_elements(request->'pages') loop
      low := asked->>'from';
      high := asked->>'to';
      most := (asked->>'limit')::int;
      records_only := (asked->>'recordsOnly')::boolean;
      if (asked->>'reverse')::boolean then
        select jsonb_agg(
            case
              when e.value->>'$ref' is null then jsonb_build_array(e.key, e.value, e.version)
              when r.key is null then jsonb_build_array(e.key, e.value)
              else jsonb_build_array(e.key, r.value, r.xmin::text, r.key)
            end order by e.key using ~>~)
          into page
          from (
            select key, value, xmin::text as version from public.kv_store_dbd6b95a
            where key ~>=~ low and key ~<~ high and not (records_only and value ? '$ref')
            order by key using ~>~ limit most
          ) e
          left join public.kv_store_dbd6b95a r on r.key = e.value->>'$ref';
      else
        select jsonb_agg(
            case
              when e.value->>'$ref' is null then jsonb_build_array(e.key, e.value, e.version)
              when r.key is null then jsonb_build_array(e.key, e.value)
              else jsonb_build_array(e.key, r.value, r.xmin::text, r.key)
            end order by e.key using ~<~)
          into page
          from (
            select key, value, xmin::text as version from public.kv_store_dbd6b95a
            where key ~>=~ low and key ~<~ high and not (records_only and value ? '$ref')
            order by key using ~<~ limit most
          ) e
          left join public.kv_store_dbd6b95a r on r.key = e.value->>'$ref';
      end if;
      pages := pages || jsonb_build_array(coalesce(page, '[]'));
    end loop;
  end if;
  return jsonb_build_object('entries', entries, 'pages', pages);
end
$$;

-- {"keys": [every key named], "versions": {key: version}, "absent": [key…], "sets": {key: value}, "deletes": [key…],
--  "vacant": [key… checked absent and not set], "sequences": [{"placeholder", "counter", "pad"}…]}
--   → {"ok": true, "numbers": {placeholder: number}} | {"ok": false}
-- Errors 40001, 40P01 and 23505 are conflicts too; the caller says so. It raises 23505 itself, never 40001: PostgREST
-- runs a transaction that ended with 40001 again, without end and beyond its request, and the same stale version
-- conflicts every time.
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

  -- Everything that exists, in one key-ordered pass: locking in several deadlocked (architecture 11.3).
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

-- A dangling reference reads as absent, so where a key must be absent it goes away; what is left of `seen`.
create or replace function public.kv_forget_dangling(absent jsonb, seen jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  present text[] := array(select value from jsonb_array_elements_text(absent) where seen ? value);
  gone text[];
begin
  if present = '{}' then return seen; end if;
  with removed as (
    delete from public.kv_store_dbd6b95a e
      where e.key = any (present) and e.value ? '$ref'
        and not exists (select from public.kv_store_dbd6b95a r where r.key = e.value->>'$ref')
      returning key)
  select coalesce(array_agg(key), '{}') into gone from removed;
  return seen - gone;
end
$$;

-- Counters first and in key order, each once however many numbers are wanted of it.
create or replace function public.kv_take_numbers(sequences jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  numbers jsonb := '{}';
  wanted record;
  last bigint;
begin
  for wanted in
    select s->>'counter' as counter, count(*) as many, jsonb_agg(s order by place) as each_one
    from jsonb_array_elements(sequences) with ordinality as t(s, place)
    group by 1 order by min(s->>'counter') collate "C"
  loop
    insert into public.kv_store_dbd6b95a as kept (key, value) values (wanted.counter, to_jsonb(wanted.many))
      on conflict (key) do update set value = to_jsonb((kept.value)::bigint + wanted.many)
      returning (value)::bigint into last;
    numbers := numbers || (
      select jsonb_object_agg(s->>'placeholder', lpad(n::text, greatest((s->>'pad')::int, length(n::text)), '0'))
      from (select s, last - wanted.many + place as n
            from jsonb_array_elements(wanted.each_one) with ordinality as t(s, place)) numbered);
  end loop;
  return numbers;
end
$$;

-- Every placeholder `{seq <36 characters>}` replaced by its number, in keys and values, in one pass over the text.
create or replace function public.kv_put_numbers(body jsonb, numbers jsonb) returns jsonb
language sql immutable
as $$
  select string_agg(
      case
        when place = 1 then piece
        when numbers ? ('{seq ' || left(piece, 37)) then (numbers->>('{seq ' || left(piece, 37))) || substr(piece, 38)
        else '{seq ' || piece
      end, '' order by place)::jsonb
  from unnest(string_to_array(body::text, '{seq ')) with ordinality as t(piece, place)
$$;

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

select public.kostin_close_to_strangers();
