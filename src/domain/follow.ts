import type { Outside } from './context.ts';
import type { EntityStore } from './entity-store.ts';

/**
 * Brings the copies that one feature keeps of a record up to it, in transactions of its own. Safe to run twice, also at
 * the same time: it compares, and writes and tells only what differs.
 */
export type Follower<T> = (outside: Pick<Outside, 'run'>, record: T) => Promise<void>;

export interface Followed {
  followDueAt: string | null;
}

/**
 * The effect behind a store's `followed`: every follower in turn, and again when the record changed meanwhile. Does
 * nothing when it is not due.
 */
export async function followRecord<T extends Followed>(
  { run }: Pick<Outside, 'run'>,
  { store, id, followers }: { store: EntityStore<T>; id: string; followers: readonly Follower<T>[] },
): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const record = await run((ctx) => store.find(ctx.tx, id));
    if (record === null || record.followDueAt === null) return;
    for (const follow of followers) await follow({ run }, record);
    isDone = await run(async ({ tx }) => {
      const now = await store.find(tx, id);
      return now === null || now.followDueAt === null || store.followDone(tx, record, now);
    });
  }
}
