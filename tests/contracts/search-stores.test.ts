import { describe, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';
import { searchContract } from './kv-search-contract.ts';

searchContract('PGlite', async () => {
  const { kv, client, close } = await openPglite();
  return { kv, search: createSqlSearch(client), close };
});

if (databaseUrl) {
  searchContract('PostgreSQL', async () => {
    const database = await createTestDatabase(databaseUrl as string);
    const { kv, client, close } = await openPostgres(database.url);
    return { kv, search: createSqlSearch(client), close: () => close().then(database.drop) };
  });
} else {
  describe.skip(skipReason, () => it('search on PostgreSQL', () => undefined));
}
