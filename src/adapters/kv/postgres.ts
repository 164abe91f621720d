import pg from 'pg';
import type { Json, Kv } from '../../domain/ports.ts';
import type { Lease } from '../../ports.ts';
import type { KvOptions } from './engine.ts';
import { migrate } from './migrations.ts';
import { retried, type SqlClient, type SqlFunction, storeError } from './sql-client.ts';
import { createSqlKv } from './sql-kv.ts';
import { createSqlLease } from './sql-lease.ts';

/** "KostIn" in ASCII: whoever migrates this database holds it. */
const MIGRATION_LOCK = 0x4b6f_7374;

export interface PostgresOptions extends KvOptions {
  /** Connections at most (default 10). */
  connections?: number;
  /** A connection in the pool failed while nobody used it; the pool replaces it. */
  onIdleError?: (error: unknown) => void;
}

export interface PostgresStore {
  kv: Kv;
  lease: Lease;
  client: SqlClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Connects to PostgreSQL (a session connection, not a transaction pooler: statements are prepared), and brings its
 * schema up to date under an advisory lock, so that several processes may start at once. Throws KvUnavailable.
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    // Far above what any commit may take (2 s): whatever hangs is given back, as unreachable.
    statement_timeout: 15_000,
    keepAlive: true,
    application_name: 'kostin',
  });
  pool.on('error', options.onIdleError ?? (() => undefined));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= pool.end();
    return closing;
  };
  try {
    await retried(() => migratePostgres(pool));
  } catch (error) {
    await close();
    throw error;
  }
  const client = createPostgresClient(pool);
  return { kv: createSqlKv(client, close, options), lease: createSqlLease(client), client, pool, close };
}

/**
 * Everything read through the given client is of one moment (repeatable read, on a connection of its own); nothing can
 * be written. Rejects with what `work` rejects with.
 */
export async function atOneMoment<T>(pool: pg.Pool, work: (client: SqlClient) => Promise<T>): Promise<T> {
  const connection = await pool.connect().catch((error: unknown) => Promise.reject(storeError(error)));
  let failure: unknown = true;
  try {
    await connection.query('begin isolation level repeatable read read only');
    const result = await work(createPostgresClient(connection));
    await connection.query('commit');
    failure = undefined;
    return result;
  } finally {
    connection.release(failure !== undefined);
  }
}

async function migratePostgres(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  let failure: unknown = true;
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate({ run: (sql) => client.query(sql), rows: async (sql) => (await client.query(sql)).rows });
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await client.query('reset statement_timeout');
    failure = undefined;
  } finally {
    // A connection that failed half-way is thrown away, and with it its transaction and its lock.
    client.release(failure !== undefined);
  }
}

/** Calls through named statements: planned once for each connection. */
export function createPostgresClient(pool: Pick<pg.ClientBase, 'query'>): SqlClient {
  const texts = new Map<SqlFunction, string>();
  const textOf = (name: SqlFunction): string => {
    const known = texts.get(name) ?? `select public.${name}($1::jsonb) as answer`;
    texts.set(name, known);
    return known;
  };
  return {
    async call(name, request) {
      const result = await pool.query<{ answer: Json }>({ name, text: textOf(name), values: [request] });
      return result.rows[0]?.answer ?? null;
    },
  };
}
