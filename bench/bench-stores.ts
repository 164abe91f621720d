import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import type { Kv } from '../src/domain/ports.ts';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';

export interface BenchStore {
  name: 'PGlite' | 'PostgreSQL';
  kv: Kv;
  /** A bare driver's query on the same connection or pool. */
  query(text: string, params: unknown[]): Promise<Record<string, unknown>[]>;
  /** Records a commit of bulk work, as jobs write them. */
  pageSize: number;
}

/** Runs `work` on an empty store of each kind, one after the other; PostgreSQL where `DATABASE_URL` names one. */
export async function withStores(
  work: (store: BenchStore) => Promise<void>,
  databaseUrl = process.env.DATABASE_URL,
): Promise<void> {
  const embedded = await openPglite();
  const { db } = embedded;
  await work({
    name: 'PGlite',
    kv: embedded.kv,
    query: async (text, params) => (await db.query<Record<string, unknown>>(text, params)).rows,
    pageSize: 50,
  }).finally(embedded.close);
  if (!databaseUrl) return;

  const database = await createTestDatabase(databaseUrl);
  try {
    const { kv, pool, close } = await openPostgres(database.url);
    const query: BenchStore['query'] = async (text, params) => (await pool.query(text, params)).rows;
    await work({ name: 'PostgreSQL', kv, query, pageSize: 500 }).finally(close);
  } finally {
    await database.drop();
  }
}
