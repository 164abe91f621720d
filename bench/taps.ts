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
import { median } from './compare.ts';
import type { Measured } from './measured.ts';
import type { TapOrder, TapResult } from './taps-server.ts';

const TOKEN = `1:${'a'.repeat(35)}`;
const PEOPLE = 50;
const ROUNDS = 5;

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
function bareBot(url: string): BareBot {
  const bot = new BareBot(TOKEN, { client: { apiRoot: url } });
  let count = 0;
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(`ke-${count++}`, { parse_mode: 'HTML' });
  });
  return bot;
}

/** grammY's own loop, which handles one update after the other. */
async function bare(url: string): Promise<Running> {
  const bot = bareBot(url);
  const running = bot.start();
  return {
    async stop() {
      await bot.stop();
      await running;
    },
  };
}

/** A loop that waits for no handler: everybody's updates side by side, as the whole bot handles them. */
async function concurrent(url: string): Promise<Running> {
  const bot = bareBot(url);
  await bot.init();
  const ending = new AbortController();
  const failed = (error: unknown): void => console.error('taps: the bare bot failed', error);
  const poll = async (): Promise<void> => {
    for (let offset = 0; !ending.signal.aborted; ) {
      // grammY's type is that of the abort-controller package; it only adds a listener.
      const signal = ending.signal as unknown as Parameters<Api['getUpdates']>[1];
      const updates = await bot.api.getUpdates({ offset, timeout: 30, limit: 100 }, signal);
      for (const update of updates) bot.handleUpdate(update).catch(failed);
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    }
  };
  const polling = poll().catch((error: unknown) => {
    if (!ending.signal.aborted) failed(error);
  });
  return {
    async stop() {
      ending.abort();
      await polling;
    },
  };
}

/** The whole bot: inbox, one read, one commit, lanes; only Telegram's limits are lifted, on both sides. */
async function whole(url: string, store: { kv: Kv; lease: Lease }, share = createBatchedKv): Promise<Running> {
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
    kv: share(store.kv),
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

/** One turn of one bot. */
interface Turn {
  perSecond: number;
  /** ms at 60 taps a second. */
  p95: number;
  /** ms of processor time that this process takes for a tap: says the same on a busy machine. */
  work: number;
}
type Make = (url: string) => Promise<Running>;

async function measure(server: Server, make: Make, data: string): Promise<Turn> {
  const running = await make(server.url);
  await server.order({ kind: 'closed', people: PEOPLE, data, ms: 300 });
  const before = process.cpuUsage();
  const closed = await server.order({ kind: 'closed', people: PEOPLE, data, ms: 800 });
  const { user, system } = process.cpuUsage(before);
  const open = await server.order({ kind: 'open', people: PEOPLE, data, ms: 1_500, perSecond: 60 });
  await running.stop();
  return { perSecond: closed.perSecond, p95: open.p95, work: (user + system) / 1_000 / closed.taps };
}

/** Short turns, one bot after the other, so that a busy moment of the machine hits all of them. */
async function takeTurns<Name extends string>(server: Server, bots: Record<Name, Make>, data: string) {
  const rounds: Record<Name, Turn>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turns: Partial<Record<Name, Turn>> = {};
    for (const name of Object.keys(bots) as Name[]) turns[name] = await measure(server, bots[name], data);
    rounds.push(turns as Record<Name, Turn>);
  }
  return {
    median: (pick: (round: Record<Name, Turn>) => number): number => median(rounds.map(pick)),
    /** Of the quietest turn of each: whatever else the machine does can only add to a delay. */
    least: (name: Name): number => Math.min(...rounds.map((round) => round[name].p95)),
    perSecond: (name: Name): string => `${median(rounds.map((round) => round[name].perSecond)).toFixed(0)}/s`,
  };
}

interface Bars {
  bare: number;
  concurrent: number;
}

async function compare(server: Server, label: string, bars: Bars, make: Make, data: string): Promise<Measured[]> {
  const turns = await takeTurns(server, { bare, concurrent, ours: make }, data);
  const against = (other: 'bare' | 'concurrent'): Measured => ({
    name: `taps/s on ${label}${other === 'bare' ? '' : ', against a concurrent bare bot'}`,
    ratio: turns.median((round) => round.ours.perSecond / round[other].perSecond),
    bar: bars[other],
    better: 'higher',
    detail: `${turns.perSecond('ours')}, bare ${turns.perSecond(other)}`,
  });
  return [
    against('bare'),
    against('concurrent'),
    {
      name: `p95 at 60 taps/s on ${label}, above bare`,
      ratio: turns.least('ours') - turns.least('bare'),
      bar: 15,
      unit: 'ms',
      detail: `${turns.least('ours').toFixed(1)} ms, bare ${turns.least('bare').toFixed(1)} ms`,
    },
  ];
}

interface TapStore {
  name: string;
  bars: Bars;
  store: { kv: Kv; lease: Lease };
}

/** Runs `work` with Telegram and each store; PostgreSQL where `DATABASE_URL` names one. */
async function onEachStore(work: (server: Server, store: TapStore) => Promise<Measured[]>): Promise<Measured[]> {
  const server = await startServer();
  const embedded = await openPglite();
  const url = process.env.DATABASE_URL;
  const postgres = url ? await openPostgres(url) : null;
  if (!postgres) console.log('taps: DATABASE_URL is not set, so PostgreSQL is left out');
  const results: Measured[] = [];
  if (postgres) {
    const bars = { bare: 0.5, concurrent: 0.55 };
    results.push(...(await work(server, { name: 'PostgreSQL', bars, store: postgres })));
    await forget(postgres.kv);
  }
  results.push(...(await work(server, { name: 'PGlite', bars: { bare: 0.35, concurrent: 0.4 }, store: embedded })));
  server.stop();
  await embedded.close();
  await postgres?.close();
  return results;
}

const TAPS = ['read', 'write'];

/** Taps per second through the whole bot against bare grammY bots, and the delay at 60 taps a second. */
export function benchTaps(): Promise<Measured[]> {
  return onEachStore(async (server, { name, bars, store }) => {
    const results: Measured[] = [];
    for (const data of TAPS) {
      const label = `${name}, a tap that ${data}s`;
      results.push(...(await compare(server, label, bars, (at) => whole(at, store), data)));
    }
    return results;
  });
}

/** What it brings that updates share round trips: the same bot with and without (decision 12). */
function benchSharing(): Promise<Measured[]> {
  return onEachStore(async (server, { name, store }) => {
    const results: Measured[] = [];
    for (const data of TAPS) {
      const bots = { shared: (at: string) => whole(at, store), alone: (at: string) => whole(at, store, (kv) => kv) };
      const turns = await takeTurns(server, bots, data);
      const detailOf = (which: 'shared' | 'alone'): string => {
        const work = turns.median((round) => round[which].work).toFixed(2);
        return `${turns.perSecond(which)}, ${work} ms of work a tap, p95 at 60/s ${turns.least(which).toFixed(1)} ms`;
      };
      results.push({
        name: `taps/s on ${name}, a tap that ${data}s, shared against alone`,
        ratio: turns.median(({ shared, alone }) => shared.perSecond / alone.perSecond),
        detail: `${detailOf('shared')}; alone ${detailOf('alone')}`,
      });
    }
    return results;
  });
}

if (import.meta.main) {
  const lines = process.argv.includes('--sharing') ? await benchSharing() : await benchTaps();
  for (const { name, ratio, bar, better, detail } of lines) {
    const sign = better === 'higher' ? '≥' : '≤';
    const wanted = bar === undefined ? '' : ` (${sign} ${bar})`;
    console.log(`${name.padEnd(76)} ${ratio.toFixed(2).padStart(6)}${wanted}  ${detail}`);
  }
}
