import { keys } from '../../domain/keys.ts';
import type { Json } from '../../domain/ports.ts';
import {
  type Facets,
  type Place,
  type PropertySearch,
  priceBands,
  type SearchResults,
} from '../../domain/search/search.ts';
import { retried, type SqlClient, type SqlFunction } from './sql-client.ts';

/** Search over the projection `kostin_listing`; what people typed goes as parameters only. Throws KvUnavailable. */
export function createSqlSearch(client: SqlClient): PropertySearch {
  const ask = (name: SqlFunction, request: object): Promise<Json> =>
    retried(() => client.call(name, JSON.stringify(request)));
  return {
    async search(query, { limit, after, before }) {
      const request: Record<string, unknown> = { query, limit };
      if (before !== undefined) request.before = keys.property.record(before);
      else if (after !== undefined) request.after = keys.property.record(after);
      return (await ask('property_search_page', request)) as unknown as SearchResults;
    },
    async counts(queries) {
      return queries.length === 0 ? [] : ((await ask('property_search_counts', { queries })) as number[]);
    },
    async facets(query, bands = priceBands) {
      return (await ask('property_search_facets', { query, bands })) as unknown as Facets;
    },
    async places() {
      return (await ask('property_search_places', {})) as unknown as Place[];
    },
  };
}
