import type { Api } from 'grammy';
import { KvUnavailable } from '../../domain/errors.ts';
import { keys } from '../../domain/keys.ts';
import { type OutboxRow, outboxRows } from '../../domain/outbox.ts';
import type { Json } from '../../domain/ports.ts';
import { expiryOf } from '../../domain/retention.ts';
import type { Assets } from '../../ports.ts';
import { faultOf } from '../ui/errors.ts';
import type { RenderedMessage } from '../ui/message.ts';
import type { ChatMoves } from './chat-moves.ts';
import { createLanes, type Outcome, type SendLimits } from './lanes.ts';
import type { Marks, Writes } from './marks.ts';
import { type OutboxMessageDependencies, type Prepared, prepareRow } from './outbox-message.ts';
import { fileRows, sentRows } from './sent-rows.ts';
import { classifyError } from './telegram-error.ts';
import { type Sent, sendMessage, type Target } from './telegram-send.ts';
import { bury, giveUp, type UndeliverableDependencies } from './undeliverable.ts';

export interface SenderDependencies extends OutboxMessageDependencies, UndeliverableDependencies {
  api: Api;
  files: Assets;
  qrPicture(paymentId: string): Promise<Uint8Array>;
  marks: Marks;
  limits: SendLimits;
  /** Whether this process holds the bot's lease right now. */
  leading(): boolean;
  chats: ChatMoves;
}

/** An answer that was not committed: its update wrote nothing. */
export interface DirectAnswer {
  chatId: string;
  message: RenderedMessage;
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

  /** Told once. It stays where it is: verify-store finds it too. */
  function unreadable(key: string): void {
    if (!known.has(key)) d.log.error({ key }, 'bot: an outbox row cannot be read');
    known.add(key);
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
      return await settle(item, { set: [...sentWrites(item, sent), ...fileWrites(sent)] });
    } catch (error) {
      if (error instanceof KvUnavailable) return later(item);
      return failed(item, error).catch((again: unknown) => {
        d.log.error({ err: again }, 'bot: a failed message could not be put aside yet');
        return later(item);
      });
    }
  }

  /** Our name for it, so that a later row can edit it. */
  function sentWrites({ row, direct, chatId }: Item, { messageId, photo }: Sent): [string, Json][] {
    const ref = row ? (row.ref ?? row.edit) : direct?.ref;
    if (!ref) return [];
    const key = keys.outbox.sent(chatId, ref);
    const now = Date.now();
    const at = new Date(now).toISOString();
    return [sentRows.entry(key, { messageId, photo, at }), expiryOf(sentRows, key, now)];
  }

  /** Telegram's id of the picture it took, for the next time; a QR is of no use for long. */
  function fileWrites({ uploaded }: Sent): [string, Json][] {
    if (!uploaded) return [];
    const key = keys.telegramFile(uploaded.name);
    const row = fileRows.entry(key, uploaded.fileId);
    return uploaded.passing ? [row, expiryOf(fileRows, key, Date.now())] : [row];
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
      return putAside(item, faultOf(error).kind, error);
    }
    switch (refusal.kind) {
      case 'flood':
        d.log.warn({ chatId: item.chatId, ms: refusal.ms }, 'bot: Telegram asks to wait');
        return { kind: 'wait', ms: refusal.ms, flood: true };
      case 'passing':
        if (item.attempts === 0) d.log.warn({ err: error }, 'bot: Telegram is not reachable, sending waits');
        return later(item);
      case 'moved':
        await d.marks.add({ set: [d.chats.moved(item.chatId, refusal.chatId)] });
        return { kind: 'wait', ms: 0, flood: false };
      case 'blocked':
        await giveUp(d, item.chatId);
        item.settled(true);
        return { kind: 'drop-lane' };
      default:
        return putAside(item, refusal.kind === 'refused' ? refusal.reason : refusal.kind, error);
    }
  }

  async function putAside(item: Item, reason: string, error: unknown): Promise<Outcome> {
    const { chatId, row, direct } = item;
    handOver(await bury(d, { chatId, row, answer: direct?.message, reason, error }));
    item.settled(true);
    return { kind: 'done' };
  }

  /** Null: there is nothing to say any more. */
  async function prepare({ row, direct }: Item): Promise<Prepared | null> {
    if (row) return prepareRow(d, row);
    return direct ? { message: direct.message, target: direct.tapped ?? null, silent: false } : null;
  }

  async function fileId(name: string): Promise<string | null> {
    return fileRows.parse(await d.kv.get(keys.telegramFile(name)));
  }

  async function sweepOnce(): Promise<void> {
    for (let after: string | undefined; lanes.size < MAX_WAITING; ) {
      const page = await d.kv.list(keys.outbox.record.prefix(), { limit: PAGE, ...(after ? { after } : {}) });
      if (!d.leading()) return;
      for (const entry of page) {
        const row = outboxRows.parse(entry.value);
        if (!row) unreadable(entry.key);
        else if (!settledMeanwhile.has(entry.key)) pushRow(row);
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
