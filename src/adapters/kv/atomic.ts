import type { Atomic, CommitResult, Json } from '../../domain/ports.ts';
import { checkKey, encodeValue } from './encode.ts';
import type { CommitRequest, KvEngine } from './engine.ts';
import { aliasedPrefix } from './seed-alias.ts';

const MAX_COMMIT_BYTES = 4 * 1024 * 1024;
const placeholderForm = /^\{seq [0-9a-f-]{36}\}$/;

export const emptyRequest = (): CommitRequest => ({
  checks: new Map(),
  sets: new Map(),
  deletes: new Set(),
  sequences: [],
});

/** Adds a write; of several to one key the last counts. Throws for keys and values that no store takes. */
export function addSet({ sets, deletes }: CommitRequest, key: string, value: Json): void {
  const text = encodeValue(value);
  sets.set(writable(key), text);
  deletes.delete(key);
}

export function addDelete({ sets, deletes }: CommitRequest, key: string): void {
  deletes.add(writable(key));
  sets.delete(key);
}

/** Commits what was collected; nothing at all costs nothing. Throws a RangeError above 4 MB. */
export async function commitRequest(engine: KvEngine, request: CommitRequest): Promise<CommitResult> {
  const { checks, sets, deletes, sequences } = request;
  if (checks.size + sets.size + deletes.size + sequences.length === 0) return { ok: true, numbers: {} };
  if (tooLarge(sets)) throw new RangeError(`commit larger than ${MAX_COMMIT_BYTES} bytes`);
  return engine.commit(request);
}

/** Collects one commit. Bad keys and values throw where they are given. */
export function createAtomic(engine: KvEngine): Atomic {
  const request = emptyRequest();
  /** The same key with two versions: no state of the store fits. */
  let contradiction = false;
  const atomic: Atomic = {
    check(key, version) {
      checkKey(key);
      if (request.checks.has(key) && request.checks.get(key) !== version) contradiction = true;
      request.checks.set(key, version);
      return atomic;
    },
    set(key, value) {
      addSet(request, key, value);
      return atomic;
    },
    delete(key) {
      addDelete(request, key);
      return atomic;
    },
    sequence(sequence) {
      checkKey(sequence.counter);
      if (!placeholderForm.test(sequence.placeholder)) throw new TypeError('a placeholder is `{seq <uuid>}`');
      request.sequences.push(sequence);
      return atomic;
    },
    commit: async () => (contradiction ? { ok: false } : commitRequest(engine, request)),
  };
  return atomic;
}

function writable(key: string): string {
  if (aliasedPrefix(key) !== null) throw new TypeError(`${key} is a read-only alias`);
  return checkKey(key);
}

function tooLarge(sets: Map<string, string>): boolean {
  let units = 0;
  for (const [key, text] of sets) units += key.length + text.length;
  // UTF-8 takes at most three bytes for a UTF-16 unit: only large commits are measured exactly.
  if (units * 3 <= MAX_COMMIT_BYTES) return false;
  let bytes = 0;
  for (const [key, text] of sets) bytes += Buffer.byteLength(key) + Buffer.byteLength(text);
  return bytes > MAX_COMMIT_BYTES;
}
