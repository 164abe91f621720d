import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../src/domain/keys.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { facilitySlugs, facilitySynonyms, plainWords } from '../../src/domain/property/facility.ts';
import {
  type Property,
  propertyStatuses,
  propertyTransitions,
  propertyTypes,
} from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import {
  type PropertySearch,
  type SearchPage,
  type SearchQuery,
  searchQuerySchema,
  searchSorts,
} from '../../src/domain/search/search.ts';
import { transact } from '../../src/domain/transaction.ts';

const facilities = ['ac', 'wifi', 'km_dalam', 'parkir_motor'];
const vocabulary =
  'melati dramaga margonda residence putri kos ui ipbku ITB Kamar İzmir \u212Amart %_ café 1.200 Melatih'.split(' ');
const words = fc.array(fc.constantFrom(...vocabulary), { maxLength: 4 }).map((list) => list.join(' '));
const city = fc.constantFrom('Bogor', 'Depok', "Kota 'X'", 'bogor');

/** Around Bogor, two of them equally far from `here`; at the pole and at the date line; one that is nowhere. */
const here = { latitude: -6.5, longitude: 106.7 };
const pins = [
  null,
  here,
  { latitude: -6.5, longitude: 106.71 },
  { latitude: -6.5, longitude: 106.69 },
  { latitude: -6.5583, longitude: 106.7265 },
  { latitude: -7.8, longitude: 110.37 },
  { latitude: 90, longitude: 0 },
  { latitude: 0.1, longitude: -180 },
  { latitude: 91, longitude: 200 },
];
const near = fc.record(
  {
    latitude: fc.constantFrom(here.latitude, -6.5583, 89.99, 0),
    longitude: fc.constantFrom(here.longitude, 106.7265, 179.99, -180),
    radius: fc.constantFrom(1, 1_106, 7_109, 500_000, 20_100_000),
  },
  { requiredKeys: ['latitude', 'longitude'] },
);

const listing = (i: number): fc.Arbitrary<Property> =>
  fc
    .record({
      name: words,
      description: words,
      address: words,
      city,
      district: fc.constantFrom('Dramaga', 'Beji'),
      type: fc.constantFrom(...propertyTypes),
      pricePerMonth: fc.constantFrom(500_000, 800_000, 1_200_000),
      facilities: fc.subarray([...facilities, 'Kolam Ikan']),
      status: fc.constantFrom('active', 'active', 'active', ...propertyStatuses),
      rating: fc.constantFrom(0, 3.5, 4.25, 5),
      createdAt: fc.constantFrom('2024-10-01T10:00:00Z', '2024-10-01T10:00:00.000Z', '2024-11-04T23:59:59.999Z'),
      location: fc.constantFrom(...pins),
    })
    .map(
      (random) =>
      propertyStore.parse({
        ...random, id: `prop_${String(i).padStart(3, '0')}`, ownerId: 'user_o', ownerName: 'Bu Susi', images: [],
        totalRooms: 3, availableRooms: 2, updatedAt: random.createdAt,
      }), // biome-ignore format: one look
    );
const listings = fc
  .integer({ min: 0, max: 14 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => listing(i))));

const query = fc
  .record(
    {
      city,
      district: fc.constantFrom('Dramaga', 'Beji'),
      type: fc.constantFrom(...propertyTypes),
      minPrice: fc.constantFrom(0, 500_000, 500_001),
      maxPrice: fc.constantFrom(0, 800_000, 9_000_000),
      facilities: fc.subarray(facilities),
      words: fc.array(fc.constantFrom('melati', 'mlati', 'dramga', 'ui', 'u', 'ipb', 'kamr', 'izmir', 'kmart', 'mart', 'residens', '200', 'zzzz'), { maxLength: 3 }),
      near,
      sort: fc.constantFrom(...searchSorts),
    },
    { requiredKeys: ['sort'] },
  )
  .map((random) => searchQuerySchema.parse(random)); // biome-ignore format: one look
/** One word alone, near a word of the listings: cut, doubled, swapped or with a letter changed. */
const nearWord = fc
  .tuple(
    fc.constantFrom('melati', 'dramaga', 'margonda', 'residence', 'kamar', 'kmart', 'ipb', 'izmir', 'i', 'k'),
    fc.nat(),
    fc.nat(4),
  )
  .map(([word, at, kind]) => {
    const i = at % word.length;
    const [head, letter, tail] = [word.slice(0, i), word.slice(i, i + 1), word.slice(i + 1)];
    return (
      [word, head + tail, head + letter + letter + tail, `${head}x${tail}`, `${word.slice(i)}${head}`][kind] || word
    );
  });
const wordQuery = nearWord.map((word) => searchQuerySchema.parse({ words: [word] }));
const page = fc.record(
  { limit: fc.integer({ min: 1, max: 5 }), after: fc.constantFrom('prop_000', 'prop_003', 'prop_999'), before: fc.constantFrom('prop_001', 'prop_005') },
  { requiredKeys: ['limit'] },
); // biome-ignore format: one look

/** Reads each prefix and record once: what it answers is that of its first moment. */
function withOneRead(kv: Kv): Kv {
  const lists = new Map<string, Promise<Json[]>>();
  return {
    ...kv,
    getByPrefix(prefix) {
      const list = lists.get(prefix) ?? kv.getByPrefix(prefix);
      lists.set(prefix, list);
      return list;
    },
  };
}

/** Another status is a change only where the table allows it; else the listing goes and another comes. */
const follows = (old: Property, next: Property): boolean =>
  old.status === next.status || propertyTransitions[old.status].includes(next.status);

export interface SearchStore {
  kv: Kv;
  search: PropertySearch;
  /** Runs one statement as the store's own role. */
  run(sql: string): Promise<Record<string, unknown>[]>;
  /** Whether `run` is the session that searches: only there are its scans counted at once. */
  isOneSession: boolean;
  close(): Promise<void>;
}

/** The projection follows the records through every change, and answers as the specification does. */
export function searchContract(name: string, open: () => Promise<SearchStore>, numRuns = 40) {
  describe(`search on ${name}`, () => {
    let store: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store?.close());

    it('answers as the naive search does, whatever was written, changed and deleted', async () => {
      const { kv, search } = store;
      const naive = createNaiveSearch(kv);
      let before: readonly Property[] = [];
      const replaceAll = async (after: readonly Property[]): Promise<void> => {
        await transact(kv, async (tx) => {
          for (let i = 0; i < Math.max(before.length, after.length); i++) {
            const [old, next] = [before[i], after[i]];
            if (old) await propertyStore.find(tx, old.id);
            if (old && next && follows(old, next)) propertyStore.update(tx, old, next);
            else if (old) propertyStore.delete(tx, old);
            else if (next) propertyStore.create(tx, next);
          }
        });
        await transact(kv, async (tx) => {
          for (const [i, next] of after.entries()) {
            const old = before[i];
            if (old && !follows(old, next)) propertyStore.create(tx, next);
          }
        });
        before = after;
      };
      await fc.assert(
        fc.asyncProperty(
          listings,
          fc.array(fc.tuple(fc.oneof(query, wordQuery), page), { minLength: 8, maxLength: 16 }),
          async (all, asked) => {
            await replaceAll(all);
            expect(await search.places()).toEqual(await naive.places());
            for (const [one, at] of asked) {
              expect(await search.search(one, at), JSON.stringify([one, at])).toEqual(await naive.search(one, at));
              expect(await search.facets(one), JSON.stringify(one)).toEqual(await naive.facets(one));
            }
            const queries = asked.map(([one]) => one);
            expect(await search.counts(queries)).toEqual(await naive.counts(queries));
          },
        ),
        { numRuns },
      );
      await replaceAll([]);
      expect(await search.places()).toEqual([]);
    });

    it('answers the same where more than 500 match, and where pages are taken along an index', async () => {
      const { kv, search, run, isOneSession } = store;
      const naive = createNaiveSearch(withOneRead(kv));
      const prices = [500_000, 650_000, 800_000, 1_200_000, 3_500_000];
      const random = fc.sample(listing(0), { numRuns: 1_400, seed: 5 });
      const many = random.map((one, i): Property => {
        const id = `prop_many_${String(i).padStart(4, '0')}`;
        const location = i % 7 === 0 ? null : { latitude: -6.5 + (i % 40) / 100, longitude: 106.7 + (i % 31) / 100 };
        const name = i % 5 === 0 ? one.name : `Kos Anggrek ${one.name}`;
        return { ...one, id, name, status: 'active', pricePerMonth: prices[i % 5] as number, location };
      });
      await kv.mset(many.map(({ id }) => keys.property.record(id)), many as unknown as Json[]); // biome-ignore format: short
      await kv.mset(
        many.map(({ id }) => keys.property.status('active', id)),
        many.map(({ id }) => ({ $ref: keys.property.record(id) })),
      );
      const scans = async (): Promise<unknown> => {
        await run('select pg_stat_force_next_flush()');
        await run('select pg_stat_clear_snapshot()');
        return run(`select relname, seq_scan::int as scans from pg_stat_user_tables
          where relname in ('kostin_listing', 'kostin_search_word') order by 1`);
      };
      const questions: Partial<SearchQuery>[] = [
        ...searchSorts.map((sort) => ({ sort })),
        ...searchSorts.map((sort) => ({ sort, city: 'Bogor', near: here })),
        ...searchSorts.map((sort) => ({ sort, facilities: ['ac' as const], near: { ...here, latitude: -6.3 } })),
        ...searchSorts.map((sort) => ({ sort, words: ['anggrek'] })),
        { sort: 'dearest', words: ['anggrk', 'kos'], type: 'putri' },
        { sort: 'nearest', near: { ...here, radius: 20_000 } },
        { sort: 'nearest', near: { latitude: 5, longitude: 95 } },
        { minPrice: 500_001, maxPrice: 900_000 },
        { facilities: ['ac', 'wifi', 'km_dalam'] },
        { district: 'Beji', sort: 'newest' },
      ];
      // Once as it was loaded, with nothing known about the table, and once with its statistics.
      for (const prepare of [undefined, 'analyze kostin_listing']) {
        if (prepare) await run(prepare);
        const before = await scans();
        for (const some of questions) {
          const one = searchQuerySchema.parse(some);
          const { ids } = await search.search(one, { limit: 3 });
          await search.search(one, { limit: 3, after: ids[2] as string });
          await search.counts([one]);
          await search.facets(one);
        }
        // Only what lies after the last pin is looked for in the whole table.
        if (isOneSession) expect(await scans()).toEqual(before);
        for (const some of questions) {
          const one = searchQuerySchema.parse(some);
          const first = await search.search(one, { limit: 3 });
          expect(first, JSON.stringify(one)).toEqual(await naive.search(one, { limit: 3 }));
          if (prepare) continue;
          const anchors = [first.ids[2], 'prop_many_0700', 'prop_many_1393', 'prop_many_0000'];
          for (const anchor of anchors) {
            for (const at of [
              { limit: 3, after: anchor },
              { limit: 4, before: anchor },
            ] as SearchPage[]) {
              expect(await search.search(one, at), JSON.stringify([one, at])).toEqual(await naive.search(one, at));
            }
          }
          expect(await search.facets(one), JSON.stringify(one)).toEqual(await naive.facets(one));
        }
      }

      // The projection made anew is the one that the trigger kept.
      const kept = 'select * from kostin_listing order by id';
      const trigger = await run(kept);
      expect(await run('select property_search_rebuild()::int as listings')).toEqual([{ listings: 1_400 }]);
      expect(await run(kept)).toEqual(trigger);
      await kv.mdel(many.flatMap(({ id }) => [keys.property.record(id), keys.property.status('active', id)]));
      expect(await run(kept)).toEqual([]);
    }, 120_000);

    it('reads facilities in every spelling as the domain does', async () => {
      const spellings = Object.fromEntries(
        facilitySlugs.flatMap((slug) => [slug, ...facilitySynonyms[slug]].map((text) => [plainWords(text), slug])),
      );
      expect(await store.run('select property_search_spellings() as all, property_search_slugs() as slugs')).toEqual([
        { all: spellings, slugs: [...facilitySlugs] },
      ]);
      const seedListing = {
        id: 'prop_seed', ownerId: 'user_1', ownerName: 'Ibu Susi', name: 'Kos Melati', description: '', address: '', city: 'Bogor',
        district: 'Dramaga', type: 'putri', pricePerMonth: 1_200_000, availableRooms: 5, totalRooms: 12, images: [], status: 'active',
        facilities: ['AC', 'Wi-Fi', 'Kamar Mandi Dalam', 'AİR Panas', 'Parkir', 'Kolam Ikan'],
        createdAt: '2024-10-01T10:00:00Z', updatedAt: '2024-11-04T10:00:00Z',
      }; // biome-ignore format: one look
      await store.kv.mset(
        ['property:prop_seed', 'property:status:active:prop_seed'],
        [seedListing, { $ref: 'property:prop_seed' }],
      );
      const naive = createNaiveSearch(store.kv);
      const asked = [
        ...facilitySlugs.map((slug) => searchQuerySchema.parse({ facilities: [slug] })),
        ...['km', 'mandi', 'kolam', 'ikan', 'parkir'].map((word) => searchQuerySchema.parse({ words: [word] })),
      ];
      const counts = await store.search.counts(asked);
      expect(counts).toEqual(await naive.counts(asked));
      expect(counts.filter((count) => count > 0).length).toBeGreaterThan(5);
      await store.kv.mdel(['property:prop_seed', 'property:status:active:prop_seed']);
    });

    it('takes text for text and never fails a commit over a strange record', async () => {
      const { kv, search } = store;
      const [fine] = fc.sample(listing(0), { numRuns: 1, seed: 1 }) as [Property];
      const listed = { ...fine, status: 'active' };
      const strange: Json[] = [5, null, { status: 'active' }, { status: 'active', pricePerMonth: 'x' }, ['active']];
      for (const change of [
        { createdAt: '2024-99-99T10:00:00Z' },
        { createdAt: '0000-01-01T10:00:00Z' },
        { pricePerMonth: 1e300 },
        { pricePerMonth: 0.5 },
        { rating: -1e-300 },
        { city: 'x'.repeat(9_000) },
        { description: `${'y'.repeat(20_000)} ${Math.random().toString(36).repeat(900)}` },
        { facilities: ['z'.repeat(9_000), 5, null, {}] },
        { facilities: { ac: true } },
        { location: { latitude: 1e308, longitude: -1e308 } },
        { location: { latitude: 1e-320, longitude: 5 } },
        { location: [1, 2] },
      ]) {
        strange.push({ ...listed, ...change } as unknown as Json);
      }
      for (const value of strange) {
        await kv.set('property:prop_strange', value);
        await kv.set('property:prop_strange', listed as unknown as Json);
        await kv.set('property:prop_strange', value);
        await kv.del('property:prop_strange');
        await kv.set('property:prop_strange', value);
      }
      const long = { ...listed, description: 'y'.repeat(20_000) } as unknown as Json;
      await kv.mset(
        ['property:prop_strange', 'property:status:active:prop_strange'],
        [long, { $ref: 'property:prop_strange' }],
      );
      const letters = searchQuerySchema.parse({ words: ['y'.repeat(30)] });
      expect(await search.counts([letters])).toEqual([1]);
      expect(await createNaiveSearch(kv).counts([letters])).toEqual([1]);
      await kv.del('property:status:active:prop_strange');
      for (const anchor of strange) {
        await kv.set('property:prop_strange', anchor);
        const page = await search.search(searchQuerySchema.parse({}), { limit: 1, after: 'prop_strange' });
        expect(page.ids.length).toBeLessThan(2);
      }
      const evil = "'; drop table kv_store_dbd6b95a; --";
      const asked = searchQuerySchema.parse({ city: evil, district: '$1', sort: 'newest' });
      expect(await search.search(asked, { limit: 1, after: evil })).toEqual({ ids: [], distances: [], total: 0 });
      await kv.del('property:prop_strange');
    });
  });
}
