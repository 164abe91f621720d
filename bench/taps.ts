import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Api, Bot as BareBot, Composer } from 'grammy';
import { createBatchedKv } from '../src/adapters/kv/batched-kv.ts';
import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { createIds } from '../src/adapters/system/ids.ts';
import { createBot } from '../src/bot/bot.ts';
import type { BotContext } from '../src/bot/context.ts';
import { html } from '../src/bot/ui/html.ts';
import { defaultSystemConfig } from '../src/domain/admin/config.ts';
import { paymentWays } from '../src/domain/payment/payment-way.ts';
import type { Kv } from '../src/domain/ports.ts';
import type { PropertySearch } from '../src/domain/search/search.ts';
import { createLog } from '../src/log.ts';
import type { Lease } from '../src/ports.ts';
import type { TapOrder, TapResult } from './taps-server.ts';

const TOKEN = `1:${'a'.repeat(35)}`;
const PEOPLE = 50;
const ROUNDS = 5;

export interface BenchResult {
  name: string;
  /** Taps per second as a part of the bare bot's; for p95 the ms above the bare bot's. */
  ratio: number;
  bar: number;
  better: 'lower' | 'higher';
  unit?: string;
  detail: string;
}

interface Server {
  url: string;
  order(order: TapOrder): Promise<TapResult>;
  stop(): void;
}

async function startServer(): Promise<Server> {
  const child: ChildProcess = fork(new URL('./taps-server.ts', import.meta.url), { stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async order(order) {
      child.send(order);
      const [result] = (await once(child, 'message')) as [TapResult];
      return result;
    },
    stop: () => child.disconnect(),
  };
}

interface Running {
  stop(): Promise<void>;
}

/** The same two calls, with nothing around them. */
async function bare(url: string): Promise<Running> {
  const bot = new BareBot(TOKEN, { client: { apiRoot: url } });
  let count = 0;
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(`ke-${count++}`, { parse_mode: 'HTML' });
  });
  const running = bot.start();
  return {
    async stop() {
      await bot.stop();
      await running;
    },
  };
}

/** The whole bot: inbox, one read, one commit, lanes; only Telegram's limits are lifted, on both sides. */
async function whole(url: string, store: { kv: Kv; lease: Lease }): Promise<Running> {
  const feature = new Composer<BotContext>();
  const key = (ctx: BotContext): string => `bench:${ctx.from?.id}`;
  feature.callbackQuery('read', async (ctx) => {
    const value = await ctx.domain.tx.get(key(ctx));
    ctx.change({ text: html`ada ${Number(value)} ${ctx.update.update_id}` });
  });
  feature.callbackQuery('write', async (ctx) => {
    const value = Number(await ctx.domain.tx.get(key(ctx))) + 1;
    ctx.domain.tx.set(key(ctx), value);
    ctx.change({ text: html`ke-${value}` });
  });
  const none = Number.POSITIVE_INFINITY;
  const bot = createBot({
    ...store,
    kv: createBatchedKv(store.kv),
    api: new Api(TOKEN, { apiRoot: url }),
    files: { read: async () => null },
    log: createLog('warn'),
    clock: systemClock,
    ids: createIds(),
    config: () => defaultSystemConfig,
    timezone: 'Asia/Jakarta',
    paymentWays,
    wake: { wake: () => {} },
    qrPicture: async () => new Uint8Array(),
    search: {} as PropertySearch,
    features: [{ name: 'bench', composer: feature }],
    limits: { overallPerSecond: none, perChatPerSecond: none, perGroupPerMinute: none },
    flood: { burst: 1e9, perSecond: 1e6 },
  });
  await bot.start();
  return { stop: () => bot.stop() };
}

/** What the runs left in a database that others use too. */
async function forget(kv: Kv): Promise<void> {
  // Telegram's own update ids are below 2³¹ and so begin with 00.
  for (const prefix of ['bench:', 'inbox:2', 'inbox-open:2']) {
    for (
      let page = await kv.list(prefix, { limit: 500 });
      page.length > 0;
      page = await kv.list(prefix, { limit: 500 })
    ) {
      await kv.mdel(page.map(({ cursor }) => cursor));
    }
  }
}

interface Measured {
  perSecond: number;
  p95: number;
}
type Make = (url: string) => Promise<Running>;

async function measure(server: Server, make: Make, data: string): Promise<Measured> {
  const running = await make(server.url);
  await server.order({ kind: 'closed', people: PEOPLE, data, ms: 300 });
  const closed = await server.order({ kind: 'closed', people: PEOPLE, data, ms: 800 });
  const open = await server.order({ kind: 'open', people: PEOPLE, data, ms: 1_500, perSecond: 60 });
  await running.stop();
  return { perSecond: closed.perSecond, p95: open.p95 };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Short turns, bare and whole one after the other, so that a busy moment of the machine hits both; medians. */
async function compare(server: Server, label: string, bar: number, make: Make, data: string): Promise<BenchResult[]> {
  const pairs: [ours: Measured, bare: Measured][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = await measure(server, bare, data);
    pairs.push([await measure(server, make, data), first]);
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(pick));
  const least = (pick: (pair: (typeof pairs)[number]) => number): number => Math.min(...pairs.map(pick));
  return [
    {
      name: `taps/s on ${label}`,
      ratio: of(([ours, bare]) => ours.perSecond / bare.perSecond),
      bar,
      better: 'higher',
      detail: `${of(([ours]) => ours.perSecond).toFixed(0)}/s, bare ${of(([, bare]) => bare.perSecond).toFixed(0)}/s`,
    },
    {
      name: `p95 at 60 taps/s on ${label}, above bare`,
      // Of the quietest turn of each: whatever else the machine does can only add to a delay.
      ratio: least(([ours]) => ours.p95) - least(([, bare]) => bare.p95),
      bar: 15,
      better: 'lower',
      unit: 'ms',
      detail: `${least(([ours]) => ours.p95).toFixed(1)} ms, bare ${least(([, bare]) => bare.p95).toFixed(1)} ms`,
    },
  ];
}

/** Taps per second through the whole bot against a bare grammY bot, and the delay at 60 taps a second. */
export async function benchTaps(): Promise<BenchResult[]> {
  const server = await startServer();
  const embedded = await openPglite();
  const url = process.env.DATABASE_URL;
  const postgres = url ? await openPostgres(url) : null;
  if (!postgres) console.log('taps: DATABASE_URL is not set, so PostgreSQL is left out');
  const stores = [
    ...(postgres ? [{ name: 'PostgreSQL', bar: 0.5, store: postgres }] : []),
    { name: 'PGlite', bar: 0.35, store: embedded },
  ];
  const results: BenchResult[] = [];
  for (const { name, bar, store } of stores) {
    for (const data of ['read', 'write']) {
      const label = `${name}, a tap that ${data}s`;
      results.push(...(await compare(server, label, bar, (at) => whole(at, store), data)));
    }
  }
  server.stop();
  if (postgres) await forget(postgres.kv);
  await embedded.close();
  await postgres?.close();
  return results;
}

if (import.meta.main) {
  for (const { name, ratio, bar, better, detail } of await benchTaps()) {
    const sign = better === 'higher' ? '≥' : '≤';
    console.log(`${name.padEnd(58)} ${ratio.toFixed(2).padStart(6)} (${sign} ${bar})  ${detail}`);
  }
}
