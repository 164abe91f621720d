import { z } from 'zod';
import { type FacilitySlug, facilitySlugs, plainWords } from '../property/facility.ts';
import { type Property, type PropertyType, propertyTypes } from '../property/property.ts';

/** What counts show at most: more than 500 reads `500+`, and no adapter needs to count further. */
export const COUNT_CAP = 501;
export const MAX_WORDS = 6;

/**
 * `cheapest` (price, id) and `nearest` (distance, id) ascending, the others descending: (price | createdAt | rating, id).
 * A listing without a pin comes after all that have one: sorting never hides what a filter did not.
 */
export const searchSorts = ['cheapest', 'dearest', 'newest', 'best-rated', 'nearest'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** All that is given must hold; only active listings are ever found. JSON, so that it can be kept. */
export const searchQuerySchema = z.object({
  /** Exactly as listings spell it. */
  city: z.string().optional(),
  district: z.string().optional(),
  type: z.enum(propertyTypes).optional(),
  /** Rupiah a month, inclusive; against the listing's (lowest) price. */
  minPrice: z.int().min(0).optional(),
  maxPrice: z.int().min(0).optional(),
  facilities: z.array(z.enum(facilitySlugs)).default([]),
  /** `plainWords` of one word each; see `wordMatches`. */
  words: z
    .array(z.string().regex(/^[a-z0-9]{1,30}$/))
    .max(MAX_WORDS)
    .default([]),
  /** Where somebody is, for distances; with a radius only listings with a pin at most so many whole metres away. */
  near: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      radius: z.int().min(1).max(20_100_000).optional(),
    })
    .optional(),
  /** `nearest` without `near` is `cheapest`. */
  sort: z.enum(searchSorts).default('cheapest'),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const emptyQuery: SearchQuery = searchQuerySchema.parse({});

export interface SearchPage {
  limit: number;
  /**
   * The listings right after (or right before, still in the sort's order) this listing's place in the order. It need
   * not match the query or be active. Its place is where its record stands now: when its price (rating, pin…) has
   * changed since, the page goes on from the new one, and what lies between the two comes twice or is passed over.
   * When there is no such record any more, the page begins (or ends) where the order does.
   */
  after?: string;
  before?: string;
}

/** Degrees. */
export interface GeoPoint {
  latitude: number;
  longitude: number;
}

export interface Place {
  city: string;
  district: string;
  /** Active listings there. */
  count: number;
}

export interface SearchResults {
  ids: string[];
  /** Of each id, in the same order: whole metres; null without `near`, and for a listing without a pin. */
  distances: (number | null)[];
  /** All that match, whatever the page; capped at COUNT_CAP. */
  total: number;
}

/** Rupiah a month, inclusive. */
export interface PriceBand {
  min?: number;
  max?: number;
}

/** The prices that a filter screen offers; no price is in two of them. */
export const priceBands: readonly PriceBand[] = [
  { max: 500_000 },
  { min: 500_001, max: 750_000 },
  { min: 750_001, max: 1_000_000 },
  { min: 1_000_001, max: 1_500_000 },
  { min: 1_500_001, max: 2_000_000 },
  { min: 2_000_001, max: 3_000_000 },
  { min: 3_000_001 },
];

/** For a filter screen: how many there would be with another choice, all else kept. Each capped at COUNT_CAP. */
export interface Facets {
  total: number;
  /** With each city instead, and no district; only those with some, by name. */
  cities: { city: string; count: number }[];
  /** With each district of the query's city instead; only those with some, by name; none without a city. */
  districts: { district: string; count: number }[];
  types: Record<PropertyType, number>;
  /** With this facility too: for one that the query has, `total`. */
  facilities: Record<FacilitySlug, number>;
  /** With these prices instead: of each of the bands that were asked for. */
  bands: number[];
}

/** The port (architecture 2); `naive-search.ts` is its specification. Each call is one round trip. */
export interface PropertySearch {
  search(query: SearchQuery, page: SearchPage): Promise<SearchResults>;
  /** How many match each query, in their order; each capped at COUNT_CAP. */
  counts(queries: readonly SearchQuery[]): Promise<number[]>;
  facets(query: SearchQuery, bands?: readonly PriceBand[]): Promise<Facets>;
  /** Every city and district with active listings, by city and district. */
  places(): Promise<Place[]>;
}

/** Of a longer word only so many letters count: a database indexes no word of any length. */
export const WORD_LENGTH = 64;

/** The words that a search is about: lower case, everything but a–z and 0–9 parts them. */
export function searchWords(property: Property): Set<string> {
  const { name, city, district, address, description, facilities } = property;
  const text = plainWords([name, city, district, address, description, ...facilities].join(' '));
  return new Set(text.split(' ').map((word) => word.slice(0, WORD_LENGTH)));
}

/** From here on a listing's word counts as the one that was meant (pg_trgm's `similarity`). */
export const WORD_SIMILARITY = 0.4;
/** Shorter ones (`ui`, `ipb`) must be a word of the text as they are. */
export const LOOSE_WORD = 4;

/** A word is found when it is part of one of the words, or similar to one; a short one must be one. */
export const wordMatches = (words: ReadonlySet<string>, word: string): boolean =>
  word.length < LOOSE_WORD
    ? words.has(word)
    : [...words].some((candidate) => candidate.includes(word) || similarity(candidate, word) >= WORD_SIMILARITY);

function trigrams(word: string): Set<string> {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)));
}

/** pg_trgm's `similarity` of two words: shared trigrams over all trigrams. */
export function similarity(a: string, b: string): number {
  const ofA = trigrams(a);
  const ofB = trigrams(b);
  const shared = [...ofA].filter((gram) => ofB.has(gram)).length;
  return shared / (ofA.size + ofB.size - shared);
}

const EARTH_RADIUS = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the earth's surface (haversine on a sphere), in whole metres; the SQL adapters round alike. */
export function distanceInMetres(from: GeoPoint, to: GeoPoint): number {
  const half =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return Math.floor(2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(half))) + 0.5);
}

/** Whole metres from the query's point; null without one, and for a listing without a pin on the globe. */
export function distanceOf({ location }: Property, { near }: SearchQuery): number | null {
  if (!near || !location || Math.abs(location.latitude) > 90 || Math.abs(location.longitude) > 180) return null;
  return distanceInMetres(near, location);
}

export function matches(property: Property, query: SearchQuery): boolean {
  const radius = query.near?.radius;
  const words = query.words.length > 0 ? searchWords(property) : new Set<string>();
  return (
    property.status === 'active' &&
    (query.city === undefined || property.city === query.city) &&
    (query.district === undefined || property.district === query.district) &&
    (query.type === undefined || property.type === query.type) &&
    (query.minPrice === undefined || property.pricePerMonth >= query.minPrice) &&
    (query.maxPrice === undefined || property.pricePerMonth <= query.maxPrice) &&
    (radius === undefined || (distanceOf(property, query) ?? Number.POSITIVE_INFINITY) <= radius) &&
    query.facilities.every((slug) => property.facilities.includes(slug)) &&
    query.words.every((word) => wordMatches(words, word))
  );
}

/** Negative when `a` comes first in the query's order. Ids compare by bytes. */
export function compareBySort(query: SearchQuery, a: Property, b: Property): number {
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  switch (query.sort === 'nearest' && !query.near ? 'cheapest' : query.sort) {
    case 'cheapest':
      return a.pricePerMonth - b.pricePerMonth || byId;
    case 'dearest':
      return b.pricePerMonth - a.pricePerMonth || -byId;
    case 'newest':
      return Date.parse(b.createdAt) - Date.parse(a.createdAt) || -byId;
    case 'best-rated':
      return b.rating - a.rating || -byId;
    case 'nearest':
      return (
        (distanceOf(a, query) ?? Number.MAX_SAFE_INTEGER) - (distanceOf(b, query) ?? Number.MAX_SAFE_INTEGER) || byId
      );
  }
}

/** Cities with how many active listings they have, most first. */
export function citiesOf(places: readonly Place[]): { city: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { city, count } of places) counts.set(city, (counts.get(city) ?? 0) + count);
  return [...counts]
    .map(([city, count]) => ({ city, count }))
    .sort((a, b) => b.count - a.count || (a.city < b.city ? -1 : 1));
}
