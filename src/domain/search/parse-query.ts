import { type FacilitySlug, facilitySlug, facilitySlugs, facilitySynonyms, plainWords } from '../property/facility.ts';
import type { PropertyType } from '../property/property.ts';
import { cleanLine } from '../text.ts';
import { closest } from './edit-distance.ts';
import { parsePrice } from './parse-price.ts';
import {
  abbreviations,
  askWords,
  fillerWords,
  greetingWords,
  kosWords,
  negations,
  placeAliases,
  sortWords,
  typeWords,
} from './query-words.ts';
import { MAX_WORDS, type Place, type SearchQuery, searchQuerySchema } from './search.ts';

export type ParsedQuery =
  /** Names a place, a type, a price or a facility. */
  | { kind: 'search'; query: SearchQuery }
  /** Only words: a search if listings match them, or if a verb says so (`asked`). */
  | { kind: 'words'; query: SearchQuery; asked: boolean }
  /** `cari kos`: wants to look around. */
  | { kind: 'browse' }
  | { kind: 'greeting' }
  | { kind: 'nothing' };

/** Longest text that is looked at; the rest of a novel is no search. */
const MAX_TEXT = 300;
/** Longest name in words: `akses 24 jam`, `kamar mandi dalam`, `k mandi dalam`. */
const MAX_NAME = 4;

/** Whether a text is nothing but a greeting or thanks, in Indonesian or English. */
export const isGreeting = (text: string): boolean => parseQuery(text, []).kind === 'greeting';

interface Found {
  cities: string[];
  /** In `plainWords`: several cities may have a district of this name. */
  districts: string[];
  type?: PropertyType;
  facilities: Set<FacilitySlug>;
  sort?: SearchQuery['sort'];
  words: string[];
  said: Set<'kos' | 'ask' | 'greeting' | 'filler'>;
}

type Meaning = (found: Found) => unknown;

/** Words to a query, in Indonesian and English, typos in places and facilities included. */
export function parseQuery(text: string, places: readonly Place[]): ParsedQuery {
  const price = parsePrice(cleanLine(text).slice(0, MAX_TEXT).toLowerCase());
  const words = plainWords(price.rest)
    .split(' ')
    .filter(Boolean)
    .map(withoutSuffix)
    .map((word) => abbreviations[word] ?? word);
  const found: Found = { cities: [], districts: [], facilities: new Set(), words: [], said: new Set() };
  const names = namesOf(places);
  for (let at = 0; at < words.length; ) at += take(words, at, names, found);

  const query = searchQuerySchema.parse({
    ...placeOf(found, places),
    type: found.type,
    minPrice: price.minPrice,
    maxPrice: price.maxPrice,
    facilities: [...found.facilities],
    words: [...new Set(found.words)].slice(0, MAX_WORDS),
    ...(found.sort ? { sort: found.sort } : {}),
  });
  const named = query.city || query.district || query.type || query.facilities.length > 0;
  if (named || price.minPrice !== undefined || price.maxPrice !== undefined) return { kind: 'search', query };
  if (query.words.length > 0) return { kind: 'words', query, asked: found.said.has('ask') };
  if (found.said.has('kos') || found.said.has('ask') || found.sort) return { kind: 'browse' };
  return { kind: found.said.has('greeting') ? 'greeting' : 'nothing' };
}

/** `mobilnya` is `mobil`. */
const withoutSuffix = (word: string): string =>
  word.length > 4 && word.endsWith('nya') && !fillerWords.has(word) ? word.slice(0, -3) : word;

/** Takes what stands at this word, longest name first, and says how many words that were. */
function take(words: readonly string[], at: number, names: Names, found: Found): number {
  for (let length = Math.min(MAX_NAME, words.length - at); length > 0; length--) {
    const name = words.slice(at, at + length).join(' ');
    const meaning = names.exact.get(name);
    if (meaning) {
      meaning(found);
      return length;
    }
  }
  const word = words[at] ?? '';
  if (negations.has(word)) return 1 + negated(words, at + 1, names);
  if (ignore(word, found)) return 1;
  for (let length = Math.min(MAX_NAME, words.length - at); length > 0; length--) {
    const parts = words.slice(at, at + length);
    if (length > 1 && parts.some((part) => kosWords.has(part) || typeWords[part])) continue;
    const meaning = closest(parts.join(' '), names.mistyped, 4);
    if (meaning) {
      meaning(found);
      return length;
    }
  }
  if (word.length > 1 && word.length <= 30) found.words.push(word);
  return 1;
}

function ignore(word: string, found: Found): boolean {
  if (kosWords.has(word)) found.said.add('kos');
  else if (askWords.has(word)) found.said.add('ask');
  else if (greetingWords.has(word)) found.said.add('greeting');
  else if (fillerWords.has(word)) found.said.add('filler');
  else return false;
  return true;
}

/** `tanpa AC` asks for no air conditioner; a search cannot, so both are left out. */
function negated(words: readonly string[], at: number, names: Names): number {
  for (let length = Math.min(MAX_NAME, words.length - at); length > 0; length--) {
    if (names.exact.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

const setType = (type: PropertyType) => (found: Found) => {
  // `putra putri` together is a kos for both.
  found.type = found.type === undefined || found.type === type ? type : 'campur';
};

/** The place that was named; a district's only city is meant with it. */
function placeOf({ cities, districts }: Found, places: readonly Place[]): { city?: string; district?: string } {
  const [city] = cities;
  const options = places.filter(({ district }) => plainWords(district) === districts[0]);
  const here = options.find((place) => place.city === city);
  const [only] = options;
  if (here) return { city: here.city, district: here.district };
  if (city !== undefined) return only ? { city, district: only.district } : { city };
  if (!only) return {};
  return new Set(options.map((place) => place.city)).size === 1
    ? { city: only.city, district: only.district }
    : { district: only.district };
}

interface Names {
  exact: ReadonlyMap<string, Meaning>;
  /** Those that are recognised with a typo too: places and facilities. */
  mistyped: ReadonlyMap<string, Meaning>;
}

const known = new WeakMap<readonly Place[], Names>();

function namesOf(places: readonly Place[]): Names {
  const names = known.get(places) ?? makeNames(places);
  known.set(places, names);
  return names;
}

function makeNames(places: readonly Place[]): Names {
  const mistyped = new Map<string, Meaning>();
  for (const slug of facilitySlugs) {
    for (const spelling of [slug, ...facilitySynonyms[slug]]) {
      mistyped.set(plainWords(spelling), (found) => found.facilities.add(facilitySlug(spelling) ?? slug));
    }
  }
  for (const { district } of places) {
    const plain = plainWords(district);
    if (plain) mistyped.set(plain, (found) => found.districts.push(plain));
  }
  // A city before a district of the same name.
  for (const { city } of places) {
    const plain = plainWords(city);
    if (plain) mistyped.set(plain, (found) => found.cities.push(city));
  }
  const exact = new Map(mistyped);
  for (const [alias, target] of Object.entries(placeAliases)) {
    const meaning = mistyped.get(target);
    if (meaning) exact.set(alias, meaning);
  }
  for (const [word, type] of Object.entries(typeWords)) exact.set(word, setType(type));
  exact.set('laki laki', setType('putra'));
  for (const [word, sort] of Object.entries(sortWords)) {
    exact.set(word, (found) => {
      found.sort = sort;
    });
  }
  return { exact, mistyped };
}
