import { type FacilitySlug, facilitySlugs } from '../src/domain/property/facility.ts';
import { propertyTypes } from '../src/domain/property/property.ts';
import { distanceInMetres, type SearchPage, type SearchQuery, searchQuerySchema } from '../src/domain/search/search.ts';
import { createRandom, districtsOf, listing, pick, pickCity } from './search-data.ts';

/** One question of the mix; `further`: its page is to begin after so many results. */
export interface Question {
  kind: string;
  query: SearchQuery;
  page: SearchPage;
  further: number;
}

/** Words of the listings that no other word of theirs is similar to: then both sides must answer the same. */
const words = 'bougenville flamboyan cokroaminoto syariah pengelola stasiun margonda lavender dipatiukur zamrud'.split(
  ' ',
);

const kinds: Record<string, (random: () => number) => Partial<SearchQuery>> = {
  city: (random) => ({ city: pickCity(random).name }),
  'city, district': (random) => place(random),
  'city, type, price': (random) => ({
    city: pickCity(random).name,
    type: pick(random, propertyTypes),
    ...price(random),
  }),
  'city, district, type, price': (random) => ({
    ...place(random),
    type: pick(random, propertyTypes),
    ...price(random),
  }),
  'city, facilities': (random) => ({ city: pickCity(random).name, facilities: facilities(random, 3) }),
  'city, type, facilities, price': (random) => ({
    city: pickCity(random).name,
    type: pick(random, propertyTypes),
    facilities: facilities(random, 2),
    ...price(random),
  }),
  'type, price': (random) => ({ type: pick(random, propertyTypes), ...price(random) }),
  price: (random) => price(random),
  facilities: (random) => ({ facilities: facilities(random, 3) }),
  nothing: () => ({}),
};
export const structuredKinds = Object.keys(kinds);
const otherKinds: typeof kinds = {
  words: (random) => ({ words: [pick(random, words)] }),
  'city, words': (random) => ({ city: pickCity(random).name, words: [pick(random, words)] }),
  'within 3 km': (random) => {
    const { latitude, longitude } = pickCity(random);
    return { near: { latitude, longitude, radius: 3_000 }, sort: 'nearest' };
  },
};

const place = (random: () => number) => {
  const city = pickCity(random).name;
  return { city, district: pick(random, districtsOf(city)) };
};
const price = (random: () => number): Partial<SearchQuery> => {
  const maxPrice = pick(random, [600_000, 800_000, 1_000_000, 1_500_000, 2_000_000]);
  return random() < 0.3 ? { minPrice: maxPrice - 400_000, maxPrice } : { maxPrice };
};
const facilities = (random: () => number, most: number): FacilitySlug[] => [
  ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, facilitySlugs))),
];

/** The same questions each time; a sort in every third, a further page in every fourth unless only first pages are wanted. */
export function questions(count: number, wanted: 'first structured pages' | 'all'): Question[] {
  const random = createRandom(7);
  const among = wanted === 'all' ? { ...kinds, ...otherKinds } : kinds;
  return Array.from({ length: count }, (_, i) => {
    const [kind, make] = Object.entries(among)[i % Object.keys(among).length] as [string, (typeof kinds)[string]];
    const sort = random() < 0.35 ? pick(random, ['newest', 'best-rated', 'dearest'] as const) : 'cheapest';
    const query = searchQuerySchema.parse({ sort, ...make(random) });
    const further = wanted === 'all' && random() < 0.25 ? 1 + Math.floor(random() * 60) : 0;
    return { kind, query, page: { limit: 10 }, further };
  });
}

/** The relational table and its indexes, as somebody would make them who has no key-value store to keep. */
export const LISTING_TABLE = `
  create table listing (
    id text collate "C" primary key, city text not null, district text not null, type text not null, price int not null,
    rating float8 not null, created_at timestamptz not null, facilities text[] not null, location point, body text not null);
  insert into listing select id, city, district, type, price, rating, created_at, facilities, location, array_to_string(words, ' ')
    from kostin_listing;
  create index on listing (price, id);
  create index on listing (city, price, id);
  create index on listing (city, district, price, id);
  create index on listing (created_at, id);
  create index on listing (city, created_at, id);
  create index on listing (rating, id);
  create index on listing (city, rating, id);
  create index on listing using gin (facilities);
  create index on listing using gin (body gin_trgm_ops);
  create index on listing using gist (location);`;

const columns = {
  cheapest: 'price',
  dearest: 'price',
  newest: 'created_at',
  'best-rated': 'rating',
  nearest: 'metres',
};

type Put = (value: unknown) => string;

const metresOf = ({ near }: SearchQuery, put: Put): string =>
  near
    ? `floor(12742000 * asin(least(1, sqrt(power(sin(radians(location[1] - ${put(near.latitude)}::float8) / 2), 2)
        + cos(radians(${put(near.latitude)}::float8)) * cos(radians(location[1])) * power(sin(radians(location[0] - ${put(near.longitude)}::float8) / 2), 2)))) + 0.5)`
    : 'null';

function conditions(query: SearchQuery, put: Put): string {
  const { city, district, type, minPrice, maxPrice, near } = query;
  const where = ['true'];
  if (city) where.push(`city = ${put(city)}`);
  if (district) where.push(`district = ${put(district)}`);
  if (type) where.push(`type = ${put(type)}`);
  if (minPrice !== undefined) where.push(`price >= ${put(minPrice)}`);
  if (maxPrice !== undefined) where.push(`price <= ${put(maxPrice)}`);
  if (query.facilities.length > 0) where.push(`facilities @> ${put(query.facilities)}::text[]`);
  for (const word of query.words) where.push(`body like ${put(`%${word}%`)}`);
  if (near?.radius) {
    const [north, east] = [near.radius / 111_000, near.radius / 109_000];
    const corner = (sign: number) =>
      `point(${put(near.longitude + sign * east)}::float8, ${put(near.latitude + sign * north)}::float8)`;
    where.push(`location <@ box(${corner(1)}, ${corner(-1)})`, `${metresOf(query, put)} <= ${put(near.radius)}`);
  }
  return where.join(' and ');
}

/** The hand-written query: one statement, page and capped total, all that varies as parameters. */
export function handWritten({ query, page }: Pick<Question, 'query' | 'page'>): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const { near } = query;
  const metres = metresOf(query, put);
  const all = conditions(query, put);
  const column = query.sort === 'nearest' ? metres : columns[query.sort];
  const upwards = query.sort === 'cheapest' || query.sort === 'nearest';
  const way = upwards ? 'asc' : 'desc';
  let from = 'true';
  if (page.after) {
    // Whoever writes it by hand has the cursor's values in the cursor.
    const anchor = listing(Number(page.after.slice(5)));
    const value = { price: anchor.pricePerMonth, created_at: anchor.createdAt, rating: anchor.rating }[column];
    const place =
      near && query.sort === 'nearest' ? (anchor.location ? distanceInMetres(near, anchor.location) : 2e9) : value;
    from = `(${column}, id) ${upwards ? '>' : '<'} (${put(place)}, ${put(page.after)})`;
  }
  const text = `select (select count(*) from (select from listing where ${all} limit 501) counted)::int as total,
    array(select id from listing where ${all} and ${from} order by ${column} ${way}, id ${way} limit ${put(page.limit)}) as ids`;
  return { text, values };
}

/** How many with another choice of each filter, as one statement of plain groups; not capped. */
export function handWrittenFacets(query: SearchQuery): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const { city: _city, district: _district, ...anywhere } = query;
  const { district: _, ...anyDistrict } = query;
  const { type: _type, ...anyType } = query;
  const { minPrice: _min, maxPrice: _max, ...anyPrice } = query;
  const groups = (column: string, from: string, asked: SearchQuery) =>
    `(select jsonb_object_agg(name, many) from (select ${column} as name, count(*) as many from ${from}
      where ${conditions(asked, put)} group by 1) counted)`;
  const bands = 'width_bucket(price - 1, array[0, 500000, 750000, 1000000, 1500000, 2000000, 3000000])';
  const text = `select (select count(*) from listing where ${conditions(query, put)}) as total,
    ${groups('city', 'listing', anywhere)} as cities, ${query.city ? groups('district', 'listing', anyDistrict) : 'null'} as districts,
    ${groups('type', 'listing', anyType)} as types, ${groups(bands, 'listing', anyPrice)} as bands,
    ${groups('facility', 'listing, unnest(facilities) facility', query)} as facilities`;
  return { text, values };
}
