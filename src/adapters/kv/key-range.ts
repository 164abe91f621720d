import { barePrefixes } from '../../domain/keys.ts';
import type { ListRequest } from '../../domain/ports.ts';

/** Half open, by UTF-8 bytes: every way to ask for a page comes down to this, so that the engines know nothing else. */
export interface KeyRange {
  from: string;
  to: string;
  reverse: boolean;
  /** Leave references out (a bare entity prefix). */
  recordsOnly: boolean;
}

/** UTF-8 byte order; UTF-16 order differs from it where surrogates meet U+E000 and above. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return x >= 0xd800 && y >= 0xd800 ? surrogatesLast(x) - surrogatesLast(y) : x - y;
  }
  return a.length - b.length;
}

const surrogatesLast = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

/** The smallest string greater than every string that starts with `prefix`. */
function afterPrefix(prefix: string): string {
  const points = Array.from(prefix, (char) => char.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return '\u{10ffff}'.repeat(129);
}

/** The smallest string greater than `key` (no key holds NUL). */
export const justAfter = (key: string): string => `${key}\u0001`;

const least = (a: string, b: string): string => (compareKeys(a, b) <= 0 ? a : b);
const greatest = (a: string, b: string): string => (compareKeys(a, b) >= 0 ? a : b);

export function rangeOf({ prefix: asked, after, until, reverse = false }: ListRequest): KeyRange {
  const bare = Object.hasOwn(barePrefixes, asked) ? barePrefixes[asked] : undefined;
  const prefix = bare ?? asked;
  let from = prefix;
  let to = afterPrefix(prefix);
  if (until !== undefined) to = least(to, justAfter(until));
  if (after !== undefined) {
    if (reverse) to = least(to, after);
    else from = greatest(from, justAfter(after));
  }
  return { from, to, reverse, recordsOnly: bare !== undefined };
}
