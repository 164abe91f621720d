import { keys } from '../../domain/keys.ts';
import type { Json } from '../../domain/ports.ts';
import type { Place, PropertySearch } from '../../domain/property/search.ts';
import { retried, type SqlClient, type SqlFunction } from './sql-client.ts';

/** Search over the projection `property_search`; what people typed goes as parameters only. Throws KvUnavailable. */
export function createSqlSearch(client: SqlClient): PropertySearch {
  const ask = (name: SqlFunction, request: object): Promise<Json> =>
    retried(() => client.call(name, JSON.stringify(request)));
  return {
    async search(query, { limit, after, before }) {
      const request: Record<string, unknown> = { query, limit };
      if (before !== undefined) request.before = keys.property.record(before);
      else if (after !== undefined) request.after = keys.property.record(after);
      return (await ask('property_search_page', request)) as { ids: string[]; total: number };
    },
    async count(query) {
      return (await ask('property_search_count', { query })) as number;
    },
    async places() {
      return (await ask('property_search_places', {})) as unknown as Place[];
    },
  };
}
