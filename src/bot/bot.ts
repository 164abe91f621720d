import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import { type Actor, createCtx } from '../domain/context.ts';
import { keys } from '../domain/keys.ts';
import type { RunDependencies } from '../domain/run.ts';
import type { PropertySearch } from '../domain/search/search.ts';
import type { Tx } from '../domain/transaction.ts';
import type { Log } from '../log.ts';
import type { Assets, Lease } from '../ports.ts';
import type { BotContext } from './context.ts';
import { createChatMoves } from './delivery/chat-moves.ts';
import { type SendLimits, telegramLimits } from './delivery/lanes.ts';
import { createMarks } from './delivery/marks.ts';
import { createOutboxSender } from './delivery/outbox-sender.ts';
import type { Feature } from './feature.ts';
import { allFeatures } from './features.ts';
import type { OutboxViews } from './ui/outbox-view.ts';
import { createDispatch } from './updates/dispatch.ts';
import { type FloodLimits, floodGuard, floodLimits } from './updates/flood-guard.ts';
import { allowedUpdates, keepUpdates, updateOf } from './updates/inbox.ts';
import { createLeadership } from './updates/leadership.ts';
import { poll } from './updates/polling.ts';
import { publishCommands } from './updates/publish-commands.ts';
import { reachability } from './updates/reachability.ts';
import { createRegistry } from './updates/registry.ts';
import { createRouter } from './updates/router.ts';
import { runUpdate } from './updates/run-update.ts';

export interface BotDependencies extends RunDependencies {
  /** grammY's client; give it `timeoutSeconds: 60`, so that a dead connection does not hold a lane for minutes. */
  api: Api;
  files: Assets;
  log: Log;
  lease: Lease;
  /** PNG of the framed QR of this payment. */
  qrPicture(paymentId: string): Promise<Uint8Array>;
  search: PropertySearch;
  adminChatId?: number | null;
  /** Told when this process begins and ends to be the one that talks to Telegram. */
  onLeading?(isLeading: boolean): void;
  /** Telegram posts updates here; without it the bot polls. */
  webhook?: { url: string; secretToken: string } | null;
  /** Default: all features of the product. */
  features?: readonly Feature[];
  /** Instead of those that the features bring. */
  views?: Partial<OutboxViews>;
  limits?: Partial<SendLimits>;
  flood?: FloodLimits;
}

export interface Bot {
  /** Keeps updates in the inbox, then has them handled. Throws KvUnavailable: do not acknowledge them then. */
  accept(updates: Update[]): Promise<void>;
  /** Takes the lease (or stands by for it) and works. Resolves once it does; Telegram need not be reachable. */
  start(): Promise<void>;
  /** Ends what is being handled and sent, at most `milliseconds`; the rest is in the store for the next start. */
  stop(milliseconds?: number): Promise<void>;
  /** Finds updates and messages that other processes wrote: what `notify` and the sweep call. */
  deliverNow(): Promise<void>;
  status(): { leading: boolean; telegram: boolean; updates: number; messages: number };
}

/** Updates in memory; Telegram and the inbox keep the rest. */
const MAX_QUEUED = 500;
const PAGE = 100;

export function createBot(d: BotDependencies): Bot {
  const { kv, api, log } = d;
  const chats = createChatMoves(kv);
  const marks = createMarks(kv, log);
  const registry = createRegistry(d.features ?? allFeatures(d));
  const adminChatId = (): string | null => (d.adminChatId ? chats.now(String(d.adminChatId)) : null);
  const leadership = createLeadership({ lease: d.lease, holder: d.ids.random(16), log, gained, lost });
  const { leading } = leadership;
  const limits = { ...telegramLimits, ...d.limits };
  const router = createRouter({ registry, ids: d.ids, registration: 'register', adminChatId });
  const gates = [reachability(chats), floodGuard(d.flood ?? floodLimits)];
  const admits = async (ctx: BotContext): Promise<boolean> => {
    for (const gate of gates) if (!(await gate(ctx))) return false;
    return true;
  };
  const views = d.views ?? registry.events;
  const sender = createOutboxSender({ ...d, views, marks, limits, chats, leading, adminChatId });

  let me: UserFromGetMe | null = null;
  /** What an earlier holder left is queued: new updates may follow. */
  let caughtUp = false;
  const domain = (tx: Tx, actor: Actor) => createCtx(d, tx, actor);
  const knownMe = (): UserFromGetMe => {
    if (!me) throw new Error('Telegram has not said yet who the bot is');
    return me;
  };
  const dispatch = createDispatch((update) =>
    runUpdate({ ...d, me: knownMe, domain, router, admits, sender, marks, leading, adminChatId }, update),
  );

  /** Ends the work of one term of leadership. */
  let term = new AbortController();
  let working: Promise<void> = Promise.resolve();

  function gained(): void {
    term = new AbortController();
    caughtUp = false;
    d.onLeading?.(true);
    working = lead(term.signal).catch((error: unknown) => log.error({ err: error }, 'bot: stopped by an error'));
  }

  function lost(): void {
    term.abort();
    d.onLeading?.(false);
    sender.open(false);
    sender.clear();
  }

  async function lead(signal: AbortSignal): Promise<void> {
    await insist(signal, 'who the bot is', async () => {
      me ??= await api.getMe();
    });
    await insist(signal, 'the moved groups', chats.load);
    if (signal.aborted) return;
    sender.open(true);
    await insist(signal, 'what was left to do', deliverNow);
    // `insist` also returns when the term has ended.
    if (signal.aborted) return;
    caughtUp = true;
    await insist(signal, 'what came meanwhile', sweepInbox);
    await insist(signal, 'how updates arrive', () =>
      d.webhook
        ? api.setWebhook(d.webhook.url, { secret_token: d.webhook.secretToken, allowed_updates: allowedUpdates })
        : api.deleteWebhook(),
    );
    publishCommands(api, registry.features, adminChatId()).catch((error: unknown) => {
      log.warn({ err: error }, 'bot: the command menu could not be published');
    });
    if (!d.webhook) await poll({ api, log, accept, room: () => dispatch.room(MAX_QUEUED), signal });
  }

  /** Until it works: neither Telegram nor the store has to be there when the bot starts. */
  async function insist(signal: AbortSignal, what: string, work: () => Promise<unknown>): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await work();
        return;
      } catch (error) {
        log.error({ err: error, what }, 'bot: cannot find out or set yet, trying again');
        await sleep(Math.min(30_000, 500 * 2 ** Math.min(attempt, 6)), undefined, { signal }).catch(() => {});
      }
    }
  }

  async function accept(updates: Update[]): Promise<void> {
    const open = await keepUpdates(kv, updates);
    if (leading() && caughtUp) dispatch.push(open);
    else if (open.length > 0) d.wake.wake('notify');
  }

  /** Every open update, page by page as there is room in memory: what is older must not be overtaken. */
  async function readInbox(): Promise<void> {
    for (let after: string | undefined; ; ) {
      await dispatch.room(MAX_QUEUED);
      const page = await kv.list(keys.inbox.open.prefix(), { limit: PAGE, ...(after ? { after } : {}) });
      if (!leading() || !me) return;
      dispatch.push(page.map(updateOf).filter((update) => update !== null));
      after = page.at(-1)?.cursor;
      if (page.length < PAGE) return;
    }
  }
  let reading: Promise<void> | null = null;
  function sweepInbox(): Promise<void> {
    reading ??= readInbox().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function deliverNow(): Promise<void> {
    if (!leading() || !me) return;
    await Promise.all([sweepInbox(), sender.sweep()]);
  }

  return {
    accept,
    deliverNow,
    start: leadership.start,
    async stop(milliseconds = 5_000) {
      const end = performance.now() + milliseconds;
      // The store or Telegram may be away: nothing is waited for beyond the deadline.
      const inTime = async (work: Promise<unknown>): Promise<boolean> => {
        const late = sleep(Math.max(0, end - performance.now()), false, { ref: false });
        return (await Promise.race([work, late])) !== false;
      };
      term.abort();
      await inTime(working);
      const handled = await dispatch.stop(Math.max(0, end - performance.now()));
      const sent = handled && (await sender.drain(Math.max(0, end - performance.now())));
      const marked = await inTime(marks.flush());
      if (!sent || !marked) log.info('bot: what is left waits in the store for the next start');
      sender.open(false);
      sender.clear();
      await Promise.race([leadership.stop(), sleep(1_000, undefined, { ref: false })]);
    },
    status: () => ({ leading: leading(), telegram: me !== null, updates: dispatch.size, messages: sender.waiting }),
  };
}
