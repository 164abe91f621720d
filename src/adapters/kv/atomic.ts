import type { Atomic } from '../../domain/ports.ts';
import { checkKey, encodeValue } from './encode.ts';
import type { CommitRequest, KvEngine } from './engine.ts';
import { aliasedPrefix } from './seed-alias.ts';

const MAX_COMMIT_BYTES = 4 * 1024 * 1024;
const placeholderForm = /^\{seq [0-9a-f-]{36}\}$/;

/** Collects one commit; of several writes to a key the last one counts. Bad keys and values throw where they are given. */
export function createAtomic(engine: KvEngine): Atomic {
  const request: CommitRequest = { checks: new Map(), sets: new Map(), deletes: new Set(), sequences: [] };
  const { checks, sets, deletes, sequences } = request;
  let length = 0;
  /** The same key with two versions: no state of the store fits. */
  let contradiction = false;

  const writable = (key: string): string => {
    if (aliasedPrefix(key) !== null) throw new TypeError(`${key} is a read-only alias`);
    return checkKey(key);
  };
  const atomic: Atomic = {
    check(key, version) {
      checkKey(key);
      if (checks.has(key) && checks.get(key) !== version) contradiction = true;
      checks.set(key, version);
      return atomic;
    },
    set(key, value) {
      const text = encodeValue(value);
      sets.set(writable(key), text);
      deletes.delete(key);
      length += key.length + text.length;
      return atomic;
    },
    delete(key) {
      deletes.add(writable(key));
      sets.delete(key);
      return atomic;
    },
    sequence(sequence) {
      checkKey(sequence.counter);
      if (!placeholderForm.test(sequence.placeholder)) throw new TypeError('a placeholder is `{seq <uuid>}`');
      sequences.push(sequence);
      return atomic;
    },
    async commit() {
      if (contradiction) return { ok: false };
      if (checks.size + sets.size + deletes.size + sequences.length === 0) return { ok: true, numbers: {} };
      if (length * 3 > MAX_COMMIT_BYTES && byteLength(request) > MAX_COMMIT_BYTES) {
        throw new RangeError(`commit larger than ${MAX_COMMIT_BYTES} bytes`);
      }
      return engine.commit(request);
    },
  };
  return atomic;
}

function byteLength({ sets }: CommitRequest): number {
  let bytes = 0;
  for (const [key, text] of sets) bytes += Buffer.byteLength(key) + Buffer.byteLength(text);
  return bytes;
}
