import { afterAll, describe, it } from 'vitest';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { kvContract } from './kv-contract.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';

if (databaseUrl) {
  const database = createTestDatabase(databaseUrl);
  kvContract('PostgreSQL', async (onDangling) => {
    const { url } = await database;
    return (await openPostgres(url, { onDangling })).kv;
  });
  afterAll(async () => (await database).drop());
} else {
  console.info(skipReason);
  describe.skip(skipReason, () => it('the store on PostgreSQL', () => undefined));
}
