import { describe, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';
import { searchContract } from './kv-search-contract.ts';

searchContract('PGlite', async () => {
  const { kv, client, db, close } = await openPglite();
  const run = async (sql: string) => (await db.query<Record<string, unknown>>(sql)).rows;
  return { kv, search: createSqlSearch(client), run, isOneSession: true, close };
});

if (databaseUrl) {
  searchContract('PostgreSQL', async () => {
    const database = await createTestDatabase(databaseUrl as string);
    // One connection: what it counted of its scans is flushed by itself.
    const { kv, client, pool, close } = await openPostgres(database.url, { connections: 1 });
    const run = async (sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows;
    return { kv, search: createSqlSearch(client), run, isOneSession: true, close: () => close().then(database.drop) };
  });
} else {
  describe.skip(skipReason, () => it('search on PostgreSQL', () => undefined));
}
