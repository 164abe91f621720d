import { z } from 'zod';
import { facilitySlugs, plainWords } from './facility.ts';
import { type Property, propertyTypes } from './property.ts';

/** What counts show at most: more than 500 reads `500+`, and no adapter needs to count further. */
export const COUNT_CAP = 501;
export const MAX_WORDS = 6;

/** `cheapest` (price, id), `dearest` and the others the other way round: (price | createdAt | rating, id) descending. */
export const searchSorts = ['cheapest', 'dearest', 'newest', 'best-rated'] as const;
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
  sort: z.enum(searchSorts).default('cheapest'),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const emptyQuery: SearchQuery = searchQuerySchema.parse({});

export interface SearchPage {
  limit: number;
  /**
   * The listings right after (or right before, still in the sort's order) this listing's place in the order. It need
   * not match the query or be active; when there is no such record, the page begins (or ends) where the order does.
   */
  after?: string;
  before?: string;
}

export interface Place {
  city: string;
  district: string;
  /** Active listings there. */
  count: number;
}

/** ARCHITECTURE 2, Search. `naive-search.ts` is its specification. */
export interface PropertySearch {
  /** `total` is capped at COUNT_CAP. */
  search(query: SearchQuery, page: SearchPage): Promise<{ ids: string[]; total: number }>;
  /** Capped at COUNT_CAP. */
  count(query: SearchQuery): Promise<number>;
  /** Every city and district with active listings, by city and district. */
  places(): Promise<Place[]>;
}

/** The text that words are looked for in: lower case, everything but a–z and 0–9 as one blank. */
export const searchText = (property: Property): string =>
  plainWords(
    [
      property.name,
      property.city,
      property.district,
      property.address,
      property.description,
      ...property.facilities,
    ].join(' '),
  );

/** From here on a listing's word counts as the one that was meant (pg_trgm's `similarity`). */
export const WORD_SIMILARITY = 0.4;
/** Shorter ones (`ui`, `ipb`) must be a word of the text as they are. */
export const LOOSE_WORD = 4;

/** A word is found anywhere inside the text, or is similar to one of its words; a short one is a word of it. */
export const wordMatches = (text: string, word: string): boolean =>
  word.length < LOOSE_WORD
    ? ` ${text} `.includes(` ${word} `)
    : text.includes(word) || text.split(' ').some((candidate) => similarity(candidate, word) >= WORD_SIMILARITY);

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

export function matches(property: Property, query: SearchQuery): boolean {
  return (
    property.status === 'active' &&
    (query.city === undefined || property.city === query.city) &&
    (query.district === undefined || property.district === query.district) &&
    (query.type === undefined || property.type === query.type) &&
    (query.minPrice === undefined || property.pricePerMonth >= query.minPrice) &&
    (query.maxPrice === undefined || property.pricePerMonth <= query.maxPrice) &&
    query.facilities.every((slug) => property.facilities.includes(slug)) &&
    query.words.every((word) => wordMatches(searchText(property), word))
  );
}

/** Negative when `a` comes first. Ids compare by bytes. */
export function compareBySort(sort: SearchSort, a: Property, b: Property): number {
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  switch (sort) {
    case 'cheapest':
      return a.pricePerMonth - b.pricePerMonth || byId;
    case 'dearest':
      return b.pricePerMonth - a.pricePerMonth || -byId;
    case 'newest':
      return Date.parse(b.createdAt) - Date.parse(a.createdAt) || -byId;
    case 'best-rated':
      return b.rating - a.rating || -byId;
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
