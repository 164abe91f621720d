import type { PGlite } from '@electric-sql/pglite';
import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import { createSqlSearch } from '../src/adapters/kv/sql-search.ts';
import { keys } from '../src/domain/keys.ts';
import type { Kv } from '../src/domain/ports.ts';
import type { Property } from '../src/domain/property/property.ts';
import {
  compareBySort,
  matches,
  type PropertySearch,
  type SearchQuery,
  searchQuerySchema,
} from '../src/domain/search/search.ts';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';
import type { Measured } from './measured.ts';
import { cities, createRandom, listing, pick } from './search-data.ts';
import { handWritten, handWrittenFacets, LISTING_TABLE, type Question, questions } from './search-mix.ts';

const LARGE = 100_000;
const SMALL = 10_000;

interface Country {
  name: string;
  kv: Kv;
  search: PropertySearch;
  /** A bare statement on a connection like the search's own. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const quantile = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
const median = (values: number[]): number => quantile(values, 0.5);
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

/** `count` listings with their index entries, past the trigger and then projected at once. */
async function settle({ query }: Country, count: number): Promise<void> {
  await query('alter table kv_store_dbd6b95a disable trigger user');
  for (let from = 0; from < count; from += 5_000) {
    const values = Array.from({ length: Math.min(5_000, count - from) }, (_, i) => listing(from + i));
    await query(
      `insert into kv_store_dbd6b95a select 'property:' || (value->>'id'), value from jsonb_array_elements($1::jsonb) value`,
      [JSON.stringify(values)],
    );
  }
  const prefixes = Object.fromEntries(cities.map(({ name }) => [name, keys.property.city.prefix(name)]));
  await query(
    `insert into kv_store_dbd6b95a
       select prefix || substr(key, 10), jsonb_build_object('$ref', key) from kv_store_dbd6b95a
       cross join lateral (values ($1), ($2::jsonb->>(value->>'city'))) as t(prefix) where key like 'property:prop\\_%'`,
    [keys.property.status.prefix('active'), JSON.stringify(prefixes)],
  );
  await query('alter table kv_store_dbd6b95a enable trigger user');
  // Filled before it is indexed, as its migration does.
  const indexes = await query(`select indexname, indexdef from pg_indexes
    where tablename in ('kostin_listing', 'kostin_search_word') and indexname not like '%\\_pkey'`);
  for (const { indexname } of indexes) await query(`drop index ${indexname}`);
  await query('select property_search_rebuild()');
  for (const { indexdef } of indexes) await query(String(indexdef));
  for (const statement of LISTING_TABLE.split(';')) if (statement.trim()) await query(statement);
  await query('vacuum analyze');
}

/** Both answer each question three times in turns, the same; the median time of each question. */
async function againstHand({ search, query }: Country, asked: Question[]): Promise<{ ours: number[]; bare: number[] }> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (const { further, ...question } of asked) {
    if (further > 0) {
      const after = (await search.search(question.query, { limit: further })).ids.at(-1);
      if (after !== undefined) question.page = { ...question.page, after };
    }
    const { text, values } = handWritten(question);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < 3; i++) {
      let mine: { ids: string[]; total: number } | undefined;
      let hand: Record<string, unknown> | undefined;
      const ask = async () => ours.push(await timed(async () => { mine = await search.search(question.query, question.page); })); // biome-ignore format: pair
      const askBare = async () => bare.push(await timed(async () => { [hand] = await query(text, values); })); // biome-ignore format: pair
      for (const step of i % 2 === 0 ? [ask, askBare] : [askBare, ask]) await step();
      if (JSON.stringify([mine?.ids, mine?.total]) !== JSON.stringify([hand?.ids, hand?.total])) {
        throw new Error(`not the same answer: ${JSON.stringify([question, mine, hand])}`);
      }
    }
    times.ours.push(median(ours));
    times.bare.push(median(bare));
  }
  return times;
}

/** As the seed does it: every listing of the place into JavaScript, then filter and sort. */
async function seedWay(kv: Kv, query: SearchQuery, limit: number): Promise<string[]> {
  const prefix = query.city ? keys.property.city.prefix(query.city) : keys.property.status.prefix('active');
  const all = (await kv.getByPrefix(prefix)) as unknown as Property[];
  return all
    .filter((property) => matches(property, query))
    .sort((a, b) => compareBySort(query, a, b))
    .slice(0, limit)
    .map(({ id }) => id);
}

/** One word of a listing with a letter changed, doubled or missing. */
function mistyped(count: number): SearchQuery[] {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, i) => {
    const words = listing(i * 97).name.toLowerCase().split(' ').filter((word) => word.length > 4); // biome-ignore format: one look
    const word = pick(random, words.length > 0 ? words : ['residence']);
    const at = 1 + Math.floor(random() * (word.length - 2));
    const changed = pick(random, ['', 'x', (word[at] ?? '').repeat(2)]);
    return searchQuerySchema.parse({ words: [word.slice(0, at) + changed + word.slice(at + 1)] });
  });
}

async function benchCountry(small: Country, large: Country): Promise<Measured[]> {
  const { name, search, kv } = large;
  const lines: Measured[] = [];
  const add = (what: string, ratio: number, bar: number, detail: string, better: 'lower' | 'higher' = 'lower') =>
    lines.push({ name: `${name}: ${what}`, ratio, bar, detail, better });
  const ms = (value: number): string => `${value.toFixed(2)} ms`;

  const mixed = questions(260, 'all');
  await againstHand(large, mixed.slice(0, 40));
  const { ours, bare } = await againstHand(large, mixed);
  const [p95, bareP95] = [quantile(ours, 0.95), quantile(bare, 0.95)];
  add(
    'mixed searches, p95, against hand-written',
    p95 / bareP95,
    2,
    `${ms(p95)} against ${ms(bareP95)}; medians ${ms(median(ours))}, ${ms(median(bare))}`,
  );

  const first = questions(200, 'first structured pages');
  const pages: [small: number[], large: number[]] = [[], []];
  for (const question of first) {
    for (const [side, country] of [small, large].entries()) {
      const tries: number[] = [];
      for (let i = 0; i < 3; i++) tries.push(await timed(() => country.search.search(question.query, question.page)));
      pages[side as 0 | 1].push(median(tries));
    }
  }
  const [few, many] = [median(pages[0]), median(pages[1])];
  add('first structured page, 100,000 against 10,000', many / few, 1.5, `${ms(many)} against ${ms(few)}`);

  const typos: number[] = [];
  for (const query of mistyped(60)) typos.push(await timed(() => search.search(query, { limit: 10 })));
  add(
    'mistyped word against a structured page',
    median(typos) / many,
    12,
    `${ms(median(typos))}, p95 ${ms(quantile(typos, 0.95))}`,
  );

  const facets: number[] = [];
  const groups: number[] = [];
  for (const { query } of first.slice(0, 40)) {
    facets.push(await timed(() => search.facets(query)));
    const { text, values } = handWrittenFacets(query);
    groups.push(await timed(() => large.query(text, values)));
  }
  const [facetsP95, groupsP95] = [quantile(facets, 0.95), quantile(groups, 0.95)];
  add(
    'counts of every filter, p95, against hand-written',
    facetsP95 / groupsP95,
    2,
    `${ms(facetsP95)} against ${ms(groupsP95)}; medians ${ms(median(facets))}, ${ms(median(groups))}`,
  );

  let [quick, slow] = [0, 0];
  for (const { query, page } of first.slice(0, 10)) {
    slow += await timed(() => seedWay(kv, query, page.limit));
    quick += await timed(() => search.search(query, page));
  }
  add("times as fast as the seed's way", slow / quick, 50, `${ms(quick / 10)} against ${ms(slow / 10)}`, 'higher');
  return lines;
}

async function embeddedCountry(count: number): Promise<Country> {
  const { kv, client, db, close } = await openPglite();
  const query = async (text: string, values: unknown[] = []) =>
    (await (db as PGlite).query<Record<string, unknown>>(text, values)).rows;
  const country = { name: 'PGlite', kv, search: createSqlSearch(client), query, close };
  await settle(country, count);
  return country;
}

async function postgresCountry(databaseUrl: string, count: number): Promise<Country> {
  const database = await createTestDatabase(databaseUrl);
  const { kv, client, pool, close } = await openPostgres(database.url, { connections: 1 });
  await pool.query('set statement_timeout = 0');
  const country = {
    name: 'PostgreSQL',
    kv,
    search: createSqlSearch(client),
    query: async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows,
    async close() {
      await close();
      await database.drop();
    },
  };
  await settle(country, count);
  return country;
}

/** Search over 100,000 listings on PGlite, and on PostgreSQL when `databaseUrl` names a server on which a database may be made. */
export async function benchSearch(databaseUrl = process.env.DATABASE_URL): Promise<Measured[]> {
  const lines: Measured[] = [];
  for (const open of [embeddedCountry, ...(databaseUrl ? [postgresCountry.bind(null, databaseUrl)] : [])]) {
    const countries: Country[] = [];
    try {
      for (const count of [SMALL, LARGE]) {
        const started = performance.now();
        countries.push(await open(count));
        console.log(
          `  ${countries.at(-1)?.name}: ${count} listings in ${((performance.now() - started) / 1_000).toFixed(0)} s`,
        );
      }
      lines.push(...(await benchCountry(countries[0] as Country, countries[1] as Country)));
    } finally {
      for (const country of countries) await country.close();
    }
  }
  return lines;
}
