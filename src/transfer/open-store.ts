import { openPglite } from '../adapters/kv/pglite.ts';
import { atOneMoment, openPostgres } from '../adapters/kv/postgres.ts';
import { createSqlChangeLog } from '../adapters/kv/sql-change-log.ts';
import type { SqlClient } from '../adapters/kv/sql-client.ts';
import { createSqlKv } from '../adapters/kv/sql-kv.ts';
import type { Config } from '../config.ts';
import type { ChangeLog } from '../domain/change-log.ts';
import type { Kv } from '../domain/ports.ts';

/** What is read of a store for an export. */
export interface View {
  kv: Pick<Kv, 'list' | 'entries'>;
  log: ChangeLog;
}

export interface TransferStore extends View {
  kv: Kv;
  /** Records a commit: PGlite works on the event loop. */
  pageSize: number;
  /** Reads of one moment, where the store has such a thing. */
  atOneMoment<T>(work: (view: View) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const noClose = async (): Promise<void> => undefined;
const viewOf = (client: SqlClient): View => ({ kv: createSqlKv(client, noClose), log: createSqlChangeLog(client) });

/** Throws KvUnavailable; FolderLocked while a KostIn runs on the embedded store. */
export async function openTransferStore(config: Config['store']): Promise<TransferStore> {
  if (config.kind === 'postgres') {
    const { kv, client, pool, close } = await openPostgres(config.url, { connections: 4 });
    const moment: TransferStore['atOneMoment'] = (work) => atOneMoment(pool, (one) => work(viewOf(one)));
    return { kv, log: createSqlChangeLog(client), pageSize: 500, atOneMoment: moment, close };
  }
  const { kv, client, close } = await openPglite({ dataDir: config.dataDir });
  const view = { kv, log: createSqlChangeLog(client) };
  // The folder is locked: nobody else writes meanwhile.
  return { ...view, pageSize: 50, atOneMoment: (work) => work(view), close };
}
