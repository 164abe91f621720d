import type { FacilitySlug } from '../property/facility.ts';
import type { PropertyType } from '../property/property.ts';
import type { SearchQuery } from './search.ts';

/** One thing a search asks for: a chip that can be taken off. */
export type Filter =
  | { kind: 'city'; value: string }
  | { kind: 'district'; value: string }
  | { kind: 'type'; value: PropertyType }
  | { kind: 'minPrice'; value: number }
  | { kind: 'maxPrice'; value: number }
  | { kind: 'facility'; value: FacilitySlug }
  | { kind: 'word'; value: string }
  /** Metres around where somebody is. */
  | { kind: 'radius'; value: number };

/** In the order they are shown; the position of a filter names it in buttons. */
export function filtersOf(query: SearchQuery): Filter[] {
  const { city, district, type, minPrice, maxPrice, facilities, words, near } = query;
  return [
    ...(type === undefined ? [] : [{ kind: 'type' as const, value: type }]),
    ...(district === undefined ? [] : [{ kind: 'district' as const, value: district }]),
    ...(city === undefined ? [] : [{ kind: 'city' as const, value: city }]),
    ...(minPrice === undefined ? [] : [{ kind: 'minPrice' as const, value: minPrice }]),
    ...(maxPrice === undefined ? [] : [{ kind: 'maxPrice' as const, value: maxPrice }]),
    ...facilities.map((value) => ({ kind: 'facility' as const, value })),
    ...words.map((value) => ({ kind: 'word' as const, value })),
    ...(near?.radius === undefined ? [] : [{ kind: 'radius' as const, value: near.radius }]),
  ];
}

/** Without a city there is no district of it either; without the radius there still is the distance. */
export function withoutFilter(query: SearchQuery, filter: Filter): SearchQuery {
  switch (filter.kind) {
    case 'city': {
      const { city: _city, district: _district, ...rest } = query;
      return rest;
    }
    case 'district': {
      const { district: _district, ...rest } = query;
      return rest;
    }
    case 'type': {
      const { type: _type, ...rest } = query;
      return rest;
    }
    case 'minPrice': {
      const { minPrice: _minPrice, ...rest } = query;
      return rest;
    }
    case 'maxPrice': {
      const { maxPrice: _maxPrice, ...rest } = query;
      return rest;
    }
    case 'facility':
      return { ...query, facilities: query.facilities.filter((slug) => slug !== filter.value) };
    case 'word':
      return { ...query, words: query.words.filter((word) => word !== filter.value) };
    case 'radius': {
      const { near, ...rest } = query;
      return near ? { ...rest, near: { latitude: near.latitude, longitude: near.longitude } } : rest;
    }
  }
}
