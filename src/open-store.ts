import { createMemoryLease } from './adapters/kv/memory-lease.ts';
import { openPglite } from './adapters/kv/pglite.ts';
import { atOneMoment, openPostgres } from './adapters/kv/postgres.ts';
import { createSqlChangeLog } from './adapters/kv/sql-change-log.ts';
import type { SqlClient } from './adapters/kv/sql-client.ts';
import { createSqlKv } from './adapters/kv/sql-kv.ts';
import { createSqlSearch } from './adapters/kv/sql-search.ts';
import { openSupabase } from './adapters/kv/supabase.ts';
import type { QueueTarget } from './adapters/queue/connection.ts';
import { systemClock } from './adapters/system/clock.ts';
import { createIds } from './adapters/system/ids.ts';
import type { Config } from './config.ts';
import { systemConfigStore } from './domain/admin/system-store.ts';
import type { ChangeLog } from './domain/change-log.ts';
import type { Run } from './domain/context.ts';
import { keys } from './domain/keys.ts';
import type { Kv } from './domain/ports.ts';
import { createRun } from './domain/run.ts';
import type { PropertySearch } from './domain/search/search.ts';
import type { Log } from './log.ts';
import type { Lease } from './ports.ts';

export interface Store {
  kv: Kv;
  lease: Lease;
  search: PropertySearch;
  /** Where BullMQ keeps its jobs when there is no Redis. */
  queue: QueueTarget | null;
  close(): Promise<void>;
}

/** What is read of a store for an export. */
export interface StoreView {
  kv: Kv;
  log: ChangeLog;
}

/** With what command-line tools need beside. */
export interface OpenedStore extends Store, StoreView {
  /** Records a bulk commit: PGlite works on the event loop, and a large one would hold up everybody's answers. */
  pageSize: number;
  /** Reads of one moment, where the store has such a thing. */
  atOneMoment<T>(work: (view: StoreView) => Promise<T>): Promise<T>;
}

const noClose = async (): Promise<void> => undefined;
const viewOf = (client: SqlClient): StoreView => ({
  kv: createSqlKv(client, noClose),
  log: createSqlChangeLog(client),
});

/**
 * The store that the configuration names. Throws, with a message for the operator, when it cannot be used: FolderLocked
 * while another process has the embedded one open, MigrationsMissing, KvUnavailable.
 */
export async function openStore({ store }: Pick<Config, 'store'>, log: Log): Promise<OpenedStore> {
  const onDangling = (cursor: string, reference: string) => log.error({ cursor, reference }, 'kv: dangling reference');
  if (store.kind === 'supabase') {
    const { databaseUrl } = store;
    const { client, ...opened } = await openSupabase(store, { onDangling });
    const queue = databaseUrl === null ? null : { databaseUrl };
    // Each request is a transaction of its own there.
    return { ...opened, ...over(client), queue, pageSize: 500, atOneMoment: (work) => work(viewOf(client)) };
  }
  if (store.kind === 'postgres') {
    const onIdleError = (err: unknown) => log.warn({ err }, 'kv: connection');
    const { client, pool, ...opened } = await openPostgres(store.url, { onDangling, onIdleError });
    const moment: OpenedStore['atOneMoment'] = (work) => atOneMoment(pool, (one) => work(viewOf(one)));
    return { ...opened, ...over(client), queue: { databaseUrl: store.url }, pageSize: 500, atOneMoment: moment };
  }
  const onVacuumError = (err: unknown) => log.warn({ err }, 'kv: vacuum failed');
  const { client, db, ...opened } = await openPglite({ dataDir: store.dataDir, onDangling, onVacuumError });
  // The folder's lock already says that there is no other process: a killed one's lease need not run out, and nobody
  // else writes meanwhile.
  const lease = createMemoryLease();
  return {
    ...opened,
    lease,
    ...over(client),
    queue: { pglite: db },
    pageSize: 50,
    atOneMoment: (work) => work(viewOf(client)),
  };
}

const over = (client: SqlClient) => ({ search: createSqlSearch(client), log: createSqlChangeLog(client) });

/** A command-line tool's transactions. They wake nobody: a running KostIn finds within seconds what they wrote. */
export async function openToolRun(kv: Kv, { timezone }: Pick<Config, 'timezone'>, name: string): Promise<Run> {
  const systemConfig = systemConfigStore.parse((await kv.get(keys.system.config())) ?? {});
  const parts = { clock: systemClock, ids: createIds(), timezone, config: () => systemConfig, paymentWays: [] };
  return createRun({ ...parts, kv, wake: { wake: () => undefined } }, { kind: 'system', name });
}
