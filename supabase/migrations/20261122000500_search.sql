-- Search at 100,000 listings: a narrower projection with covering indexes, the words of listings as an array beside a
-- vocabulary that finds mistyped ones, distance, several counts in one call. naive-search.ts says what answers must be.
set local search_path = public, extensions;

drop function if exists public.property_search_where(jsonb), public.property_search_count(jsonb);
drop trigger if exists property_search_written on public.kv_store_dbd6b95a;
drop trigger if exists property_search_deleted on public.kv_store_dbd6b95a;
drop function if exists public.property_search_project(), public.property_search_fits(jsonb), public.property_search_words(jsonb);
drop table if exists public.property_search;

create table public.property_search (
  id text collate "C" not null primary key,
  city text collate "C" not null,
  district text collate "C" not null,
  type text collate "C" not null,
  price bigint not null,
  rating float8 not null,
  created_at timestamptz not null,
  -- The slugs among the facilities, and the same as bits for the covering indexes: bit n is slug n (from 0).
  facilities text[] collate "C" not null,
  mask int not null,
  -- (longitude, latitude); null without a pin.
  location point,
  -- searchWords of the domain, sorted.
  words text[] collate "C" not null
);
alter table public.property_search enable row level security;
-- Every word that a listing has or had: a mistyped one is first made the few that it can mean.
create table public.kostin_search_word (
  word text collate "C" not null primary key
);
alter table public.kostin_search_word enable row level security;

-- facilitySlugs and facilitySynonyms of the domain; a test compares. Whoever changes them calls property_search_rebuild().
create function public.property_search_slugs() returns text[]
language sql immutable
as $$
  select '{ac,kipas,wifi,km_dalam,km_luar,air_panas,kasur,lemari,meja,dapur,kulkas,laundry,parkir_motor,parkir_mobil,cctv,penjaga,akses_24_jam}'::text[]
$$;
create function public.property_search_spellings() returns jsonb
language sql immutable
as $$
  select '{
    "ac": "ac", "a c": "ac", "air conditioner": "ac", "pendingin ruangan": "ac", "ber ac": "ac",
    "kipas": "kipas", "kipas angin": "kipas", "fan": "kipas",
    "wifi": "wifi", "wi fi": "wifi", "internet": "wifi", "hotspot": "wifi", "wipi": "wifi",
    "km dalam": "km_dalam", "kamar mandi dalam": "km_dalam", "kmdalam": "km_dalam", "kmd": "km_dalam", "k mandi dalam": "km_dalam",
    "mandi dalam": "km_dalam", "wc dalam": "km_dalam", "toilet dalam": "km_dalam", "private bathroom": "km_dalam", "ensuite": "km_dalam",
    "en suite": "km_dalam",
    "km luar": "km_luar", "kamar mandi luar": "km_luar", "kmluar": "km_luar", "kml": "km_luar", "k mandi luar": "km_luar",
    "mandi luar": "km_luar", "wc luar": "km_luar", "toilet luar": "km_luar", "shared bathroom": "km_luar",
    "air panas": "air_panas", "water heater": "air_panas", "pemanas air": "air_panas", "air hangat": "air_panas", "hot water": "air_panas",
    "kasur": "kasur", "springbed": "kasur", "spring bed": "kasur", "ranjang": "kasur", "tempat tidur": "kasur", "bed": "kasur",
    "lemari": "lemari", "lemari pakaian": "lemari", "almari": "lemari", "wardrobe": "lemari",
    "meja": "meja", "meja belajar": "meja", "meja kerja": "meja", "desk": "meja",
    "dapur": "dapur", "dapur bersama": "dapur", "dapur umum": "dapur", "kitchen": "dapur",
    "kulkas": "kulkas", "lemari es": "kulkas", "fridge": "kulkas", "kulkas bersama": "kulkas",
    "laundry": "laundry", "laundri": "laundry", "londri": "laundry", "cuci baju": "laundry", "mesin cuci": "laundry",
    "washing machine": "laundry",
    "parkir motor": "parkir_motor", "parkir": "parkir_motor", "parkiran": "parkir_motor", "parkiran motor": "parkir_motor",
    "motor": "parkir_motor", "motorcycle parking": "parkir_motor", "parking": "parkir_motor",
    "parkir mobil": "parkir_mobil", "parkiran mobil": "parkir_mobil", "garasi": "parkir_mobil", "mobil": "parkir_mobil",
    "car parking": "parkir_mobil",
    "cctv": "cctv", "c c t v": "cctv", "kamera pengawas": "cctv",
    "penjaga": "penjaga", "satpam": "penjaga", "security": "penjaga", "penjaga kos": "penjaga", "guard": "penjaga",
    "akses 24 jam": "akses_24_jam", "24 jam": "akses_24_jam", "bebas jam malam": "akses_24_jam", "tanpa jam malam": "akses_24_jam",
    "24 hours": "akses_24_jam", "24h": "akses_24_jam"
  }'::jsonb
$$;

-- plainWords of the domain. Only two letters outside ASCII have ASCII letters as their lower case: U+0130, U+212A.
create function public.property_search_plain(value text) returns text
language sql immutable
as $$
  select trim(regexp_replace(lower(replace(replace(value, chr(304), 'i '), chr(8490), 'k') collate "C"), '[^a-z0-9]+' collate "C", ' ', 'g'))
$$;

create function public.property_search_texts(list jsonb) returns text[]
language sql immutable
as $$
  select array(select jsonb_array_elements_text(list))
$$;

create function public.property_search_mask(slugs text[]) returns int
language sql immutable
as $$
  select coalesce(bit_or(1 << (place - 1)::int), 0)
  from unnest(public.property_search_slugs()) with ordinality as t(slug, place) where slug = any (slugs)
$$;

-- distanceInMetres of the domain, whole metres; null without a pin.
create function public.property_search_metres(location point, latitude float8, longitude float8) returns int
language sql immutable
as $$
  select case when location is not null then floor(2 * 6371000 * asin(least(1, sqrt(
    power(sin(radians(location[1] - latitude) / 2), 2)
    + cos(radians(latitude)) * cos(radians(location[1])) * power(sin(radians(location[0] - longitude) / 2), 2)))) + 0.5)::int end
$$;

-- A box that holds everything within so many metres, a little larger; near a pole or the date line all longitudes.
create function public.property_search_box(latitude float8, longitude float8, metres float8) returns box
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

-- What search knows of a record, whatever its status; null for one of another shape, which is then not found rather
-- than making its commit fail.
create function public.property_search_row(key text, value jsonb) returns public.property_search
language plpgsql stable
as $$
declare
  made public.property_search;
  price numeric;
  rating numeric;
  latitude numeric;
  longitude numeric;
  facilities text[];
  slugs constant text[] := public.property_search_slugs();
  spellings constant jsonb := public.property_search_spellings();
begin
  if array[jsonb_typeof(value->'name'), jsonb_typeof(value->'description'), jsonb_typeof(value->'address'), jsonb_typeof(value->'city'),
      jsonb_typeof(value->'district'), jsonb_typeof(value->'type'), jsonb_typeof(value->'createdAt'), jsonb_typeof(value->'pricePerMonth'),
      jsonb_typeof(value->'totalRooms'), jsonb_typeof(value->'availableRooms'), jsonb_typeof(value->'facilities'),
      jsonb_typeof(coalesce(value->'rating', '0'))]
    is distinct from '{string,string,string,string,string,string,string,number,number,number,array,number}'::text[]
    or value->>'type' not in ('putra', 'putri', 'campur')
    or length(value->>'city') > 200 or length(value->>'district') > 200
    or value->>'createdAt' !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$'
  then
    return null;
  end if;
  price := (value->>'pricePerMonth')::numeric;
  rating := coalesce(value->>'rating', '0')::numeric;
  if price <> trunc(price) or price not between 1 and 9007199254740991 or rating not between 0 and 5 then return null; end if;

  select array_agg(case when one = any (slugs) then one else coalesce(spellings->>public.property_search_plain(one), one) end)
    into facilities from jsonb_array_elements_text(value->'facilities') one;
  made.id := substr(key, 10);
  made.city := value->>'city';
  made.district := value->>'district';
  made.type := value->>'type';
  made.price := price;
  made.rating := rating;
  made.created_at := date_trunc('milliseconds', (value->>'createdAt')::timestamptz);
  select coalesce(array_agg(slug order by place), '{}'), coalesce(bit_or(1 << (place - 1)::int), 0) into made.facilities, made.mask
    from unnest(slugs) with ordinality as t(slug, place) where slug = any (facilities);
  -- A longer word could not be indexed.
  made.words := array(select distinct left(word, 64) collate "C" as word from unnest(string_to_array(public.property_search_plain(
    concat_ws(' ', value->>'name', value->>'city', value->>'district', value->>'address', value->>'description',
      array_to_string(facilities, ' '))), ' ')) word order by word);
  if jsonb_typeof(value #> '{location,latitude}') = 'number' and jsonb_typeof(value #> '{location,longitude}') = 'number' then
    latitude := value #>> '{location,latitude}';
    longitude := value #>> '{location,longitude}';
    if abs(latitude) <= 90 and abs(longitude) <= 180 then made.location := point(longitude, latitude); end if;
  end if;
  return made;
exception when data_exception then
  return null;
end
$$;

create function public.property_search_project() returns trigger
language plpgsql
as $$
declare
  made public.property_search;
  kept public.property_search;
begin
  if tg_op <> 'DELETE' and new.value->>'status' = 'active' then
    made := public.property_search_row(new.key, new.value);
  end if;
  if made.id is null then
    delete from public.property_search where id = substr(case tg_op when 'DELETE' then old.key else new.key end, 10);
    return null;
  end if;
  if tg_op = 'UPDATE' then
    select * into kept from public.property_search where id = made.id;
    if kept *= made then return null; end if; -- rooms let, a new photo: the most frequent writes
  end if;
  if kept.words is distinct from made.words then
    insert into public.kostin_search_word (word) select unnest(made.words) on conflict do nothing;
  end if;
  insert into public.property_search values (made.*)
    on conflict (id) do update set city = excluded.city, district = excluded.district, type = excluded.type,
      price = excluded.price, rating = excluded.rating, created_at = excluded.created_at, facilities = excluded.facilities,
      mask = excluded.mask, location = excluded.location, words = excluded.words;
  return null;
end
$$;

create trigger property_search_written after insert or update of value on public.kv_store_dbd6b95a
  for each row when (starts_with(new.key, 'property:prop_')) execute function public.property_search_project();
create trigger property_search_deleted after delete on public.kv_store_dbd6b95a
  for each row when (starts_with(old.key, 'property:prop_')) execute function public.property_search_project();

-- The whole projection anew from the records; commits of listings wait meanwhile. Gives how many listings there are.
create function public.property_search_rebuild() returns bigint
language plpgsql
as $$
declare
  listings bigint;
begin
  lock table public.property_search in share row exclusive mode;
  delete from public.property_search;
  delete from public.kostin_search_word;
  insert into public.property_search
    select made.* from public.kv_store_dbd6b95a kv cross join lateral public.property_search_row(kv.key, kv.value) made
    where kv.key ~>=~ 'property:prop_' and kv.key ~<~ 'property:prop`' and kv.value->>'status' = 'active' and made.id is not null;
  get diagnostics listings = row_count;
  insert into public.kostin_search_word (word) select distinct unnest(words) from public.property_search on conflict do nothing;
  return listings;
end
$$;
select public.property_search_rebuild();

-- Whatever else a structured query asks is in the index too, so that counting to 501 reads no row.
create index property_search_price on public.property_search (price, id) include (type, mask, rating, created_at);
create index property_search_city on public.property_search (city, price, id) include (district, type, mask, rating, created_at);
create index property_search_district on public.property_search (district, city, price, id) include (type, mask, rating, created_at);
create index property_search_newest on public.property_search (created_at, id) include (type, mask, price);
create index property_search_city_newest on public.property_search (city, created_at, id) include (district, type, mask, price);
create index property_search_rating on public.property_search (rating, id) include (type, mask, price);
create index property_search_city_rating on public.property_search (city, rating, id) include (district, type, mask, price);
create index property_search_location on public.property_search using gist (location);
-- Each search reads the pending list whole: short, it costs nothing, and a listing is written five times faster than without.
create index property_search_facilities on public.property_search using gin (facilities) with (gin_pending_list_limit = 64);
create index property_search_words on public.property_search using gin (words) with (gin_pending_list_limit = 64);
create index kostin_search_word_similar on public.kostin_search_word using gin (word gin_trgm_ops) with (gin_pending_list_limit = 64);

-- The query with its words as the lists of words they can mean (`terms`): the substring rule and pg_trgm's similarity.
create function public.property_search_resolved(query jsonb) returns jsonb
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
  return jsonb_build_object('terms', terms) || query;
end
$$;

-- SQL over $1, a query: what lies around its point, and how far a listing is from it.
create function public.property_search_around(metres text) returns text
language sql immutable
as $$
  select format('property_search_box(($1#>>''{near,latitude}'')::float8, ($1#>>''{near,longitude}'')::float8, %s)', metres)
$$;
create function public.property_search_distance(query jsonb) returns text
language sql immutable
as $$
  select case when query ? 'near'
    then 'property_search_metres(location, ($1#>>''{near,latitude}'')::float8, ($1#>>''{near,longitude}'')::float8)'
    else 'null::int' end
$$;

-- The conditions of a resolved query as SQL over $1, that query: fixed fragments, nothing of the query in the text.
-- `covered`: facilities as bits, which the covering indexes have; else as an array, for their own index.
-- `reach`: metres within which the answer is known to be.
create function public.property_search_where(query jsonb, covered boolean) returns text
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
      when covered then 'mask & property_search_mask(property_search_texts($1->''facilities'')) = property_search_mask(property_search_texts($1->''facilities''))'
      else 'facilities @> property_search_texts($1->''facilities'')'
    end,
    (select string_agg(format('words && property_search_texts($1#>''{terms,%s}'')', place - 1), ' and ')
     from jsonb_array_elements(query->'terms') with ordinality as t(term, place)),
    case when query#>'{near,radius}' is not null then format('location <@ %s and %s <= ($1#>>''{near,radius}'')::int',
      public.property_search_around('($1#>>''{near,radius}'')::float8'), public.property_search_distance(query)) end,
    case when query ? 'reach' then 'location <@ ' || public.property_search_around('($1->>''reach'')::float8') end)
$$;
-- Whether facilities are better asked as bits: a place narrows enough.
create function public.property_search_covered(query jsonb) returns boolean
language sql immutable
as $$
  select query ? 'city' or query ? 'district'
$$;

-- A page as SQL over $1 the query, $2 and $3 the anchor's place and id, $4 the limit. `place`: what is sorted by.
create function public.property_search_pick(source text, condition text, distance text, place text, kind text, upwards boolean, backwards boolean, anchored boolean)
returns text
language sql immutable
as $$
  select format(
    'select jsonb_build_object(''ids'', coalesce(jsonb_agg(id order by place %6$s, id %6$s), ''[]''),
       ''distances'', coalesce(jsonb_agg(distance order by place %6$s, id %6$s), ''[]''))
     from (select id, %1$s as place, %2$s as distance from %3$s where %4$s and %7$s order by %1$s %5$s, id %5$s limit $4) page',
    place, distance, source, condition, case when upwards <> backwards then 'asc' else 'desc' end,
    case when upwards then 'asc' else 'desc' end,
    case when anchored then format('(%s, id) %s ($2::%s, $3)', place, case when upwards <> backwards then '>' else '<' end, kind) else 'true' end)
$$;

-- Whether more than 500 of the 5,000 newest match a query without a place and words: then there is no need to count by
-- the index of facilities, which reads all that have one.
create function public.property_search_frequent(query jsonb) returns boolean
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
       select from (select type, price, mask from property_search order by created_at desc, id desc limit 5000) newest
       where %s limit 501) counted', property_search_where(query, true))
    into found using query;
  return found = 501;
end
$$;

-- Runs along the index of the sort until the page is full: for a query that matches many.
create function public.property_search_walk(query jsonb, place text, kind text, upwards boolean, backwards boolean, anchor_place text, anchor_id text, most int)
returns jsonb
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
  execute property_search_pick('property_search', property_search_where(query, true), property_search_distance(query), place, kind, upwards, backwards, anchor_id is not null)
    into answer using query, anchor_place, anchor_id, most;
  return answer;
end
$$;

-- Metres within which the next `most` listings are; null when they are not among the 2,000 nearest pins.
create function public.property_search_reach(query jsonb, anchor_place text, anchor_id text, most int) returns int
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
         select * from property_search where location is not null
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
  distance text := property_search_distance(query);
  most int := (request->>'limit')::int;
  backwards boolean := request ? 'before';
  sort text := case when query->>'sort' = 'nearest' and not query ? 'near' then 'cheapest' else query->>'sort' end;
  upwards boolean := sort in ('cheapest', 'nearest');
  place text := case sort when 'newest' then 'created_at' when 'best-rated' then 'rating'
    when 'nearest' then format('coalesce(%s, 2147483647)', distance) else 'price' end;
  kind text := case sort when 'newest' then 'timestamptz' when 'best-rated' then 'float8' when 'nearest' then 'int' else 'bigint' end;
  -- Taking up to 1,000 by the index on words costs less than looking for them along a sort.
  enough int := case when jsonb_array_length(query->'words') > 0 then 1000 else 501 end;
  anchor property_search;
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
      'with hit as materialized (select id, %s as place, %s as distance from property_search where %s limit %s)
       select count(*), case when count(*) < %4$s then (%s) end from hit',
      place, distance, condition, enough,
      property_search_pick('hit', 'true', 'distance', 'place', kind, upwards, backwards, anchor.id is not null))
      into found, answer using query, anchor_place, anchor.id, most;
  end if;
  if answer is null and sort = 'nearest' then
    query := query || jsonb_strip_nulls(jsonb_build_object('reach', case
      when not backwards then property_search_reach(query, anchor_place, anchor.id, most)
      when anchor_place <> '2147483647' then anchor_place::int end));
    execute property_search_pick('property_search', property_search_where(query, false), distance, place, kind, upwards, backwards, anchor.id is not null)
      into answer using query, anchor_place, anchor.id, most;
  elsif answer is null then
    answer := property_search_walk(query, place, kind, upwards, backwards, anchor_place, anchor.id, most);
  end if;
  return answer || jsonb_build_object('total', least(found, 501));
end
$$;

-- {"queries": [query…]} → [up to 501…]
create function public.property_search_counts(request jsonb) returns jsonb
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
      execute format('select count(*) from (select from property_search where %s limit 501) counted',
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
create function public.property_search_facets(request jsonb) returns jsonb
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
    source := case when gathered then 'hit' else 'property_search' end;
    rest := case when gathered then (query - 'near') || '{"words": [], "terms": []}' else query end;
    execute format(
      'with recursive hit as materialized (%s),
       c(name) as (
         select min(city) from property_search union all select (select min(city) from property_search where city > name) from c where name is not null)
       select jsonb_build_object(
         ''total'', %s,
         ''cities'', (select coalesce(jsonb_agg(jsonb_build_object(''city'', name, ''count'', many) order by name), ''[]'') from (%s) counted where many > 0),
         ''districts'', (select coalesce(jsonb_agg(jsonb_build_object(''district'', name, ''count'', many) order by name), ''[]'') from (%s) counted),
         ''types'', (select jsonb_object_agg(name, %s) from unnest(''{putra,putri,campur}''::text[]) name),
         ''facilities'', jsonb_build_object(%s),
         ''bands'', (select coalesce(jsonb_agg(%s order by place), ''[]'') from jsonb_array_elements($2) with ordinality as t(band, place))
       ), (select count(*) from hit)',
      case when gathered then format('select city, district, type, price, mask from property_search where %s limit 30000', property_search_where(kept, false))
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

select public.kostin_close_to_strangers();
-- The trigger writes as whoever commits: on hosted Supabase that is service_role.
do $$
begin
  if exists (select from pg_roles where rolname = 'service_role') then
    grant select, insert, update, delete on table public.kostin_search_word to service_role;
  end if;
end
$$;
