import { setTimeout as sleep } from 'node:timers/promises';
import { KvUnavailable } from '../domain/errors.ts';
import type { Json, Kv } from '../domain/ports.ts';
import type { Log } from '../log.ts';

export interface Writes {
  set?: [key: string, value: Json][];
  delete?: string[];
}

export interface GroupCommit {
  /** Resolves once it is committed; tries for as long as the store is away. Rejects only for what the store refuses. */
  add(writes: Writes): Promise<void>;
  /** Resolves once everything added so far is committed. */
  flush(): Promise<void>;
}

const MAX_GROUP = 100;

/**
 * Marks that check nothing (done, delivered): whatever comes while one commit is under way goes with the next, so
 * that a busy moment costs few commits and a quiet one no waiting.
 */
export function createGroupCommit(kv: Kv, log: Log): GroupCommit {
  interface Waiting extends Writes {
    settle: PromiseWithResolvers<void>;
  }
  const waiting: Waiting[] = [];
  let working: Promise<void> | null = null;

  async function commit(group: Waiting[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const atomic = kv.atomic();
      for (const writes of group) {
        for (const [key, value] of writes.set ?? []) atomic.set(key, value);
        for (const key of writes.delete ?? []) atomic.delete(key);
      }
      try {
        if ((await atomic.commit()).ok) return;
      } catch (error) {
        if (!(error instanceof KvUnavailable)) throw error;
        if (attempt === 0) log.warn({ err: error }, 'bot: the store is away, marks wait');
      }
      await sleep(Math.min(1_000, 5 * 2 ** attempt));
    }
  }

  async function settle(group: Waiting[]): Promise<void> {
    try {
      await commit(group);
      for (const { settle } of group) settle.resolve();
    } catch (error) {
      // One write that the store refuses must not take the others with it.
      if (group.length === 1) for (const { settle } of group) settle.reject(error);
      else for (const writes of group) await settleOne(writes);
    }
  }
  const settleOne = (writes: Waiting): Promise<void> => settle([writes]);

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, MAX_GROUP);
      await settle(group);
    }
    working = null;
  }

  return {
    add(writes) {
      const settled = Promise.withResolvers<void>();
      waiting.push({ ...writes, settle: settled });
      working ??= Promise.resolve().then(work);
      return settled.promise;
    },
    async flush() {
      while (working) await working;
    },
  };
}
