import { keys } from '../keys.ts';
import type { Kv } from '../ports.ts';
import { type FacilitySlug, facilitySlugs } from '../property/facility.ts';
import { type Property, type PropertyType, propertyTypes } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';
import {
  COUNT_CAP,
  compareBySort,
  distanceOf,
  type Facets,
  matches,
  type Place,
  type PriceBand,
  type PropertySearch,
  priceBands,
  type SearchQuery,
} from './search.ts';

/** Reads every active listing for each question: the specification of search, and enough for the memory store. */
export function createNaiveSearch(kv: Kv): PropertySearch {
  const active = async () =>
    (await kv.getByPrefix(keys.property.status.prefix('active'))).map((value) => propertyStore.parse(value));
  const anchor = async (id: string | undefined) => {
    const value = id === undefined ? null : await kv.get(keys.property.record(id));
    return value === null ? null : propertyStore.parse(value);
  };
  return {
    async search(query, { limit, after, before }) {
      const all = (await active())
        .filter((property) => matches(property, query))
        .sort((a, b) => compareBySort(query, a, b));
      const place = await anchor(before ?? after);
      const side = before === undefined ? 1 : -1;
      const there = place ? all.filter((property) => compareBySort(query, property, place) * side > 0) : all;
      const page = before === undefined ? there.slice(0, limit) : there.slice(-limit);
      return {
        ids: page.map(({ id }) => id),
        distances: page.map((property) => distanceOf(property, query)),
        total: Math.min(all.length, COUNT_CAP),
      };
    },
    async counts(queries) {
      const all = await active();
      return queries.map((query) => countOf(all, query));
    },
    async facets(query, bands = priceBands) {
      return facetsOf(await active(), query, bands);
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

const countOf = (all: readonly Property[], query: SearchQuery): number =>
  Math.min(all.filter((property) => matches(property, query)).length, COUNT_CAP);

function facetsOf(all: readonly Property[], query: SearchQuery, bands: readonly PriceBand[]): Facets {
  const { city, district: _district, ...anywhere } = query;
  const { minPrice: _min, maxPrice: _max, ...anyPrice } = query;
  const values = (of: (property: Property) => string) => [...new Set(all.map(of))].sort(compare);
  const districts = city === undefined ? [] : values(({ district }) => district);
  return {
    total: countOf(all, query),
    cities: values((property) => property.city)
      .map((one) => ({ city: one, count: countOf(all, { ...anywhere, city: one }) }))
      .filter(({ count }) => count > 0),
    districts: districts
      .map((district) => ({ district, count: countOf(all, { ...query, district }) }))
      .filter(({ count }) => count > 0),
    types: Object.fromEntries(propertyTypes.map((type) => [type, countOf(all, { ...query, type })])) as Record<
      PropertyType,
      number
    >,
    facilities: Object.fromEntries(
      facilitySlugs.map((slug) => [slug, countOf(all, { ...query, facilities: [...query.facilities, slug] })]),
    ) as Record<FacilitySlug, number>,
    bands: bands.map(({ min, max }) =>
      countOf(all, {
        ...anyPrice,
        ...(min === undefined ? {} : { minPrice: min }),
        ...(max === undefined ? {} : { maxPrice: max }),
      }),
    ),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
