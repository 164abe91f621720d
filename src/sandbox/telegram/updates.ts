import type { Update } from 'grammy/types';
import type { Clock } from '../../domain/ports.ts';
import { ApiError } from './errors.ts';

/** One kind of update and its object, without the id that the queue gives. */
export type UpdateBody = Partial<Record<Exclude<keyof Update, 'update_id'>, object>>;

export interface Queued {
  id: number;
  /** The update as JSON, written once. */
  json: string;
  /** Business time, ms: dropped after it. */
  expiresAt: number;
  /** Telegram delivers to a webhook in order within one of these (a chat; a person's button presses). */
  lane: string;
}

interface Poll {
  offset: number;
  limit: number;
  resolve(json: string): void;
  reject(error: ApiError): void;
  timer: NodeJS.Timeout | null;
}

export interface UpdateQueue {
  push(body: UpdateBody, lane: string): void;
  /** The result array of getUpdates as JSON text. `left` fires when the caller hangs up. */
  poll(request: { offset: number; limit: number; timeout: number }, left: AbortSignal): Promise<string>;
  setAllowed(names: unknown): void;
  allowed(): string[] | null;
  /** Ends a waiting long poll. */
  interrupt(error: ApiError): void;
  clear(): void;
  remove(id: number): void;
  pending(): Iterable<Queued>;
  size(): number;
  /** The id of the next update. */
  nextId(): number;
  /** Goes on where a server of before ended. */
  restore(nextId: number, items: Iterable<Queued>): void;
  /** Called when there is something new. */
  onPush(listener: (item: Queued) => void): void;
  /** Called when updates have gone: confirmed, delivered, expired. */
  onRemove(listener: () => void): void;
}

const day = 24 * 3600 * 1000;
const shortLived = 150 * 1000;
const maxPollSeconds = 50;
const maxJson = 4 * 1024 * 1024;
const notByDefault = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const known = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
]);

/** Telegram's queue of updates and getUpdates over it (architecture 11.1). `realNow` in ms, for its guards against spinning. */
export function createUpdateQueue(clock: Clock, realNow: () => number, spinGuard = true): UpdateQueue {
  const items = new Map<number, Queued>();
  const listeners: ((item: Queued) => void)[] = [];
  const removals: (() => void)[] = [];
  const drop = (id: number): void => {
    if (items.delete(id)) for (const listener of removals) listener();
  };
  let nextId = 100_000_000 + Math.floor(Math.random() * 800_000_000);
  let allowed: Set<string> | null = null;
  let waiting: Poll | null = null;
  let last = { offset: Number.NaN, at: Number.NEGATIVE_INFINITY };
  let lastConflict = Number.NEGATIVE_INFINITY;
  let flushSoon: NodeJS.Timeout | null = null;

  /** No item expires before this: sweeping a long queue at every look would cost more than the looks. */
  let soonest = Number.POSITIVE_INFINITY;

  const dropExpired = (): void => {
    const now = clock.now();
    if (now < soonest) return;
    soonest = Number.POSITIVE_INFINITY;
    for (const item of items.values()) {
      if (item.expiresAt <= now) drop(item.id);
      else soonest = Math.min(soonest, item.expiresAt);
    }
  };

  const take = (offset: number, limit: number): string[] => {
    dropExpired();
    if (offset > 0 && offset <= nextId) {
      for (const id of items.keys()) {
        if (id >= offset) break;
        drop(id);
      }
    } else if (offset < 0) {
      let extra = items.size + offset;
      for (const id of items.keys()) {
        if (extra <= 0) break;
        drop(id);
        extra -= 1;
      }
    }
    const found: string[] = [];
    let size = 0;
    for (const item of items.values()) {
      if (found.length === limit || (found.length > 0 && size + item.json.length > maxJson)) break;
      size += item.json.length;
      found.push(item.json);
    }
    return found;
  };

  const settle = (poll: Poll): void => {
    if (poll.timer) clearTimeout(poll.timer);
    if (waiting === poll) waiting = null;
  };

  const interrupt = (error: ApiError): void => {
    const poll = waiting;
    if (!poll) return;
    settle(poll);
    // Two bots in a tight loop would otherwise spin: Telegram tells only one conflict per 3 s at once.
    const delay = lastConflict + 3000 > realNow() ? 3000 : 0;
    lastConflict = realNow();
    if (delay === 0) poll.reject(error);
    else setTimeout(() => poll.reject(error), delay).unref();
  };

  const flush = (): void => {
    flushSoon = null;
    const poll = waiting;
    if (!poll) return;
    const found = take(poll.offset, poll.limit);
    if (found.length === 0) return;
    settle(poll);
    poll.resolve(`[${found.join(',')}]`);
  };

  return {
    push(body, lane) {
      const kind = Object.keys(body)[0] ?? '';
      if (allowed ? !allowed.has(kind) : notByDefault.has(kind)) return;
      const id = nextId;
      nextId += 1;
      const ttl = kind === 'callback_query' ? shortLived : day;
      const json = `{"update_id":${id},${JSON.stringify(body).slice(1)}`;
      const item = { id, json, expiresAt: clock.now() + ttl, lane };
      items.set(id, item);
      soonest = Math.min(soonest, item.expiresAt);
      for (const listener of listeners) listener(item);
      // Telegram wakes a long poll about 2 ms after the first update, so that a burst comes as one batch.
      if (waiting && !flushSoon) flushSoon = setTimeout(flush, 1);
    },
    poll({ offset, limit, timeout }, left) {
      interrupt(
        new ApiError(409, 'terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      const now = realNow();
      let size = Math.min(100, Math.max(1, limit));
      let seconds = Math.min(maxPollSeconds, Math.max(0, timeout));
      if (spinGuard && offset === last.offset && now < last.at + 3000 && seconds < 3) seconds = 3;
      if (spinGuard && offset === last.offset && now < last.at + 500) size = 1;
      last = { offset, at: now };
      const found = take(offset, size);
      if (found.length > 0 || seconds === 0) return Promise.resolve(`[${found.join(',')}]`);
      return new Promise((resolve, reject) => {
        const poll: Poll = { offset, limit: size, resolve, reject, timer: null };
        poll.timer = setTimeout(() => {
          settle(poll);
          resolve('[]');
        }, seconds * 1000);
        left.addEventListener('abort', () => settle(poll), { once: true });
        waiting = poll;
      });
    },
    setAllowed(names) {
      if (!Array.isArray(names)) return;
      const valid = names.filter((name): name is string => known.has(String(name)));
      allowed = valid.length === 0 ? null : new Set(valid);
    },
    allowed: () => (allowed ? [...allowed] : null),
    interrupt,
    clear() {
      for (const id of items.keys()) drop(id);
    },
    remove: drop,
    pending() {
      dropExpired();
      return items.values();
    },
    size() {
      dropExpired();
      return items.size;
    },
    nextId: () => nextId,
    restore(next, before) {
      nextId = next;
      for (const item of before) {
        items.set(item.id, item);
        soonest = Math.min(soonest, item.expiresAt);
      }
    },
    onPush: (listener) => {
      listeners.push(listener);
    },
    onRemove: (listener) => {
      removals.push(listener);
    },
  };
}
