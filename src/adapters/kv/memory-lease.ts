import type { Lease } from '../../ports.ts';

/** A lease among the users of one memory store; real time, monotonic. */
export function createMemoryLease(): Lease {
  const held = new Map<string, { holder: string; until: number }>();
  return {
    async acquire(name, holder, milliseconds) {
      const now = performance.now();
      const current = held.get(name);
      if (current && current.holder !== holder && current.until > now) return false;
      held.set(name, { holder, until: now + milliseconds });
      return true;
    },
    async release(name, holder) {
      if (held.get(name)?.holder === holder) held.delete(name);
    },
  };
}
