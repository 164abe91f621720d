import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { Kv } from '../../domain/ports.ts';
import type { Lease } from '../../ports.ts';
import type { KvOptions } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrations.ts';
import { createPgliteClient } from './pglite-client.ts';
import { pgliteFolder } from './pglite-folder.ts';
import type { SqlClient } from './sql-client.ts';
import { createSqlKv } from './sql-kv.ts';
import { createSqlLease } from './sql-lease.ts';

const VACUUM_EVERY_MS = 5 * 60_000;
const VACUUM_EVERY_WRITES = 5_000;

/** PostgreSQL would choose 128 MB and write zeros to all of it; the operating system caches the files anyway. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

export interface PgliteOptions extends KvOptions {
  /** The folder to keep the data in; locked while it is open. Without it: memory, gone with the process. */
  dataDir?: string;
  /** Told of a `vacuum analyze` that failed; the next one tries again. */
  onVacuumError?: (error: unknown) => void;
}

export interface EmbeddedStore {
  kv: Kv;
  lease: Lease;
  client: SqlClient;
  /** The one session, shared with the queue (its LISTEN and its own schema). */
  db: PGlite;
  /** Closes the database, then gives the folder back. */
  close(): Promise<void>;
}

/** Opens the embedded store, brings its schema up to date and keeps it vacuumed. Throws FolderLocked. */
export async function openPglite(options: PgliteOptions = {}): Promise<EmbeddedStore> {
  const lock = options.dataDir === undefined ? null : await lockFolder(options.dataDir);
  let db: PGlite | undefined;
  try {
    const where = options.dataDir === undefined ? 'memory://' : await pgliteFolder(options.dataDir);
    db = await PGlite.create(where, { extensions: { pg_trgm }, startParams });
    await migrate({ run: (sql) => open(db).exec(sql), rows: async (sql) => (await open(db).query<Row>(sql)).rows });
  } catch (error) {
    await db?.close().catch(() => undefined);
    lock?.release();
    throw error;
  }
  const vacuum = keepVacuumed(db, options.onVacuumError ?? (() => undefined));
  const client = createPgliteClient(db, (name) => name === 'kv_commit' && vacuum.wrote());
  const database = db;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await vacuum.stop();
      if (!database.closed) await database.close();
      lock?.release();
    })();
    return closing;
  };
  return { kv: createSqlKv(client, close, options), lease: createSqlLease(client), client, db, close };
}

type Row = Record<string, unknown>;

function open(db: PGlite | undefined): PGlite {
  if (!db) throw new Error('not open');
  return db;
}

/**
 * Dead rows made a 20-row scan four times slower within 31,000 cycles; PGlite has no autovacuum. All tables, the
 * queue's as well: its sweeps write some MB of dead rows an hour while nobody writes to the store.
 */
function keepVacuumed(db: PGlite, onError: (error: unknown) => void): { wrote(): void; stop(): Promise<void> } {
  let writes = 0;
  let running: Promise<unknown> | undefined;
  const run = (): void => {
    if (running) return;
    writes = 0;
    running = db
      .exec('vacuum analyze')
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, VACUUM_EVERY_MS);
  timer.unref();
  return {
    wrote() {
      writes++;
      if (writes >= VACUUM_EVERY_WRITES) run();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
