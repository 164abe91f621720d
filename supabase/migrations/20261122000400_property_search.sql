-- What search reads: the active listings as a plain table, kept by a trigger in the same commit (expression indexes
-- on the jsonb were 2.3–4.9 times slower). src/domain/search/naive-search.ts says what every answer must be.
do $$
begin
  if exists (select from pg_namespace where nspname = 'extensions') then -- Supabase's place for them
    create extension if not exists pg_trgm with schema extensions;
  else
    create extension if not exists pg_trgm with schema public;
  end if;
end
$$;
set local search_path = public, extensions;

create table if not exists public.property_search (
  id text collate "C" not null primary key,
  name text not null,
  city text not null,
  district text not null,
  type text not null,
  price bigint not null,
  available_rooms int not null,
  facilities text[] not null,
  rating float8 not null,
  latitude float8,
  longitude float8,
  created_at timestamptz not null,
  -- searchText of the domain, with a blank at either end.
  words text not null
);
alter table public.property_search enable row level security;
create index if not exists property_search_city on public.property_search (city, price, id);
create index if not exists property_search_price on public.property_search (price, id);
create index if not exists property_search_newest on public.property_search (created_at, id);
create index if not exists property_search_rating on public.property_search (rating, id);
create index if not exists property_search_facilities on public.property_search using gin (facilities);
create index if not exists property_search_words on public.property_search using gin (words gin_trgm_ops);

-- plainWords of the domain. Only two letters outside ASCII have ASCII letters as their lower case: U+0130, U+212A.
create or replace function public.property_search_words(value jsonb) returns text
language sql immutable
as $$
  select ' ' || trim(regexp_replace(
    lower(replace(replace(concat_ws(' ', value->>'name', value->>'city', value->>'district', value->>'address', value->>'description',
      (select string_agg(facility, ' ' order by place)
       from jsonb_array_elements_text(value->'facilities') with ordinality as t(facility, place))),
      chr(304), 'i '), chr(8490), 'k') collate "C"),
    '[^a-z0-9]+' collate "C", ' ', 'g')) || ' '
$$;

-- A record of another shape is not found, rather than making its commit fail.
create or replace function public.property_search_fits(value jsonb) returns boolean
language sql immutable
as $$
  select coalesce(
    value->>'status' = 'active'
    and jsonb_typeof(value->'name') = 'string' and jsonb_typeof(value->'city') = 'string'
    and jsonb_typeof(value->'district') = 'string' and jsonb_typeof(value->'type') = 'string'
    and jsonb_typeof(value->'facilities') = 'array'
    and value->>'pricePerMonth' ~ '^\d{1,15}$' and value->>'availableRooms' ~ '^\d{1,6}$'
    and coalesce(value->>'rating', '0') ~ '^\d(\.\d+)?$'
    and value->>'createdAt' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$', false)
$$;

create or replace function public.property_search_project() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'DELETE' or not public.property_search_fits(new.value) then
    delete from public.property_search where id = substr(old.key, 10);
    return null;
  end if;
  insert into public.property_search values (
    substr(new.key, 10), new.value->>'name', new.value->>'city', new.value->>'district', new.value->>'type',
    (new.value->>'pricePerMonth')::bigint, (new.value->>'availableRooms')::int,
    array(select jsonb_array_elements_text(new.value->'facilities')), coalesce((new.value->>'rating')::float8, 0),
    case when jsonb_typeof(new.value #> '{location,latitude}') = 'number' then (new.value #>> '{location,latitude}')::float8 end,
    case when jsonb_typeof(new.value #> '{location,longitude}') = 'number' then (new.value #>> '{location,longitude}')::float8 end,
    date_trunc('milliseconds', (new.value->>'createdAt')::timestamptz), public.property_search_words(new.value))
  on conflict (id) do update set name = excluded.name, city = excluded.city, district = excluded.district,
    type = excluded.type, price = excluded.price, available_rooms = excluded.available_rooms,
    facilities = excluded.facilities, rating = excluded.rating, latitude = excluded.latitude,
    longitude = excluded.longitude, created_at = excluded.created_at, words = excluded.words;
  return null;
end
$$;

drop trigger if exists property_search_written on public.kv_store_dbd6b95a;
create trigger property_search_written after insert or update of value on public.kv_store_dbd6b95a
  for each row when (starts_with(new.key, 'property:prop_')) execute function public.property_search_project();
drop trigger if exists property_search_deleted on public.kv_store_dbd6b95a;
create trigger property_search_deleted after delete on public.kv_store_dbd6b95a
  for each row when (starts_with(old.key, 'property:prop_')) execute function public.property_search_project();

-- Listings that were there before.
update public.kv_store_dbd6b95a set value = value where starts_with(key, 'property:prop_');

-- The conditions of a query as SQL over $1, the query as jsonb: fixed fragments, nothing of the query in the text.
-- Whether a word is meant: as part of the text, or similar to one of its words; short ones only as they are.
create or replace function public.property_search_where(query jsonb) returns text
language sql immutable
as $$
  select concat_ws(' and ', 'true',
    case when query ? 'city' then 'city = $1->>''city''' end,
    case when query ? 'district' then 'district = $1->>''district''' end,
    case when query ? 'type' then 'type = $1->>''type''' end,
    case when query ? 'minPrice' then 'price >= ($1->>''minPrice'')::bigint' end,
    case when query ? 'maxPrice' then 'price <= ($1->>''maxPrice'')::bigint' end,
    case when jsonb_array_length(query->'facilities') > 0
      then 'facilities @> array(select jsonb_array_elements_text($1->''facilities''))' end,
    (select string_agg(
      case when length(word) < 4
        then format('words like ''%% '' || ($1#>>''{words,%1$s}'') || '' %%''', place - 1)
        else format($f$(words like '%%' || ($1#>>'{words,%1$s}') || '%%' or ($1#>>'{words,%1$s}') <%% words and exists (
          select from unnest(string_to_array(words, ' ')) as one where similarity(one, $1#>>'{words,%1$s}') >= 0.4))$f$, place - 1)
      end, ' and ')
     from jsonb_array_elements_text(query->'words') with ordinality as t(word, place)))
$$;

-- {"query", "limit", "after"?: key, "before"?: key} → {"ids": [id…], "total": up to 501}; keys of records in the store.
create or replace function public.property_search_page(request jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set pg_trgm.word_similarity_threshold = 0.39
as $$
declare
  query jsonb := request->'query';
  condition text := public.property_search_where(query);
  backwards boolean := request ? 'before';
  upwards boolean := query->>'sort' = 'cheapest';
  sorted_by text := case query->>'sort' when 'newest' then 'created_at' when 'best-rated' then 'rating' else 'price' end;
  direction text := case when upwards <> backwards then 'asc' else 'desc' end;
  place jsonb;
  place_of text;
  ids jsonb;
  total int;
begin
  select value into place from public.kv_store_dbd6b95a where key = coalesce(request->>'before', request->>'after');
  place_of := case sorted_by
    when 'created_at' then 'date_trunc(''milliseconds'', ($2->>''createdAt'')::timestamptz)'
    when 'rating' then 'coalesce(($2->>''rating'')::float8, 0)'
    else '($2->>''pricePerMonth'')::bigint'
  end;
  execute format(
    'select coalesce(jsonb_agg(id order by %1$s %5$s, id %5$s), ''[]'') from (
       select id, %1$s from property_search where %2$s and %3$s order by %1$s %4$s, id %4$s limit $3) page',
    sorted_by, condition,
    case when place is null then 'true'
      else format('(%s, id) %s (%s, ($2->>''id'') collate "C")', sorted_by, case direction when 'asc' then '>' else '<' end, place_of) end,
    direction, case when upwards then 'asc' else 'desc' end)
    into ids using query, place, (request->>'limit')::int;
  execute format('select count(*) from (select from property_search where %s limit 501) counted', condition)
    into total using query;
  return jsonb_build_object('ids', ids, 'total', total);
end
$$;

-- {"query"} → up to 501
create or replace function public.property_search_count(request jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set pg_trgm.word_similarity_threshold = 0.39
as $$
declare
  total int;
begin
  execute format('select count(*) from (select from property_search where %s limit 501) counted',
    public.property_search_where(request->'query')) into total using request->'query';
  return to_jsonb(total);
end
$$;

-- {} → [{"city", "district", "count"}…]
create or replace function public.property_search_places(request jsonb) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('city', city, 'district', district, 'count', many)
    order by city collate "C", district collate "C"), '[]')
  from (select city, district, count(*) as many from public.property_search group by 1, 2) places
$$;

select public.kostin_close_to_strangers();
