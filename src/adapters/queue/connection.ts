import { type BackendFactory, type ConnectionOptions, createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type EmbeddedDatabase, openPglitePool } from './pglite-pool.ts';

/** Where BullMQ keeps its jobs. `pglite` is the store's own instance; it stays open when the queue closes. */
export type QueueTarget = { redisUrl: string } | { databaseUrl: string } | { pglite: EmbeddedDatabase };

type OnError = (error: unknown) => void;

export interface QueueConnection {
  /** For producers: fails rather than waits for ever when the server is away. */
  producer: ConnectionOptions;
  /** For workers: waits for the server to come back. */
  worker: ConnectionOptions;
  /** Last argument of BullMQ's constructors; undefined is Redis. */
  backend: BackendFactory | undefined;
  /** One round trip; throws when there is no answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

// BullMQ's factory takes pools where its classes' types speak of Redis options; at run time both are passed through.
const postgresBackend = createPostgresBackend as unknown as BackendFactory;
const asConnection = (pool: unknown): ConnectionOptions => pool as ConnectionOptions;

async function openRedis(url: string, onError: OnError, onReturn: () => void): Promise<QueueConnection> {
  const producer = new Redis(url, { maxRetriesPerRequest: 2, lazyConnect: true });
  // `connect` itself only says that the connection is closed.
  let refusal: unknown;
  producer.on('error', (error) => {
    refusal = error;
    onError(error);
  });
  // Workers block on connections of their own, which BullMQ duplicates from this one.
  const worker = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  worker.on('error', onError);
  try {
    await producer.connect();
  } catch (error) {
    producer.disconnect();
    throw new Error('Redis (REDIS_URL) is not reachable', { cause: refusal ?? error });
  }
  // A Redis that keeps nothing on disk comes back empty.
  producer.on('ready', onReturn);
  return {
    producer: producer as unknown as ConnectionOptions,
    worker: worker as unknown as ConnectionOptions,
    backend: undefined,
    ping: async () => void (await producer.ping()),
    async close() {
      producer.disconnect();
      worker.disconnect();
    },
  };
}

async function openPostgres(connectionString: string, onError: OnError): Promise<QueueConnection> {
  // BullMQ's statements are unqualified. Set on the session rather than as a start-up option, which poolers refuse.
  const options: pg.PoolConfig & { onConnect(client: pg.ClientBase): Promise<unknown> } = {
    connectionString,
    max: 6,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    onConnect: (client) => client.query('set search_path to bullmq'),
  };
  const pool = new pg.Pool(options);
  pool.on('error', onError);
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    producer: asConnection(pool),
    worker: asConnection(pool),
    backend: postgresBackend,
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

async function openEmbedded(db: EmbeddedDatabase): Promise<QueueConnection> {
  const pool = await openPglitePool(db);
  return {
    producer: asConnection(pool),
    worker: asConnection(pool),
    backend: postgresBackend,
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

/**
 * Connects and brings BullMQ's own tables up to date. Throws when the server cannot be reached. `onReturn`: a server
 * is back that may have forgotten everything.
 */
export function openConnection(target: QueueTarget, onError: OnError, onReturn: () => void): Promise<QueueConnection> {
  if ('redisUrl' in target) return openRedis(target.redisUrl, onError, onReturn);
  if ('databaseUrl' in target) return openPostgres(target.databaseUrl, onError);
  return openEmbedded(target.pglite);
}
