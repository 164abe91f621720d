import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { type Actor, type Ctx, createCtx } from '../../src/domain/context.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import { withCachedPlaces } from '../../src/domain/search/cached-places.ts';
import { filtersOf, withoutFilter } from '../../src/domain/search/filters.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { KEPT_SEARCHES, recallSearch, rememberSearch, searchId } from '../../src/domain/search/recent-searches.ts';
import {
  citiesOf,
  distanceInMetres,
  emptyQuery,
  type PropertySearch,
  type SearchQuery,
  searchSorts,
  similarity,
  wordMatches,
} from '../../src/domain/search/search.ts';
import { suggestDrops, understandSearch } from '../../src/domain/search/understand-search.ts';
import { transact } from '../../src/domain/transaction.ts';
import { demoListingId, loadDemoData } from '../../src/sandbox/demo-data.ts';

const kv = createMemoryKv();
const clock = { now: () => Date.parse('2026-11-22T03:00:00Z') };
let search: PropertySearch;
beforeAll(async () => {
  await loadDemoData(kv, { clock, ids: createIds(), people: 'all' });
  search = createNaiveSearch(kv);
});

const someQuery = fc
  .record(
    {
      city: fc.constantFrom('Bogor', 'Depok', 'Bandung'),
      type: fc.constantFrom('putra', 'putri', 'campur'),
      maxPrice: fc.constantFrom(700_000, 1_200_000, 1_500_000),
      facilities: fc.subarray(['ac', 'wifi', 'km_dalam', 'parkir_mobil']),
      words: fc.subarray(['melati', 'stasiun', 'ui']),
      sort: fc.constantFrom(...searchSorts),
    },
    { requiredKeys: ['sort'] },
  )
  .map((query) => ({ ...emptyQuery, ...query }) as SearchQuery);

describe('search', () => {
  it('gives every result once, in order, turning forward and back by any page size', async () => {
    await fc.assert(
      fc.asyncProperty(someQuery, fc.integer({ min: 1, max: 6 }), async (query, limit) => {
        const all = (await search.search(query, { limit: 100 })).ids;
        expect(await search.counts([query])).toEqual([all.length]);
        const forward: string[] = [];
        for (let after: string | undefined; ; after = forward.at(-1)) {
          const { ids, total } = await search.search(query, { limit, ...(after ? { after } : {}) });
          expect(total).toBe(all.length);
          forward.push(...ids);
          if (ids.length < limit) break;
        }
        expect(forward).toEqual(all);
        for (const [i, id] of all.entries()) {
          expect((await search.search(query, { limit: 1, before: id })).ids).toEqual(all.slice(Math.max(0, i - 1), i));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('knows the places', async () => {
    const places = await search.places();
    expect(places).toContainEqual({ city: 'Bogor', district: 'Dramaga', count: 3 });
    expect(citiesOf(places)).toEqual([
      { city: 'Bogor', count: 6 },
      { city: 'Bandung', count: 5 },
      { city: 'Yogyakarta', count: 5 },
      { city: 'Depok', count: 4 },
    ]);
  });

  it('compares words as pg_trgm does', () => {
    expect(similarity('word', 'word')).toBe(1);
    expect(similarity('word', 'words')).toBeCloseTo(4 / 7);
    expect(similarity('melati', 'melatii')).toBeCloseTo(6 / 9);
    expect(wordMatches(new Set('kos melati residence'.split(' ')), 'mlati')).toBe(true);
    expect(wordMatches(new Set('kos melati residence'.split(' ')), 'anggrek')).toBe(false);
    expect(wordMatches(new Set('dekat uii'.split(' ')), 'ui')).toBe(false);
    expect(wordMatches(new Set('dekat ui depok'.split(' ')), 'ui')).toBe(true);
  });
});

describe('understanding', () => {
  it.each([
    ['kos putri dramaga ac di bawah 1,5jt', false, 'search'],
    ['melati', false, 'search'],
    ['anggrekk', false, 'search'],
    ['bagaimana cara bayar', false, 'nothing'],
    ['bagaimana cara bayar', true, 'search'],
    ['saya cari kos di sudirman jakarta', false, 'search'],
    ['halo', false, 'greeting'],
    ['halo', true, 'browse'],
    ['cari kos', false, 'browse'],
    ['😀', true, 'browse'],
  ])('%s (asked: %s) is %s', async (text, asked, kind) => {
    expect((await understandSearch(search, text, asked)).kind).toBe(kind);
  });

  it('leaves out words that no listing has, beside a search that is one', async () => {
    const meant = await understandSearch(search, 'kos bogor dekat ipb yang kekinian', false);
    expect(meant).toEqual({
      kind: 'search',
      query: { ...emptyQuery, city: 'Bogor', words: ['ipb'] },
      ignored: ['kekinian'],
    });
  });

  it('finds Kos Melati for the words of the story', async () => {
    const meant = await understandSearch(search, 'kos putri dramaga ac di bawah 1,5jt', false);
    const { ids } = await search.search(meant.kind === 'search' ? meant.query : emptyQuery, { limit: 9 });
    expect(ids).toEqual([demoListingId('melati'), demoListingId('anggrek')]);
  });

  it('says truly how many there are without each filter', async () => {
    await fc.assert(
      fc.asyncProperty(someQuery, async (query) => {
        const drops = await suggestDrops(search, query);
        for (const { filter, index, count } of drops) {
          expect(filtersOf(query)[index]).toEqual(filter);
          expect((await search.search(withoutFilter(query, filter), { limit: 100 })).ids).toHaveLength(count);
          expect(filtersOf(withoutFilter(query, filter)).length).toBeLessThan(filtersOf(query).length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('counts in one round trip, however many words and filters there are', async () => {
    let trips = 0;
    const counted: PropertySearch = {
      ...search,
      counts: (queries) => {
        trips += 1;
        return search.counts(queries);
      },
    };
    const meant = await understandSearch(counted, 'kos putri bogor dekat ipb kekinian bersih', false);
    expect(trips).toBe(1);
    if (meant.kind !== 'search') throw new Error('not a search');
    await suggestDrops(counted, { ...meant.query, maxPrice: 1, facilities: ['ac', 'wifi'] });
    expect(trips).toBe(2);
  });

  it('goes without the radius, but not without the distance', () => {
    const near = { latitude: -6.5, longitude: 106.7 };
    const query: SearchQuery = { ...emptyQuery, near: { ...near, radius: 2_500 }, sort: 'nearest' };
    expect(filtersOf(query)).toEqual([{ kind: 'radius', value: 2_500 }]);
    expect(withoutFilter(query, { kind: 'radius', value: 2_500 })).toEqual({ ...emptyQuery, near, sort: 'nearest' });
  });

  it.each([
    [-6.5583, 106.7265, -6.5583, 106.7265, 0],
    // Bogor to Yogyakarta, and half the way round (by the angle between the two, on a sphere of 6,371 km).
    [-6.5583, 106.7265, -7.7956, 110.3695, 424_797],
    [0, 0, 0, 180, 20_015_087],
    [90, 0, -90, 77, 20_015_087],
    [0.1, 179.99, 0.1, -179.99, 2_224],
  ])('knows how far %s %s is from %s %s', (latitude, longitude, toLatitude, toLongitude, metres) => {
    expect(distanceInMetres({ latitude, longitude }, { latitude: toLatitude, longitude: toLongitude })).toBe(metres);
  });

  it('reads the places once in a while, and again after a failure', async () => {
    let now = 0;
    let reads = 0;
    let broken = true;
    const counted: PropertySearch = {
      ...search,
      places: async () => {
        reads += 1;
        if (broken) throw new Error('down');
        return search.places();
      },
    };
    const cached = withCachedPlaces(counted, 1000, () => now);
    await expect(cached.places()).rejects.toThrow('down');
    broken = false;
    await Promise.all([cached.places(), cached.places()]);
    expect(reads).toBe(2);
    now = 1000;
    await cached.places();
    expect(reads).toBe(3);
  });
});

describe('recent searches', () => {
  const actor: Actor = { kind: 'guest', telegramId: 4, language: 'id' };
  const as = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
    transact(kv, (tx) =>
      work(
        createCtx(
          { clock, ids: createIds(), config: () => defaultSystemConfig, timezone: 'UTC', paymentWays },
          tx,
          actor,
        ),
      ),
    );
  const priced = (maxPrice: number): SearchQuery => ({ ...emptyQuery, maxPrice });

  it('keeps the last ones, and a repeated one writes nothing', async () => {
    const first = await as((ctx) => rememberSearch(ctx, { query: priced(1) }));
    expect(first).toBe(searchId(priced(1)));
    expect(await as((ctx) => recallSearch(ctx, { searchId: first }))).toEqual(priced(1));
    const repeated = await as(async (ctx) => {
      await rememberSearch(ctx, { query: priced(1) });
      return ctx.tx.hasWrites;
    });
    expect(repeated).toBe(false);
    for (let i = 2; i <= KEPT_SEARCHES; i++) await as((ctx) => rememberSearch(ctx, { query: priced(i) }));
    await as((ctx) => rememberSearch(ctx, { query: priced(1) }));
    await as((ctx) => rememberSearch(ctx, { query: priced(99) }));
    expect(await as((ctx) => recallSearch(ctx, { searchId: first }))).toEqual(priced(1));
    expect(await as((ctx) => recallSearch(ctx, { searchId: searchId(priced(2)) }))).toBeNull();
    expect(await as((ctx) => recallSearch(ctx, { searchId: 'forged' }))).toBeNull();
  });
});
