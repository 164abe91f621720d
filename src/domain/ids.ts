import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ids } from './ports.ts';

/** Crockford's base 32: no I, L, O, U. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';

function encodeTime(ms: number): string {
  let text = '';
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = crockford.charAt(rest % 32) + text;
  return text;
}

/** Adds one to the random part; the caller makes a new one when all of it has run over. */
function increment(digits: number[]): boolean {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0;
    if (digit < 31) {
      digits[i] = digit + 1;
      return true;
    }
    digits[i] = 0;
  }
  return false;
}

/** Ids from a CSPRNG. ULIDs are strictly increasing within this process, also when the machine's clock steps back. */
export function createIds(realTime: () => number = Date.now): Ids {
  let lastTime = -1;
  let digits: number[] = [];
  const ulid = (): string => {
    const now = Math.max(realTime(), lastTime);
    if (now > lastTime || !increment(digits)) {
      lastTime = now > lastTime ? now : now + 1;
      digits = [...randomBytes(16)].map((byte) => byte % 32);
    }
    return encodeTime(lastTime) + digits.map((digit) => crockford.charAt(digit)).join('');
  };
  return {
    ulid,
    next: (prefix) => `${prefix}_${prefix === 'user' ? randomUUID() : ulid()}`,
    random: (length) => Array.from({ length }, () => lowerCase.charAt(randomInt(lowerCase.length))).join(''),
  };
}
