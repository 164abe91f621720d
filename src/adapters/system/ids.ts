import { randomInt, randomUUID } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Ids } from '../../domain/ports.ts';

const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Ids from a CSPRNG. ULIDs are strictly increasing within this process, also when the machine's clock steps back. */
export function createIds(realTime: () => number = Date.now): Ids {
  const next = monotonicFactory(pooledRandom());
  const ulid = (): string => next(realTime());
  return {
    ulid,
    next: (prefix) => `${prefix}_${prefix === 'user' ? randomUUID() : ulid()}`,
    random: (length) => Array.from({ length }, () => lowerCase.charAt(randomInt(lowerCase.length))).join(''),
  };
}

/** From 0 to below 1 in 256 steps, as ulid's own; asks the system for 4,096 bytes at a time instead of one. */
function pooledRandom(): () => number {
  const pool = new Uint8Array(4_096);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    return (pool[used++] ?? 0) / 256;
  };
}
