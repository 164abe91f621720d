import type { Place, PropertySearch } from './search.ts';

/** Every text of a person is looked at for names of places: they are read once in `ms` of real time. */
export function withCachedPlaces(
  search: PropertySearch,
  ms = 30_000,
  now = (): number => performance.now(),
): PropertySearch {
  let cached: { until: number; places: Promise<Place[]> } | undefined;
  return {
    ...search,
    places() {
      if (!cached || now() >= cached.until) {
        const places = search.places();
        const mine = { until: now() + ms, places };
        cached = mine;
        places.catch(() => {
          if (cached === mine) cached = undefined;
        });
      }
      return cached.places;
    },
  };
}
