import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { createTestDatabase, databaseUrl } from '../contracts/kv-postgres-database.ts';

export interface TestKv {
  kv: Kv;
  /** Away with every row. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

async function openTestPostgres(): Promise<TestKv> {
  const { url, drop } = await createTestDatabase(databaseUrl ?? '');
  const { kv, pool, close } = await openPostgres(url);
  return {
    kv,
    empty: async () => void (await pool.query('truncate kv_store_dbd6b95a, kostin_listing')),
    close: async () => {
      await close();
      await drop();
    },
  };
}

async function openTestPglite(): Promise<TestKv> {
  const { kv, db, close } = await openPglite();
  return { kv, close, empty: async () => void (await db.exec('truncate kv_store_dbd6b95a, kostin_listing')) };
}

/** The SQL stores, the one that needs a server only where there is one. Says what is skipped, and why. */
export function sqlStores(what: string): { name: string; open(): Promise<TestKv>; missing: boolean }[] {
  if (!databaseUrl) console.info(`${what} on PostgreSQL skipped: DATABASE_URL is not set`);
  return [
    { name: 'PGlite', open: openTestPglite, missing: false },
    { name: 'PostgreSQL', open: openTestPostgres, missing: !databaseUrl },
  ];
}

/** A memory store that can be emptied as the others can. */
export async function openTestMemory(): Promise<TestKv> {
  const kv = createMemoryKv();
  const empty = async (): Promise<void> => {
    const keys: string[] = [];
    const lists = [{ prefix: '' }];
    const found = await kv.read({ lists, onDangling: (cursor) => void keys.push(cursor) });
    keys.push(...(found.lists[0] ?? []).map(({ cursor }) => cursor));
    await kv.mdel(keys);
  };
  return { kv, empty, close: kv.close };
}

/** Every row as it lies there, references as such. */
export async function rowsOf(kv: Kv): Promise<Record<string, Json>> {
  const rows: Record<string, Json> = {};
  const onDangling = (cursor: string, missing: string): void => {
    rows[cursor] = { $ref: missing };
  };
  const { lists } = await kv.read({ lists: [{ prefix: '' }], onDangling });
  for (const { key, cursor, value } of lists[0] ?? []) rows[cursor] = key === cursor ? value : { $ref: key };
  return rows;
}
