import type { Json } from '../../domain/ports.ts';

const MAX_KEY_BYTES = 512;

/** Refuses what PostgreSQL's text would refuse, before any engine sees it, so that all engines refuse alike. */
export function checkKey(key: string): string {
  if (key === '') throw new RangeError('an empty key');
  if (key.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new RangeError(`key longer than ${MAX_KEY_BYTES} bytes`);
  }
  return checkText(key);
}

export function checkText(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new TypeError('a key with NUL or a lone surrogate');
  return text;
}

/** `\u0000` or half a surrogate pair, not preceded by a backslash that is itself escaped. */
const refusedByJsonb = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** The value as JSON text. Throws a TypeError for what jsonb refuses (NUL, lone surrogates) and what JSON has no word for. */
export function encodeValue(value: Json): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('a value that is not JSON');
  if (text.includes('\\u') && refusedByJsonb.test(text)) throw new TypeError('a value with NUL or a lone surrogate');
  if (value !== null && typeof value === 'object' && '$ref' in value) {
    if (typeof value.$ref !== 'string' || Object.keys(value).length !== 1) throw new TypeError('a malformed reference');
    checkKey(value.$ref);
  }
  return text;
}

/** The key that a stored value refers to, or null when it is a value of its own. */
export function referenceOf(value: Json): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return typeof value.$ref === 'string' ? value.$ref : null;
}
