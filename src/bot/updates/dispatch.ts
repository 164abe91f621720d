import type { Update } from 'grammy/types';
import { chatOf } from './inbox.ts';

export interface Dispatch {
  /** Queues updates that are safe in the inbox; one that is queued already is ignored. */
  push(updates: Update[]): void;
  readonly size: number;
  /** Resolves when fewer than `limit` updates are queued. */
  room(limit: number): Promise<void>;
  /** Starts no further update; true once the running ones have ended, false after so many ms. */
  stop(milliseconds: number): Promise<boolean>;
}

/**
 * One chat's updates in order, different chats at the same time. `run` never throws; an update counts as queued until
 * it is `settled`, so that a sweep does not take it for one that was forgotten.
 */
export function createDispatch(run: (update: Update) => Promise<{ settled: Promise<unknown> }>): Dispatch {
  const queued = new Set<number>();
  const chats = new Map<string, Update[]>();
  let running = 0;
  let stopped = false;
  let waiters: { limit: number; resolve: () => void }[] = [];

  const release = (): void => {
    const free = waiters.filter((waiter) => queued.size < waiter.limit);
    waiters = waiters.filter((waiter) => !free.includes(waiter));
    for (const { resolve } of free) resolve();
  };

  const forget = ({ update_id }: Update): void => {
    queued.delete(update_id);
    release();
  };

  async function work(chat: string, updates: Update[]): Promise<void> {
    running++;
    for (let update = updates[0]; update && !stopped; update = updates[0]) {
      const { settled } = await run(update);
      updates.shift();
      void settled.finally(() => forget(update));
    }
    running--;
    chats.delete(chat);
    updates.forEach(forget);
  }

  return {
    push(updates) {
      if (stopped) return;
      for (const update of updates) {
        if (queued.has(update.update_id)) continue;
        queued.add(update.update_id);
        const chat = chatOf(update);
        const line = chats.get(chat);
        if (line) line.push(update);
        else {
          const started = [update];
          chats.set(chat, started);
          void work(chat, started);
        }
      }
    },
    get size() {
      return queued.size;
    },
    room: (limit) =>
      queued.size < limit ? Promise.resolve() : new Promise((resolve) => waiters.push({ limit, resolve })),
    async stop(milliseconds) {
      stopped = true;
      const end = performance.now() + milliseconds;
      while (running > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      return running === 0;
    },
  };
}
