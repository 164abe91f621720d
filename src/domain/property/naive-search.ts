import { keys } from '../keys.ts';
import type { Kv } from '../ports.ts';
import { propertyStore } from './property-store.ts';
import { COUNT_CAP, compareBySort, matches, type Place, type PropertySearch, type SearchQuery } from './search.ts';

/** Reads every active listing for each question: the specification of search, and enough for the memory store. */
export function createNaiveSearch(kv: Kv): PropertySearch {
  const active = async () =>
    (await kv.getByPrefix(keys.property.statusPrefix('active'))).map((value) => propertyStore.parse(value));
  const found = async (query: SearchQuery) =>
    (await active()).filter((property) => matches(property, query)).sort((a, b) => compareBySort(query.sort, a, b));
  const anchor = async (id: string | undefined) => {
    const value = id === undefined ? null : await kv.get(keys.property.record(id));
    return value === null ? null : propertyStore.parse(value);
  };
  return {
    async search(query, { limit, after, before }) {
      const all = await found(query);
      const total = Math.min(all.length, COUNT_CAP);
      if (before !== undefined) {
        const place = await anchor(before);
        const earlier = place ? all.filter((property) => compareBySort(query.sort, property, place) < 0) : all;
        return { ids: earlier.slice(-limit).map(({ id }) => id), total };
      }
      const place = await anchor(after);
      const later = place ? all.filter((property) => compareBySort(query.sort, property, place) > 0) : all;
      return { ids: later.slice(0, limit).map(({ id }) => id), total };
    },
    async count(query) {
      return Math.min((await found(query)).length, COUNT_CAP);
    },
    async places() {
      const places = new Map<string, Place>();
      for (const { city, district } of await active()) {
        const key = JSON.stringify([city, district]);
        const place = places.get(key) ?? { city, district, count: 0 };
        places.set(key, { ...place, count: place.count + 1 });
      }
      return [...places.values()].sort((a, b) => compare(a.city, b.city) || compare(a.district, b.district));
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
