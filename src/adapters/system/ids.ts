import { randomInt, randomUUID } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Ids } from '../../domain/ports.ts';

const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Ids from a CSPRNG. ULIDs are strictly increasing within this process, also when the machine's clock steps back. */
export function createIds(realTime: () => number = Date.now): Ids {
  const next = monotonicFactory();
  const ulid = (): string => next(realTime());
  return {
    ulid,
    next: (prefix) => `${prefix}_${prefix === 'user' ? randomUUID() : ulid()}`,
    random: (length) => Array.from({ length }, () => lowerCase.charAt(randomInt(lowerCase.length))).join(''),
  };
}
