import type { Atomic, Kv } from '../../src/domain/ports.ts';

export interface KvWatch {
  /** Throw to make the commit fail before it happened. */
  beforeCommit?(commit: { sets: string[]; deletes: string[] }): void | Promise<void>;
  /** Throw to lose the answer of a commit that happened. */
  afterCommit?(commit: { sets: string[]; deletes: string[] }): void | Promise<void>;
  beforeRead?(): void | Promise<void>;
}

/** A store of which every commit and read can be watched, refused or cut off. */
export function watchedKv(kv: Kv, watch: KvWatch): Kv {
  return {
    ...kv,
    async read(request) {
      await watch.beforeRead?.();
      return kv.read(request);
    },
    atomic() {
      const inner = kv.atomic();
      const commit = { sets: [] as string[], deletes: [] as string[] };
      const outer: Atomic = {
        check(key, version) {
          inner.check(key, version);
          return outer;
        },
        set(key, value) {
          commit.sets.push(key);
          inner.set(key, value);
          return outer;
        },
        delete(key) {
          commit.deletes.push(key);
          inner.delete(key);
          return outer;
        },
        sequence(sequence) {
          inner.sequence(sequence);
          return outer;
        },
        async commit() {
          await watch.beforeCommit?.(commit);
          const result = await inner.commit();
          await watch.afterCommit?.(commit);
          return result;
        },
      };
      return outer;
    },
  };
}
