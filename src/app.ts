import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Express } from 'express';
import { Api } from 'grammy';
import { createSupabaseAccounts } from './adapters/accounts/supabase-accounts.ts';
import { createFileReader } from './adapters/files/asset-files.ts';
import { createLocalFiles } from './adapters/files/local-files.ts';
import { createSupabaseFiles } from './adapters/files/supabase-files.ts';
import { createBatchedKv } from './adapters/kv/batched-kv.ts';
import { createMidtransGateway } from './adapters/payments/midtrans-gateway.ts';
import { openQueue } from './adapters/queue/queue.ts';
import { createSupabaseClient } from './adapters/supabase/client.ts';
import { systemClock } from './adapters/system/clock.ts';
import { openConfigSnapshot } from './adapters/system/config-snapshot.ts';
import { createIds } from './adapters/system/ids.ts';
import { type Bot, createBot } from './bot/bot.ts';
import type { SendLimits } from './bot/delivery/lanes.ts';
import { reportToAdmins } from './bot/delivery/report-to-admins.ts';
import { paymentPicture } from './bot/payment/payment-picture.ts';
import { cleanBot } from './bot/updates/cleanup.ts';
import { keepUpdates } from './bot/updates/inbox.ts';
import type { Config } from './config.ts';
import type { PaymentWay } from './domain/payment/payment-way.ts';
import type { Accounts, Clock, Ids, Kv, PaymentGateway, Wake } from './domain/ports.ts';
import { createRun } from './domain/run.ts';
import type { PropertySearch } from './domain/search/search.ts';
import { agendaJobs } from './jobs/agenda.ts';
import type { JobQueue, Workers } from './jobs/queue.ts';
import { startDelivery, startJobs } from './jobs/start-jobs.ts';
import { createTick, type Tick } from './jobs/tick.ts';
import { wakeUps } from './jobs/wake-ups.ts';
import type { Log } from './log.ts';
import { openStore, type Store } from './open-store.ts';
import type { Files } from './ports.ts';
import { readinessChecks } from './readiness.ts';
import { createHttpServer } from './webhooks/server.ts';

export interface AppParts {
  log: Log;
  /** Business time; default the machine's. */
  clock?: Clock;
  /** Routes beside the webhooks: the sandbox's page. */
  mount?(app: Express): void;
  /** The only interface to listen on; default all. */
  host?: string;
  /** Tests put their faults between the app and its store, or its Telegram. */
  wrapKv?(kv: Kv): Kv;
  wrapApi?(api: Api): Api;
  wrapGateway?(gateway: PaymentGateway): PaymentGateway;
  /** Own names in a shared queue server. */
  queuePrefix?: string;
  limits?: Partial<SendLimits>;
  /** Instead of those that the configuration names. */
  store?: Store;
  queue?: JobQueue;
}

export interface App {
  /** Where it listens. */
  url: string;
  kv: Kv;
  ids: Ids;
  search: PropertySearch;
  /** Null without the jobs role. */
  tick: Tick | null;
  /** Looks for what others wrote: updates and messages. */
  deliverNow(): Promise<void>;
  /** Ends what is under way, gives everything back. Twice is once. */
  stop(): Promise<void>;
}

async function listen(app: Express, port: number, host: string | undefined): Promise<Server> {
  const server = createServer(app);
  server.listen({ port, ...(host ? { host } : {}) });
  await once(server, 'listening');
  return server;
}

/** Puts everything together and starts the roles; `config.telegram` must be there (the sandbox brings its own). */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const { telegram } = config;
  if (!telegram) throw new Error('no Telegram to talk to');
  const { log, clock = systemClock } = parts;
  /** Undone in reverse, also when a later part does not start. */
  const started: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (let undo = started.pop(); undo; undo = started.pop()) {
      try {
        await undo();
      } catch (error) {
        log.error({ err: error }, 'app: a part did not stop');
      }
    }
  };
  try {
    return await start();
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(): Promise<App> {
    const store = parts.store ?? (await openStore(config, log));
    started.push(store.close);
    const kv = parts.wrapKv?.(store.kv) ?? store.kv;
    const ids = createIds();
    const snapshot = await openConfigSnapshot(kv, log);
    started.push(snapshot.stop);
    const queue = parts.queue ?? (await openJobQueue(config, store, parts));
    started.push(queue.close);
    const wake: Wake = { wake: (what) => queue.wake(what) };
    const gateway = openGateway(config, clock, log, parts);
    const { timezone } = config;
    const paymentWays: readonly PaymentWay[] = gateway ? ['qris'] : [];
    const common = { kv, clock, ids, log, wake, timezone, config: snapshot.current, paymentWays };
    const runAs = (name: string) => createRun(common, { kind: 'system', name });
    const report = reportToAdmins(runAs('report'), telegram?.adminChatId ?? null, log);

    let tick: Tick | null = null;
    if (config.roles.includes('jobs')) {
      tick = createTick({
        ...common,
        run: runAs('jobs'),
        gateway,
        accounts: openAccounts(config),
        jobs: agendaJobs,
        report,
        // PGlite works on the event loop: a large commit would hold up everybody's answers.
        pageSize: config.store.kind === 'embedded' ? 50 : 500,
      });
    }

    let bot: Bot | null = null;
    if (config.roles.includes('bot')) bot = await startBot(queue);
    if (tick) {
      const cleanInbox = () => cleanBot(kv);
      const workers = await startJobs({ queue, tick, cleanInbox, log, report });
      started.push(workers.stop);
    }

    const accept =
      bot?.accept ??
      (async (updates: Parameters<Bot['accept']>[0]) => {
        if ((await keepUpdates(kv, updates)).length > 0) wake.wake('notify');
      });
    const web = config.roles.includes('webhooks');
    const http = createHttpServer({
      log,
      health: { checks: readinessChecks({ kv, queue, files: openFiles(config), bot }) },
      midtrans: web && gateway ? { run: runAs('webhook'), gateway } : null,
      telegram: web && config.webhook ? { secretToken: config.webhook.secret, accept } : null,
      ...(parts.mount ? { mount: parts.mount } : {}),
    });
    const server = await listen(http, config.port, parts.host);
    started.push(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // A browser's event stream never ends by itself.
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
      await closed;
    });
    const { port } = server.address() as AddressInfo;
    const deliverNow = async () => bot?.deliverNow();
    return { url: `http://localhost:${port}`, kv, ids, search: store.search, tick, deliverNow, stop };

    async function startBot(queue: JobQueue): Promise<Bot> {
      const plain = new Api(telegram?.token ?? '', {
        timeoutSeconds: 60,
        ...(telegram?.apiRoot ? { apiRoot: telegram.apiRoot } : {}),
      });
      // Only the leader takes `notify`: another would swallow it.
      let delivery: Promise<Workers | null> = Promise.resolve(null);
      const onLeading = (isLeading: boolean): void => {
        delivery = delivery
          .then(async (workers) => {
            await workers?.stop();
            return isLeading ? startDelivery(queue, () => created.deliverNow(), log, report) : null;
          })
          .catch((error: unknown) => {
            log.error({ err: error }, 'app: delivery could not start or stop');
            return null;
          });
      };
      const created: Bot = createBot({
        ...common,
        // Many people's updates share round trips when it is busy.
        kv: createBatchedKv(kv),
        api: parts.wrapApi?.(plain) ?? plain,
        files: createFileReader(),
        lease: store.lease,
        qrPicture: (paymentId) => paymentPicture(kv, timezone, paymentId),
        adminChatId: telegram?.adminChatId ?? null,
        webhook: config.webhook
          ? { url: `${config.webhook.publicUrl}/webhooks/telegram`, secretToken: config.webhook.secret }
          : null,
        search: store.search,
        onLeading,
        ...(parts.limits ? { limits: parts.limits } : {}),
      });
      started.push(async () => {
        await created.stop();
        onLeading(false);
        await delivery;
      });
      await created.start();
      return created;
    }
  }
}

function openJobQueue(config: Config, store: Store, { log, queuePrefix }: AppParts): Promise<JobQueue> {
  const target = config.redisUrl ? { redisUrl: config.redisUrl } : store.queue;
  if (!target) throw new Error('this store has no place for a queue');
  return openQueue(target, { jobs: wakeUps, log, ...(queuePrefix ? { prefix: queuePrefix } : {}) });
}

function openGateway(config: Config, clock: Clock, log: Log, parts: AppParts): PaymentGateway | null {
  if (!config.midtrans) return null;
  const { apiRoot, ...account } = config.midtrans;
  const gateway = createMidtransGateway({ ...account, ...(apiRoot ? { apiRoot } : {}), log, now: clock.now });
  return parts.wrapGateway?.(gateway) ?? gateway;
}

const ACCOUNTS_TIMEOUT_MS = 15_000;

/** Null without Supabase: the profiles are all there is. */
function openAccounts({ store }: Config): Accounts | null {
  if (store.kind !== 'supabase') return null;
  return createSupabaseAccounts(createSupabaseClient(store, ACCOUNTS_TIMEOUT_MS));
}

/** 10 MB on a phone's connection take a while. */
const FILES_TIMEOUT_MS = 60_000;

function openFiles({ store, dataDir }: Config): Files {
  if (store.kind !== 'supabase') return createLocalFiles(join(dataDir, 'files'));
  return createSupabaseFiles(createSupabaseClient(store, FILES_TIMEOUT_MS));
}
