import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPglite } from './adapters/kv/pglite.ts';
import { openPostgres } from './adapters/kv/postgres.ts';
import type { Config } from './config.ts';
import type { Kv, Lease } from './domain/ports.ts';

export interface OpenedKv {
  kv: Kv;
  lease: Lease;
  close(): Promise<void>;
}

/**
 * The configured store for a command-line tool that works on what is there; it makes no new one. Throws FolderLocked
 * while a bot has the embedded one open, KvUnavailable, and an Error when there is none.
 */
export async function openKv({ store }: Config): Promise<OpenedKv> {
  if (store.kind === 'postgres') return openPostgres(store.url);
  if (!existsSync(join(store.dataDir, 'postgres'))) throw new Error(`there is no store in ${store.dataDir}`);
  return openPglite({ dataDir: store.dataDir });
}
