import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { createSqlChangeLog } from '../../src/adapters/kv/sql-change-log.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/open-store.ts';
import { openTarget, type TargetDatabase } from '../../src/transfer/target-rows.ts';
import type { TransferStore } from '../../src/transfer/transfer-store.ts';
import { createTestDatabase, databaseUrl } from '../contracts/kv-postgres-database.ts';

export interface TestStore {
  store: TransferStore;
  /** Null on PGlite: one session has one transaction. */
  url: string | null;
  sql(text: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A new PGlite takes seconds, so that used ones are emptied and used again. */
const idleStores: TestStore[] = [];
const idleTargets: TargetDatabase[] = [];

async function pgliteStore(): Promise<TestStore> {
  const idle = idleStores.pop();
  if (idle) return idle;
  const { kv, client, db } = await openPglite();
  const view = { kv, log: createSqlChangeLog(client) };
  const close = async (): Promise<void> => {
    await view.log.switchOff();
    await db.exec('delete from kv_store_dbd6b95a');
    idleStores.push(opened);
  };
  const store: TransferStore = { ...view, pageSize: 50, atOneMoment: (work) => work(view), close };
  const sql = async (text: string) => (await db.query<Record<string, unknown>>(text)).rows;
  const opened: TestStore = { store, url: null, sql, close };
  return opened;
}

async function postgresStore(): Promise<TestStore> {
  const database = await createTestDatabase(databaseUrl as string);
  const store = await openStore({ store: { kind: 'postgres', url: database.url } }, createLog('silent'));
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  // A connection that is still closing when its database is dropped.
  pool.on('error', () => undefined);
  return {
    store,
    url: database.url,
    sql: async (text) => (await pool.query(text)).rows,
    async close() {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}

/** The stores of this machine: always PGlite, and PostgreSQL where DATABASE_URL names one. */
export const stores: [name: string, open: () => Promise<TestStore>][] = [
  ['PGlite', pgliteStore],
  ...(databaseUrl ? [['PostgreSQL', postgresStore] as [string, () => Promise<TestStore>]] : []),
];

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'kostin-export-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A database without KostIn's schema, to load an export into. */
export async function emptyTarget(
  kind: string,
): Promise<{ target: TargetDatabase; url: string | null; close(): Promise<void> }> {
  if (kind === 'PostgreSQL') {
    const database = await createTestDatabase(databaseUrl as string);
    const target = await openTarget(database.url);
    const close = async (): Promise<void> => {
      await target.close();
      await database.drop();
    };
    return { target, url: database.url, close };
  }
  const target = idleTargets.pop() ?? (await pgliteTarget());
  const close = async (): Promise<void> => {
    await target.rows('drop schema kostin cascade');
    idleTargets.push(target);
  };
  return { target, url: null, close };
}

async function pgliteTarget(): Promise<TargetDatabase> {
  const db = await PGlite.create();
  const rows: TargetDatabase['rows'] = async (sql) => (await db.exec(sql)).at(-1)?.rows as Record<string, unknown>[];
  return { rows, close: () => db.close() };
}

/** What psql would run, with its own commands done by hand; for PGlite, which has no psql. */
export async function loadText(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const parts = lines.map((line) => {
    if (line.startsWith('\\ir ')) return readFile(join(dirname(file), line.slice(4)), 'utf8');
    return line.startsWith('\\') ? '' : `${line}\n`;
  });
  return (await Promise.all(parts)).join('');
}
