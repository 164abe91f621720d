-- What search asks, over the projection of the file before. naive-search.ts says what every answer must be.

create or replace function public.property_search_texts(list jsonb) returns text[]
language sql immutable
as $$
  select array(select jsonb_array_elements_text(list))
$$;

-- distanceInMetres of the domain, whole metres; null without a pin.
create or replace function public.property_search_metres(location point, latitude float8, longitude float8) returns int
language sql immutable
as $$
  select case when location is not null then floor(2 * 6371000 * asin(least(1, sqrt(
    power(sin(radians(location[1] - latitude) / 2), 2)
    + cos(radians(latitude)) * cos(radians(location[1])) * power(sin(radians(location[0] - longitude) / 2), 2)))) + 0.5)::int end
$$;

-- A box that holds everything within so many metres, a little larger; near a pole or the date line all longitudes.
create or replace function public.property_search_box(latitude float8, longitude float8, metres float8) returns box
language plpgsql immutable
as $$
declare
  angle float8 := (metres + 1) / 6371000 * 1.000001;
  north float8 := degrees(angle);
  east float8 := 360;
begin
  if abs(latitude) + north < 89.9 then
    east := degrees(asin(sin(angle) / cos(radians(latitude)))) * 1.000001;
  end if;
  if abs(longitude) + east > 180 then
    return box(point(-180, latitude - north), point(180, latitude + north));
  end if;
  return box(point(longitude - east, latitude - north), point(longitude + east, latitude + north));
end
$$;

-- The query with its words as the lists of words they can mean (`terms`): the substring rule and pg_trgm's similarity.
-- Without a point the nearest are the cheapest.
create or replace function public.property_search_resolved(query jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set pg_trgm.similarity_threshold = 0.39
as $$
declare
  terms jsonb := '[]';
  meant jsonb;
  asked text;
begin
  for asked in select jsonb_array_elements_text(query->'words') loop
    if length(asked) < 4 then
      meant := jsonb_build_array(asked);
    else
      select jsonb_agg(word) into meant from kostin_search_word
        where word like '%' || asked || '%' or (word % asked and similarity(word, asked) >= 0.4);
    end if;
    terms := terms || jsonb_build_array(coalesce(meant, '[]'));
  end loop;
  if query->>'sort' = 'nearest' and not query ? 'near' then query := query || '{"sort": "cheapest"}'; end if;
  return jsonb_build_object('terms', terms) || query;
end
$$;

-- SQL over $1, a query: what lies around its point, and how far a listing is from it.
create or replace function public.property_search_around(metres text) returns text
language sql immutable
as $$
  select format('property_search_box(($1#>>''{near,latitude}'')::float8, ($1#>>''{near,longitude}'')::float8, %s)', metres)
$$;
create or replace function public.property_search_distance(query jsonb) returns text
language sql immutable
as $$
  select case when query ? 'near'
    then 'property_search_metres(location, ($1#>>''{near,latitude}'')::float8, ($1#>>''{near,longitude}'')::float8)'
    else 'null::int' end
$$;

-- The conditions of a resolved query as SQL over $1, that query: fixed fragments, nothing of the query in the text.
-- `covered`: facilities as bits, which the covering indexes have; else as an array, for their own index.
-- `reach`: metres within which the answer is known to be.
create or replace function public.property_search_where(query jsonb, covered boolean) returns text
language sql immutable
as $$
  select concat_ws(' and ', 'true',
    case when query ? 'city' then 'city = $1->>''city''' end,
    case when query ? 'district' then 'district = $1->>''district''' end,
    case when query ? 'type' then 'type = $1->>''type''' end,
    case when query ? 'minPrice' then 'price >= ($1->>''minPrice'')::bigint' end,
    case when query ? 'maxPrice' then 'price <= ($1->>''maxPrice'')::bigint' end,
    case
      when jsonb_array_length(query->'facilities') = 0 then null
      when covered then format('mask & %1$s = %1$s', 'property_search_mask(property_search_texts($1->''facilities''))')
      else 'facilities @> property_search_texts($1->''facilities'')'
    end,
    (select string_agg(format('words && property_search_texts($1#>''{terms,%s}'')', place - 1), ' and ')
     from jsonb_array_elements(query->'terms') with ordinality as t(term, place)),
    case when query#>'{near,radius}' is not null then format('location <@ %s and %s <= ($1#>>''{near,radius}'')::int',
      public.property_search_around('($1#>>''{near,radius}'')::float8'), public.property_search_distance(query)) end,
    case when query ? 'reach' then 'location <@ ' || public.property_search_around('($1->>''reach'')::float8') end)
$$;
-- Whether facilities are better asked as bits: a place narrows enough.
create or replace function public.property_search_covered(query jsonb) returns boolean
language sql immutable
as $$
  select query ? 'city' or query ? 'district'
$$;

-- What a resolved query sorts by, its type, and whether upwards.
create or replace function public.property_search_place(query jsonb) returns text
language sql immutable
as $$
  select case query->>'sort' when 'newest' then 'created_at' when 'best-rated' then 'rating'
    when 'nearest' then format('coalesce(%s, 2147483647)', public.property_search_distance(query)) else 'price' end
$$;
create or replace function public.property_search_kind(query jsonb) returns text
language sql immutable
as $$
  select case query->>'sort' when 'newest' then 'timestamptz' when 'best-rated' then 'float8' when 'nearest' then 'int' else 'bigint' end
$$;
create or replace function public.property_search_upwards(query jsonb) returns boolean
language sql immutable
as $$
  select query->>'sort' in ('cheapest', 'nearest')
$$;

-- A page as SQL over $1 the query, $2 and $3 the anchor's place and id, $4 the limit; of the table, or of what was `hit`.
create or replace function public.property_search_pick(query jsonb, condition text, hit boolean, backwards boolean, anchored boolean) returns text
language sql immutable
as $$
  select format(
    'select jsonb_build_object(''ids'', coalesce(jsonb_agg(id order by place %6$s, id %6$s), ''[]''),
       ''distances'', coalesce(jsonb_agg(distance order by place %6$s, id %6$s), ''[]''))
     from (select id, %1$s as place, %2$s as distance from %3$s where %4$s and %7$s order by %1$s %5$s, id %5$s limit $4) page',
    place, case when hit then 'distance' else public.property_search_distance(query) end,
    case when hit then 'hit' else 'kostin_listing' end, condition,
    case when upwards <> backwards then 'asc' else 'desc' end, case when upwards then 'asc' else 'desc' end,
    case when anchored then format('(%s, id) %s ($2::%s, $3)', place, case when upwards <> backwards then '>' else '<' end,
      public.property_search_kind(query)) else 'true' end)
  from (select case when hit then 'place' else public.property_search_place(query) end as place,
    public.property_search_upwards(query) as upwards) sorted
$$;

-- Whether more than 500 of the 5,000 newest match a query without a place and words: then there is no need to count by
-- the index of facilities, which reads all that have one.
create or replace function public.property_search_frequent(query jsonb) returns boolean
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  found int;
begin
  if (jsonb_array_length(query->'facilities') = 0 and not query ? 'near') or jsonb_array_length(query->'words') > 0
    or query ?| '{city,district}' or query#>'{near,radius}' is not null
  then
    return false;
  end if;
  execute format(
    'select count(*) from (
       select from (select type, price, mask from kostin_listing order by created_at desc, id desc limit 5000) newest
       where %s limit 501) counted', property_search_where(query, true))
    into found using query;
  return found = 501;
end
$$;

-- Runs along the index of the sort until the page is full: for a query that matches many.
create or replace function public.property_search_walk(query jsonb, backwards boolean, anchor_place text, anchor_id text, most int) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  answer jsonb;
begin
  execute property_search_pick(query, property_search_where(query, true), false, backwards, anchor_id is not null)
    into answer using query, anchor_place, anchor_id, most;
  return answer;
end
$$;

-- Metres within which the next `most` listings are; null when they are not among the 2,000 nearest pins.
create or replace function public.property_search_reach(query jsonb, anchor_place text, anchor_id text, most int) returns int
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  reach int;
  pins int;
begin
  execute format(
    'select max(metres), count(*) from (
       select %1$s as metres from (
         select * from kostin_listing where location is not null
         order by location <-> point(($1#>>''{near,longitude}'')::float8, ($1#>>''{near,latitude}'')::float8) limit 2000) nearest
       where %2$s and %3$s limit $4) page',
    property_search_distance(query), property_search_where(query, false),
    case when anchor_id is null then 'true' else format('(%s, id) > ($2::int, $3)', property_search_distance(query)) end)
    into reach, pins using query, anchor_place, anchor_id, most;
  return case when pins = most then reach end;
end
$$;

-- {"query", "limit", "after"?: key, "before"?: key} → {"ids": [id…], "distances": [metres | null…], "total": up to 501}
-- The keys are of records in the store. One statement answers a query that matches few, whatever its sort; when there
-- are more, the page is taken along an index in order.
create or replace function public.property_search_page(request jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  query jsonb := property_search_resolved(request->'query');
  condition text := property_search_where(query, property_search_covered(query));
  most int := (request->>'limit')::int;
  backwards boolean := request ? 'before';
  sort text := query->>'sort';
  -- Taking up to 1,000 by the index on words costs less than looking for them along a sort.
  enough int := case when jsonb_array_length(query->'words') > 0 then 1000 else 501 end;
  anchor kostin_listing;
  anchor_place text;
  found int;
  answer jsonb;
begin
  if request ?| '{before,after}' then
    select made.* into anchor from kv_store_dbd6b95a kv cross join lateral property_search_row(kv.key, kv.value) made
      where kv.key = coalesce(request->>'before', request->>'after');
    anchor_place := case sort when 'newest' then anchor.created_at::text when 'best-rated' then anchor.rating::text
      when 'nearest' then coalesce(property_search_metres(anchor.location, (query#>>'{near,latitude}')::float8, (query#>>'{near,longitude}')::float8), 2147483647)::text
      else anchor.price::text end;
  end if;
  if property_search_frequent(query) then
    found := 501;
  else
    execute format(
      'with hit as materialized (select id, %s as place, %s as distance from kostin_listing where %s limit %s)
       select count(*), case when count(*) < %4$s then (%s) end from hit',
      property_search_place(query), property_search_distance(query), condition, enough,
      property_search_pick(query, 'true', true, backwards, anchor.id is not null))
      into found, answer using query, anchor_place, anchor.id, most;
  end if;
  if answer is null and sort = 'nearest' then
    query := query || jsonb_strip_nulls(jsonb_build_object('reach', case
      when not backwards then property_search_reach(query, anchor_place, anchor.id, most)
      when anchor_place <> '2147483647' then anchor_place::int end));
    execute property_search_pick(query, property_search_where(query, false), false, backwards, anchor.id is not null)
      into answer using query, anchor_place, anchor.id, most;
  elsif answer is null then
    answer := property_search_walk(query, backwards, anchor_place, anchor.id, most);
  end if;
  return answer || jsonb_build_object('total', least(found, 501));
end
$$;

-- {"queries": [query…]} → [up to 501…]
create or replace function public.property_search_counts(request jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  query jsonb;
  counted int;
  totals jsonb := '[]';
begin
  for query in select value from jsonb_array_elements(request->'queries') loop
    query := property_search_resolved(query);
    if property_search_frequent(query) then
      counted := 501;
    else
      execute format('select count(*) from (select from kostin_listing where %s limit 501) counted',
        property_search_where(query, property_search_covered(query))) into counted using query;
    end if;
    totals := totals || to_jsonb(counted);
  end loop;
  return totals;
end
$$;

-- {"query", "bands": [{"min"?, "max"?}…]} → {"total", "cities": [{"city", "count"}…], "districts": [{"district", "count"}…],
-- "types": {type: count}, "facilities": {slug: count}, "bands": [count…]}, each up to 501: how many there would be with
-- that city (and no district), that district of the query's city, that type, that facility too, those prices.
create or replace function public.property_search_facets(request jsonb) returns jsonb
language plpgsql stable
set search_path = public, extensions, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  query jsonb := property_search_resolved(request->'query');
  -- What no choice takes away. The index of words or pins is asked once and the rest counted from what it gave; else, and
  -- when that is too much, each choice is counted along the covering indexes, which find 501 of many soonest.
  kept jsonb := query - '{city,district,type,minPrice,maxPrice}'::text[];
  gathered boolean := jsonb_array_length(query->'words') > 0 or query#>'{near,radius}' is not null
    or jsonb_array_length(query->'facilities') > 0 and not property_search_frequent(kept) and not query ? 'city';
  capped constant text := '(select count(*) from (select from %s s where %s and %s limit 501) counted)';
  source text;
  rest jsonb;
  hits int;
  answer jsonb;
begin
  loop
    source := case when gathered then 'hit' else 'kostin_listing' end;
    rest := case when gathered then (query - 'near') || '{"words": [], "terms": []}' else query end;
    execute format(
      'with recursive hit as materialized (%s),
       c(name) as (
         select min(city) from kostin_listing union all select (select min(city) from kostin_listing where city > name) from c where name is not null)
       select jsonb_build_object(
         ''total'', %s,
         ''cities'', (select coalesce(jsonb_agg(jsonb_build_object(''city'', name, ''count'', many) order by name), ''[]'') from (%s) counted where many > 0),
         ''districts'', (select coalesce(jsonb_agg(jsonb_build_object(''district'', name, ''count'', many) order by name), ''[]'') from (%s) counted),
         ''types'', (select jsonb_object_agg(name, %s) from unnest(''{putra,putri,campur}''::text[]) name),
         ''facilities'', jsonb_build_object(%s),
         ''bands'', (select coalesce(jsonb_agg(%s order by place), ''[]'') from jsonb_array_elements($2) with ordinality as t(band, place))
       ), (select count(*) from hit)',
      case when gathered then format('select city, district, type, price, mask from kostin_listing where %s limit 30000', property_search_where(kept, false))
        else 'select' end,
      format(capped, source, property_search_where(rest, true), 'true'),
      case when gathered
        then format('select city as name, least(count(*), 501) as many from hit where %s group by city', property_search_where(rest - 'city' - 'district', true))
        else format('select name, %s as many from c where name is not null', format(capped, source, property_search_where(rest - 'city' - 'district', true), 's.city = c.name'))
      end,
      case when query ? 'city'
        then format('select district as name, least(count(*), 501) as many from %s where %s group by district', source, property_search_where(rest - 'district', true))
        else 'select null as name, 0 as many where false' end,
      format(capped, source, property_search_where(rest - 'type', true), 's.type = name'),
      (select string_agg(format('%L, ', slug) || format(capped, source, property_search_where(rest, true), format('mask & %s <> 0', 1 << (place - 1)::int)), ', ')
       from unnest(property_search_slugs()) with ordinality as t(slug, place)),
      format(capped, source, property_search_where(rest - 'minPrice' - 'maxPrice', true),
        's.price >= coalesce((band->>''min'')::bigint, 0) and s.price <= coalesce((band->>''max'')::bigint, 9007199254740991)'))
      into answer, hits using query, request->'bands';
    exit when not gathered or hits < 30000;
    gathered := false;
  end loop;
  return answer;
end
$$;

-- {} → [{"city", "district", "count"}…]
create or replace function public.property_search_places(request jsonb) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('city', city, 'district', district, 'count', many) order by city, district), '[]')
  from (select city, district, count(*) as many from public.kostin_listing group by 1, 2) places
$$;

select public.kostin_close_to_strangers();
