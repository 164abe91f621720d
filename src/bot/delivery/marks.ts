import { setTimeout as sleep } from 'node:timers/promises';
import { KvUnavailable } from '../../domain/errors.ts';
import type { Json, Kv } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';

export interface Writes {
  set?: [key: string, value: Json][];
  delete?: string[];
}

/** Commits that check nothing: done, delivered. */
export interface Marks {
  /** Resolves once it is committed; tries for as long as the store is away. Rejects only for what the store refuses. */
  add(writes: Writes): Promise<void>;
  /** Resolves once everything added so far is committed or refused. */
  flush(): Promise<void>;
}

/** Give it the batched store: marks that come together then share round trips with everything else. */
export function createMarks(kv: Kv, log: Log): Marks {
  const pending = new Set<Promise<void>>();
  let away = false;

  async function commit(writes: Writes): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const atomic = kv.atomic();
      for (const [key, value] of writes.set ?? []) atomic.set(key, value);
      for (const key of writes.delete ?? []) atomic.delete(key);
      try {
        const { ok } = await atomic.commit();
        away = false;
        if (ok) return;
      } catch (error) {
        if (!(error instanceof KvUnavailable)) throw error;
        if (!away) log.warn({ err: error }, 'bot: the store is away, marks wait');
        away = true;
      }
      await sleep(Math.min(1_000, 5 * 2 ** attempt));
    }
  }

  return {
    add(writes) {
      const committed = commit(writes);
      const ended = committed.then(
        () => {},
        () => {},
      );
      pending.add(ended);
      void ended.then(() => pending.delete(ended));
      return committed;
    },
    async flush() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
