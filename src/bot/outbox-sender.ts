import type { Api } from 'grammy';
import type { SystemConfig } from '../domain/admin/config.ts';
import { KvUnavailable } from '../domain/errors.ts';
import { keys } from '../domain/keys.ts';
import type { OutboxRow } from '../domain/outbox.ts';
import type { Assets, Clock, Ids, Json, Kv } from '../domain/ports.ts';
import { markReachable } from '../domain/profile/mark-reachable.ts';
import { type Profile, profileSchema } from '../domain/profile/profile.ts';
import { Tx, transact } from '../domain/store.ts';
import type { Log } from '../log.ts';
import { faultOf, referenceCode, tellAdmins } from './errors.ts';
import type { GroupCommit, Writes } from './group-commit.ts';
import { translator } from './i18n.ts';
import { createLanes, type Outcome, type SendLimits } from './lanes.ts';
import { classifyError } from './telegram-error.ts';
import { sendMessage, type Target } from './telegram-send.ts';
import { escapeHtml } from './ui/html.ts';
import type { OutMessage } from './ui/message.ts';
import type { OutboxView, OutboxViews } from './ui/outbox-view.ts';

export interface SenderDependencies {
  kv: Kv;
  api: Api;
  files: Assets;
  qrPicture(paymentId: string): Promise<Uint8Array>;
  views: OutboxViews;
  marks: GroupCommit;
  limits: SendLimits;
  log: Log;
  clock: Clock;
  ids: Ids;
  config(): SystemConfig;
  timezone: string;
  /** Whether this process holds the bot's lease right now. */
  leading(): boolean;
  /** Where a group lives now that became a supergroup. */
  chats: ChatMoves;
  adminChatId(): string | null;
}

export interface ChatMoves {
  now(chatId: string): string;
  moved(from: string, to: string): Promise<void>;
}

/** An answer that was not committed: its update wrote nothing. */
export interface DirectAnswer {
  chatId: string;
  message: OutMessage;
  ref?: string;
  tapped?: Target;
}

export interface OutboxSender {
  /** True once it was sent (or can never be); false when another process will answer the update again. */
  answer(answer: DirectAnswer): Promise<boolean>;
  /** Rows of this process's own commit: sent without being read again. */
  handOver(rows: OutboxRow[]): void;
  /** Finds the rows that others wrote. */
  sweep(): Promise<void>;
  open(isOpen: boolean): void;
  clear(): void;
  drain(milliseconds: number): Promise<boolean>;
  readonly waiting: number;
}

/** Rows in memory; more stay in the store until there is room. */
const MAX_WAITING = 2_000;
const PAGE = 200;

interface Item {
  chatId: string;
  row?: OutboxRow;
  direct?: DirectAnswer;
  attempts: number;
  settled(sent: boolean): void;
}

export function createOutboxSender(d: SenderDependencies): OutboxSender {
  const lanes = createLanes(d.limits);
  /** Keys of rows in lanes. */
  const known = new Set<string>();
  /** Rows settled while a sweep is reading: its pages may be older than that. */
  const settledMeanwhile = new Set<string>();
  let sweeping: Promise<void> | null = null;
  let sweepAgain = false;

  const rowKey = (row: OutboxRow): string => keys.outbox.record(row.chatId, row.id);

  function push(item: Item): void {
    lanes.push(item.chatId, {
      priority: item.row?.body.kind === 'event' ? 'event' : 'answer',
      send: () => deliver(item),
      dropped: (why) => item.settled(why === 'undeliverable'),
    });
  }

  function pushRow(row: OutboxRow): void {
    const key = rowKey(row);
    if (known.has(key)) return;
    known.add(key);
    const settled = (): void => {
      known.delete(key);
      if (sweeping) settledMeanwhile.add(key);
    };
    push({ chatId: row.chatId, row, attempts: 0, settled });
  }

  const later = (item: Item): Outcome => {
    item.attempts++;
    return { kind: 'wait', ms: Math.min(60_000, 250 * 2 ** item.attempts), flood: false };
  };

  async function deliver(item: Item): Promise<Outcome> {
    if (!d.leading()) return { kind: 'wait', ms: 200, flood: false };
    try {
      const prepared = await prepare(item);
      if (prepared === null) return await settle(item, {});
      const { message, target, silent } = prepared;
      const sent = await sendMessage({ ...d, fileId }, d.chats.now(item.chatId), message, { target, silent });
      const at = new Date().toISOString();
      const ref = item.row ? (item.row.ref ?? item.row.edit) : item.direct?.ref;
      const set: [string, Json][] = [];
      if (ref) set.push([keys.outbox.sent(item.chatId, ref), { messageId: sent.messageId, photo: sent.photo, at }]);
      if (sent.uploaded) set.push([keys.telegramFile(sent.uploaded.name), sent.uploaded.fileId]);
      return await settle(item, { set });
    } catch (error) {
      if (error instanceof KvUnavailable) return later(item);
      return failed(item, error).catch((again: unknown) => {
        d.log.error({ err: again }, 'bot: a failed message could not be put aside yet');
        return later(item);
      });
    }
  }

  async function settle(item: Item, writes: Writes): Promise<Outcome> {
    const deletes = item.row ? [rowKey(item.row)] : [];
    if (deletes.length > 0 || (writes.set?.length ?? 0) > 0) {
      await d.marks.add({ ...writes, delete: [...(writes.delete ?? []), ...deletes] });
    }
    item.settled(true);
    return { kind: 'done' };
  }

  async function failed(item: Item, error: unknown): Promise<Outcome> {
    let refusal: ReturnType<typeof classifyError>;
    try {
      refusal = classifyError(error);
    } catch {
      // Not Telegram's: the view or the picture failed.
      return bury(item, faultOf(error).kind, error);
    }
    switch (refusal.kind) {
      case 'flood':
        d.log.warn({ chatId: item.chatId, ms: refusal.ms }, 'bot: Telegram asks to wait');
        return { kind: 'wait', ms: refusal.ms, flood: true };
      case 'passing':
        if (item.attempts === 0) d.log.warn({ err: error }, 'bot: Telegram is not reachable, sending waits');
        return later(item);
      case 'moved':
        await d.chats.moved(item.chatId, refusal.chatId);
        return { kind: 'wait', ms: 0, flood: false };
      case 'blocked':
        await giveUp(item.chatId);
        item.settled(true);
        return { kind: 'drop-lane' };
      default:
        return bury(item, refusal.kind === 'refused' ? refusal.reason : refusal.kind, error);
    }
  }

  /** The person blocked the bot, or the group is gone: marked, and what waits for them is thrown away. */
  async function giveUp(chatId: string): Promise<void> {
    d.log.info({ chatId }, 'bot: this chat gets nothing any more');
    await transact(d.kv, async (tx) => {
      const ctx = { ...d, tx, actor: { kind: 'system' as const, name: 'outbox' }, config: d.config() };
      if (Number(chatId) > 0) await markReachable(ctx, { telegramId: Number(chatId), reachable: false });
      for (const entry of await tx.list(keys.outbox.chatPrefix(chatId), { limit: 500 })) tx.delete(entry.key);
    });
  }

  /** Telegram will never take it as it is: kept aside, logged, reported. */
  async function bury(item: Item, reason: string, error: unknown): Promise<Outcome> {
    const code = referenceCode();
    const { row, direct, chatId } = item;
    const what = row?.body.kind === 'event' ? row.body.event : 'answer';
    d.log.error({ code, chatId, what, reason, err: error }, 'bot: message refused');
    const id = row?.id ?? d.ids.ulid();
    const key = keys.outbox.dead(chatId, id);
    const kept = (row ?? { id, chatId, body: { kind: 'answer', message: direct?.message } }) as unknown as Json;
    const rows = await transact(d.kv, async (tx) => {
      tx.set(key, { row: kept, reason, code, at: new Date().toISOString() });
      if (row) tx.delete(rowKey(row));
      const adminChatId = d.adminChatId();
      if (chatId !== adminChatId) {
        const text = translator('id')('common-admin-dead', { code, what, reason: escapeHtml(reason), key });
        await tellAdmins({ tx, ids: d.ids, adminChatId }, `dead ${what} ${reason}`.slice(0, 200), text);
      }
      return tx.written(keys.outbox.prefix());
    });
    handOver(rows.map(([, value]) => value as unknown as OutboxRow));
    item.settled(true);
    return { kind: 'done' };
  }

  interface Prepared {
    message: OutMessage;
    target: Target | null;
    silent: boolean;
  }

  /** The words, in the recipient's language, as things stand now. Null: there is nothing to say any more. */
  async function prepare({ row, direct }: Item): Promise<Prepared | null> {
    if (!row) return direct ? { message: direct.message, target: direct.tapped ?? null, silent: false } : null;
    const silent = row.silent ?? false;
    const tx = new Tx(d.kv);
    const sentKey = row.edit ? keys.outbox.sent(row.chatId, row.edit) : null;
    const profileKey = row.userId ? keys.profile.record(row.userId) : null;
    await tx.preload([sentKey, profileKey].filter((key) => key !== null));
    const target = sentKey ? asTarget(await tx.peek(sentKey)) : null;
    if (row.body.kind === 'answer') {
      const message = row.body.message as unknown as OutMessage;
      return { message, target: target ?? row.body.tapped ?? null, silent };
    }
    const found = profileSchema.safeParse(profileKey ? await tx.peek(profileKey) : null);
    const recipient = found.success ? found.data : null;
    if (recipient?.blockedAt) return null;
    const message = await render(row.body, tx, recipient);
    return message && { message, target, silent };
  }

  function render(
    body: Extract<OutboxRow['body'], { kind: 'event' }>,
    tx: Tx,
    recipient: Profile | null,
  ): Promise<OutMessage | null> {
    const t = translator(recipient?.language ?? 'id');
    const view: OutboxView = { t, tx, recipient, clock: d.clock, config: d.config(), timezone: d.timezone };
    // Each renderer takes its own event's parameters; the row was written by `tell`, which pairs them.
    const renderer = d.views[body.event] as (view: OutboxView, params: unknown) => Promise<OutMessage | null>;
    return renderer(view, body.params);
  }

  const asTarget = (value: Json | null): Target | null =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && typeof value.messageId === 'number'
      ? { messageId: value.messageId, photo: value.photo === true }
      : null;

  async function fileId(name: string): Promise<string | null> {
    const value = await d.kv.get(keys.telegramFile(name));
    return typeof value === 'string' ? value : null;
  }

  async function sweepOnce(): Promise<void> {
    for (let after: string | undefined; lanes.size < MAX_WAITING; ) {
      const page = await d.kv.list(keys.outbox.prefix(), { limit: PAGE, ...(after ? { after } : {}) });
      if (!d.leading()) return;
      for (const entry of page) {
        if (!settledMeanwhile.has(entry.key)) pushRow(entry.value as unknown as OutboxRow);
      }
      after = page.at(-1)?.cursor;
      if (page.length < PAGE) return;
    }
  }

  function handOver(rows: OutboxRow[]): void {
    if (!d.leading()) return;
    for (const row of rows) pushRow(row);
  }

  return {
    answer: (direct) =>
      new Promise((resolve) => {
        push({ chatId: direct.chatId, direct, attempts: 0, settled: resolve });
      }),
    handOver,
    sweep() {
      sweepAgain = true;
      sweeping ??= (async () => {
        try {
          while (sweepAgain && d.leading()) {
            sweepAgain = false;
            await sweepOnce();
          }
        } finally {
          sweeping = null;
          settledMeanwhile.clear();
        }
      })();
      return sweeping;
    },
    open: lanes.open,
    clear: lanes.clear,
    drain: lanes.drain,
    get waiting() {
      return lanes.size;
    },
  };
}
