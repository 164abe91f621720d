-- What search reads: the active listings as a plain table, kept by a trigger in the same commit (expression indexes
-- on the jsonb were 2.3–4.9 times slower): a narrow projection with covering indexes, for 100,000 listings, the words of
-- listings as an array beside a vocabulary that finds mistyped ones, pins. src/domain/search/naive-search.ts says what
-- every answer must be; the questions are in the next file.
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

-- Made anew from the records at the end, also where all migrations are applied once more (docs/operations.md).
drop trigger if exists property_search_written on public.kv_store_dbd6b95a;
drop trigger if exists property_search_deleted on public.kv_store_dbd6b95a;
drop table if exists public.kostin_listing, public.kostin_search_word cascade;

create table public.kostin_listing (
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
alter table public.kostin_listing enable row level security;

-- Every word that a listing has or had: a mistyped one is first made the few that it can mean.
create table public.kostin_search_word (
  word text collate "C" not null primary key
);
alter table public.kostin_search_word enable row level security;

-- facilitySlugs and facilitySynonyms of the domain; a test compares. Whoever changes them calls property_search_rebuild().
create or replace function public.property_search_slugs() returns text[]
language sql immutable
as $$
  select '{ac,kipas,wifi,km_dalam,km_luar,air_panas,kasur,lemari,meja,dapur,kulkas,laundry,parkir_motor,parkir_mobil,cctv,penjaga,akses_24_jam}'::text[]
$$;
create or replace function public.property_search_spellings() returns jsonb
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
create or replace function public.property_search_plain(value text) returns text
language sql immutable
as $$
  select trim(regexp_replace(lower(replace(replace(value, chr(304), 'i '), chr(8490), 'k') collate "C"), '[^a-z0-9]+' collate "C", ' ', 'g'))
$$;

create or replace function public.property_search_mask(slugs text[]) returns int
language sql immutable
as $$
  select coalesce(bit_or(1 << (place - 1)::int), 0)
  from unnest(public.property_search_slugs()) with ordinality as t(slug, place) where slug = any (slugs)
$$;

-- What search knows of a record, whatever its status; null for one of another shape, which is then not found rather
-- than making its commit fail.
create or replace function public.property_search_row(key text, value jsonb) returns public.kostin_listing
language plpgsql stable
as $$
declare
  made public.kostin_listing;
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

create or replace function public.property_search_project() returns trigger
language plpgsql
as $$
declare
  made public.kostin_listing;
  kept public.kostin_listing;
begin
  if tg_op <> 'DELETE' and new.value->>'status' = 'active' then
    made := public.property_search_row(new.key, new.value);
  end if;
  if made.id is null then
    delete from public.kostin_listing where id = substr(case tg_op when 'DELETE' then old.key else new.key end, 10);
    return null;
  end if;
  if tg_op = 'UPDATE' then
    select * into kept from public.kostin_listing where id = made.id;
    if kept *= made then return null; end if; -- rooms let, a new photo: the most frequent writes
  end if;
  if kept.words is distinct from made.words then
    insert into public.kostin_search_word (word) select unnest(made.words) on conflict do nothing;
  end if;
  insert into public.kostin_listing values (made.*)
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
create or replace function public.property_search_rebuild() returns bigint
language plpgsql
as $$
declare
  listings bigint;
begin
  lock table public.kostin_search_word, public.kostin_listing in share row exclusive mode;
  delete from public.kostin_listing;
  delete from public.kostin_search_word;
  insert into public.kostin_listing
    select made.* from public.kv_store_dbd6b95a kv cross join lateral public.property_search_row(kv.key, kv.value) made
    where kv.key ~>=~ 'property:prop_' and kv.key ~<~ 'property:prop`' and kv.value->>'status' = 'active' and made.id is not null;
  get diagnostics listings = row_count;
  insert into public.kostin_search_word (word) select distinct unnest(words) from public.kostin_listing on conflict do nothing;
  return listings;
end
$$;
select public.property_search_rebuild();

-- Whatever else a structured query asks is in the index too, so that counting to 501 reads no row.
create index property_search_price on public.kostin_listing (price, id) include (type, mask, rating, created_at);
create index property_search_city on public.kostin_listing (city, price, id) include (district, type, mask, rating, created_at);
create index property_search_district on public.kostin_listing (district, city, price, id) include (type, mask, rating, created_at);
create index property_search_newest on public.kostin_listing (created_at, id) include (type, mask, price);
create index property_search_city_newest on public.kostin_listing (city, created_at, id) include (district, type, mask, price);
create index property_search_rating on public.kostin_listing (rating, id) include (type, mask, price);
create index property_search_city_rating on public.kostin_listing (city, rating, id) include (district, type, mask, price);
create index property_search_location on public.kostin_listing using gist (location);
-- Each search reads the pending list whole: short, it costs nothing, and a listing is written five times faster than without.
create index property_search_facilities on public.kostin_listing using gin (facilities) with (gin_pending_list_limit = 64);
create index property_search_words on public.kostin_listing using gin (words) with (gin_pending_list_limit = 64);
create index kostin_search_word_similar on public.kostin_search_word using gin (word gin_trgm_ops) with (gin_pending_list_limit = 64);

select public.kostin_close_to_strangers();
