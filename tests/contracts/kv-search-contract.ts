import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { createNaiveSearch } from '../../src/domain/property/naive-search.ts';
import {
  type Property,
  propertyStatuses,
  propertyTransitions,
  propertyTypes,
} from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { type PropertySearch, searchQuerySchema, searchSorts } from '../../src/domain/property/search.ts';
import { transact } from '../../src/domain/store.ts';

const facilities = ['ac', 'wifi', 'km_dalam', 'parkir_motor'];
const vocabulary =
  'melati dramaga margonda residence putri kos ui ipbku ITB Kamar İzmir \u212Amart %_ café 1.200 Melatih'.split(' ');
const words = fc.array(fc.constantFrom(...vocabulary), { maxLength: 4 }).map((list) => list.join(' '));
const city = fc.constantFrom('Bogor', 'Depok', "Kota 'X'", 'bogor');

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
    })
    .map(
      (random) =>
      propertyStore.parse({
        ...random, id: `prop_${String(i).padStart(3, '0')}`, ownerId: 'user_o', ownerName: 'Bu Susi', images: [],
        totalRooms: 3, availableRooms: 2, updatedAt: random.createdAt, location: { latitude: -6.5, longitude: 106.7 },
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

/** Another status is a change only where the table allows it; else the listing goes and another comes. */
const follows = (old: Property, next: Property): boolean =>
  old.status === next.status || propertyTransitions[old.status].includes(next.status);

/** The projection follows the records through every change, and answers as the specification does. */
export function searchContract(
  name: string,
  open: () => Promise<{ kv: Kv; search: PropertySearch; close(): Promise<void> }>,
  numRuns = 40,
) {
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
              expect(await search.count(one)).toBe(await naive.count(one));
            }
          },
        ),
        { numRuns },
      );
      await replaceAll([]);
      expect(await search.places()).toEqual([]);
    });

    it('takes text for text and never fails a commit over a strange record', async () => {
      const { kv, search } = store;
      const strange: Json[] = [5, null, { status: 'active' }, { status: 'active', pricePerMonth: 'x' }, ['active']];
      for (const value of strange) await kv.set('property:prop_strange', value);
      const evil = "'; drop table kv_store_dbd6b95a; --";
      const asked = searchQuerySchema.parse({ city: evil, district: '$1', sort: 'newest' });
      expect(await search.search(asked, { limit: 1, after: evil })).toEqual({ ids: [], total: 0 });
      await kv.del('property:prop_strange');
    });
  });
}
