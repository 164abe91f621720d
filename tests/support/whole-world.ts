import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { type App, type AppParts, createApp } from '../../src/app.ts';
import type { Config, StoreConfig } from '../../src/config.ts';
import { createLog, type Log } from '../../src/log.ts';
import { loadDemoData } from '../../src/sandbox/demo-data.ts';
import { demoPeople } from '../../src/sandbox/demo-people.ts';
import { createMidtransSimulator } from '../../src/sandbox/midtrans/simulator.ts';
import { serveSimulator } from '../../src/sandbox/serve-simulator.ts';
import { createChat, type TestChat, type Viewer } from './chat.ts';
import type { HostedProject } from './hosted-supabase.ts';

const serverKey = 'SB-Mid-server-tests-only';
const clientKey = 'SB-Mid-client-tests-only';

export type StoreKind = 'embedded' | 'postgres' | 'supabase';

/** Everything around the app, which outlives it: Telegram, Midtrans, the store's place, the people. */
export interface WholeWorld {
  chat: TestChat;
  simulator: ReturnType<typeof createMidtransSimulator>;
  clock: ReturnType<typeof createMovableClock>;
  config: Config;
  log: Log;
  /** With `supabase`: what stands in for the project. */
  hosted: HostedProject | null;
  /** Bu Susi, who owns Kos Melati Residence. */
  susi: Viewer;
  start(parts?: Partial<AppParts>): Promise<App>;
  /** This one is dead already: it is not stopped with the others. */
  abandon(app: App): void;
  stop(): Promise<void>;
}

/** A database of its own on the server of DATABASE_URL. */
async function ownDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = new URL(process.env.DATABASE_URL ?? '');
  const name = `kostin_story_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: base.href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await admin(`create database ${name}`);
  const url = new URL(base.href);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database if exists ${name} with (force)`) };
}

/** Loaded only where it is wanted: it is heavy. */
async function hostedProject(): Promise<HostedProject> {
  const { openHosted } = await import('./hosted-supabase.ts');
  return openHosted({ on: process.env.DATABASE_URL ? 'postgres' : 'pglite' });
}

function storeOf(database: { url: string } | null, hosted: HostedProject | null, dataDir: string): StoreConfig {
  if (hosted) {
    const { url, serviceRoleKey } = hosted;
    return { kind: 'supabase', url, serviceRoleKey, databaseUrl: null };
  }
  return database ? { kind: 'postgres', url: database.url } : { kind: 'embedded', dataDir };
}

export async function openWholeWorld(
  kind: StoreKind,
  options: { redis?: boolean; log?: Log; patience?: number } = {},
): Promise<WholeWorld> {
  const log = options.log ?? createLog(process.env.TEST_LOG ?? 'silent');
  const clock = createMovableClock();
  const chat = await createChat({ clock, log, patience: options.patience ?? 15_000 });
  const simulator = createMidtransSimulator({ serverKey, notificationUrl: null, clock, log, retryScale: 0.001 });
  const api = await serveSimulator(simulator.api);
  const folder = mkdtempSync(join(tmpdir(), 'kostin-story-'));
  const database = kind === 'postgres' ? await ownDatabase() : null;
  const hosted = kind === 'supabase' ? await hostedProject() : null;
  const config: Config = {
    telegram: { token: chat.token, adminChatId: null, apiRoot: chat.url },
    webhook: null,
    port: 0,
    store: storeOf(database, hosted, folder),
    redisUrl: options.redis ? (process.env.REDIS_URL ?? null) : null,
    midtrans: { serverKey, clientKey, isProduction: false, apiRoot: api.url },
    dataDir: folder,
    timezone: 'Asia/Jakarta',
    logLevel: 'silent',
    roles: ['bot', 'webhooks', 'jobs'],
  };
  const queuePrefix = `story${Math.random().toString(36).slice(2, 10)}`;
  const owner = demoPeople.find(({ telegramId }) => telegramId === 1002);
  const susi = chat.user({ id: 1002, name: owner?.firstName ?? 'Susi', language: 'id' });
  const apps: App[] = [];
  return {
    chat,
    simulator,
    clock,
    config,
    log,
    hosted,
    susi,
    async start(parts = {}) {
      // Telegram's pace for one chat would make a story of thirty messages half a minute long.
      const limits = { overallPerSecond: Number.POSITIVE_INFINITY, perChatPerSecond: Number.POSITIVE_INFINITY };
      const app = await createApp(config, { log, clock, queuePrefix, limits, ...parts });
      apps.push(app);
      simulator.setNotificationUrl(`${app.url.replace('localhost', '127.0.0.1')}/webhooks/midtrans`);
      await loadDemoData(app.kv, { clock, ids: app.ids, people: 'owners' });
      return app;
    },
    abandon(app) {
      apps.splice(apps.indexOf(app), 1);
    },
    async stop() {
      for (const app of apps) await app.stop();
      simulator.close();
      await api.close();
      await chat.stop();
      await database?.drop();
      await hosted?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
