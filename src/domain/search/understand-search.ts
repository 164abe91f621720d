import { type Filter, filtersOf, withoutFilter } from './filters.ts';
import { parseQuery } from './parse-query.ts';
import type { PropertySearch, SearchQuery } from './search.ts';

export type Understood =
  /** `ignored`: words that no listing has, so they cannot have been meant as a search. */
  | { kind: 'search'; query: SearchQuery; ignored: string[] }
  | { kind: 'browse' }
  | { kind: 'greeting' }
  | { kind: 'nothing' };

/**
 * What somebody means by a text. `asked`: they said that it is a search (`/cari …`); else words alone are one only when
 * a listing matches them (product 3.1).
 */
export async function understandSearch(search: PropertySearch, text: string, asked: boolean): Promise<Understood> {
  const parsed = parseQuery(text, await search.places());
  if (parsed.kind === 'greeting' || parsed.kind === 'nothing') return asked ? { kind: 'browse' } : parsed;
  if (parsed.kind === 'browse') return parsed;
  const { query } = parsed;
  if (parsed.kind === 'words') {
    const [found = 0] = await search.counts([query]);
    return found > 0 || asked || parsed.asked ? { kind: 'search', query, ignored: [] } : { kind: 'nothing' };
  }
  const counts = await search.counts(query.words.map((word) => ({ ...onlyWord(query), words: [word] })));
  const ignored = query.words.filter((_, i) => counts[i] === 0);
  return { kind: 'search', query: { ...query, words: query.words.filter((word) => !ignored.includes(word)) }, ignored };
}

const onlyWord = ({ sort }: SearchQuery): SearchQuery => ({ facilities: [], words: [], sort });

/** For a search that finds nothing: each filter that alone stands in the way, and how many there are without it. */
export async function suggestDrops(
  search: PropertySearch,
  query: SearchQuery,
): Promise<{ filter: Filter; index: number; count: number }[]> {
  const filters = filtersOf(query);
  const counts = await search.counts(filters.map((filter) => withoutFilter(query, filter)));
  return filters
    .map((filter, index) => ({ filter, index, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.index - b.index);
}
