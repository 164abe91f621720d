import { EventEmitter } from 'node:events';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { runMigrations } from 'bullmq';

/** What is used of PGlite; the instance is the store's, so nothing here closes it. */
export type EmbeddedDatabase = Pick<PGlite, 'query' | 'exec' | 'listen' | 'transaction'>;

interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: BullMQ names the row type at each call, as `pg` does.
  rows: any[];
  rowCount: number;
}

const withoutComments = (text: string): string => text.replace(/^\s*--.*$/gm, '').trim();
const listenTo = /^listen\s+"?(\w+)"?\s*;?$/i;

async function run(
  db: Pick<Transaction, 'query' | 'exec'>,
  text: string,
  params?: readonly unknown[],
): Promise<Result> {
  if (params === undefined || params.length === 0) {
    const last = (await db.exec(text)).at(-1);
    return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0 };
  }
  const { rows, affectedRows } = await db.query<Record<string, unknown>>(text, [...params]);
  return { rows, rowCount: affectedRows ?? rows.length };
}

/** One borrowed "connection": the one session, with notifications of its own. */
class Client extends EventEmitter {
  readonly #db: EmbeddedDatabase;
  readonly #subscriptions = new Map<string, () => Promise<void>>();

  constructor(db: EmbeddedDatabase) {
    super();
    this.#db = db;
    this.setMaxListeners(0);
  }

  async query(text: string, params?: readonly unknown[]): Promise<Result> {
    const channel = listenTo.exec(withoutComments(text))?.[1];
    if (channel === undefined) return run(this.#db, text, params);
    if (!this.#subscriptions.has(channel)) {
      const stop = await this.#db.listen(channel, (payload) => this.emit('notification', { channel, payload }));
      this.#subscriptions.set(channel, stop);
    }
    return { rows: [], rowCount: 0 };
  }

  release(): void {
    const stops = [...this.#subscriptions.values()];
    this.#subscriptions.clear();
    // The database may be closed already; then there is nothing left to unsubscribe from.
    for (const stop of stops) void stop().catch(() => undefined);
  }
}

/**
 * The embedded database as the pool BullMQ's PostgreSQL backend expects. `LISTEN` is carried by PGlite itself, so a
 * job starts within milliseconds; through a socket notifications do not arrive (architecture 11.3).
 * PGlite is one session: `search_path` becomes `public, bullmq`, public first, so that everything else keeps finding
 * and creating its own things in public.
 */
export async function openPglitePool(db: EmbeddedDatabase) {
  // In a real transaction, so that no statement of the store slips in between BEGIN and COMMIT.
  await db.transaction(async (tx) => {
    const control = /^(begin|commit|rollback)$/i;
    const query = (text: string, params?: readonly unknown[]) =>
      control.test(text.trim()) ? Promise.resolve({ rows: [], rowCount: 0 }) : run(tx, text, params);
    await runMigrations({ query });
  });
  await db.exec('set search_path to public, bullmq');
  const pool = Object.assign(new EventEmitter(), {
    // Nothing can drop a connection inside the process, so BullMQ may wait long.
    options: { keepAlive: true },
    query: (text: string, params?: readonly unknown[]) => run(db, text, params),
    connect: () => Promise.resolve(new Client(db)),
    end: () => Promise.resolve(),
  });
  pool.setMaxListeners(0);
  return pool;
}
