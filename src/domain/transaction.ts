import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from './errors.ts';
import type { Entry, Json, Kv, ListOptions, ListRequest, Sequence, Version } from './ports.ts';

/**
 * One use case's view of the store: it remembers the version of everything it read with `get` and writes once.
 * A conflict re-runs the whole use case (`transact`), so a use case must be a pure function of what it reads.
 */
export class Tx {
  readonly #kv: Kv;
  readonly #seen = new Map<string, Entry | null>();
  /** Index keys that were read, to the record they name. */
  readonly #alias = new Map<string, string>();
  readonly #checks = new Map<string, Version | null>();
  readonly #writes = new Map<string, Json | undefined>();
  readonly #sequences: Sequence[] = [];
  #numbers: Record<string, string> = {};

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** Keys and lists in one round trip; later `get` and `peek` of these keys cost nothing. */
  async preload(keys: string[], lists: ListRequest[] = []): Promise<Entry[][]> {
    const missing = keys.filter((key) => !this.#known(key));
    if (missing.length === 0 && lists.length === 0) return [];
    const answer = await this.#kv.read({ keys: missing, lists });
    missing.forEach((key, i) => {
      this.#remember(key, answer.entries[i] ?? null);
    });
    for (const entry of answer.lists.flat()) this.#remember(entry.cursor, entry);
    return answer.lists;
  }

  /** The value, or null; the commit fails when it has changed by then. An index key gives its record. */
  async get(key: string): Promise<Json | null> {
    return (await this.entry(key))?.value ?? null;
  }

  /** Like `get`, with the key that holds the value: its own, or the record's that it refers to. */
  async entry(key: string): Promise<{ key: string; value: Json } | null> {
    const target = await this.#find(key);
    if (!this.#writes.has(target)) this.#check(target);
    const value = this.#writes.has(target) ? this.#writes.get(target) : this.#seen.get(target)?.value;
    return value === undefined ? null : { key: target, value };
  }

  /** Like `get`, but a later change does not make the commit fail: names to show, the recipient of a message. */
  async peek(key: string): Promise<Json | null> {
    const target = await this.#find(key);
    if (this.#writes.has(target)) return this.#writes.get(target) ?? null;
    return this.#seen.get(target)?.value ?? null;
  }

  /**
   * A page of committed entries. A hint, not a fact: two use cases that both found it empty may both commit.
   * Records found here may be passed to `get` afterwards at no cost.
   */
  async list(prefix: string, options: ListOptions = {}): Promise<Entry[]> {
    const entries = await this.#kv.list(prefix, options);
    for (const entry of entries) this.#remember(entry.cursor, entry);
    return entries;
  }

  /** Writes a key that must not exist, or that this transaction takes from its holder: guard keys, new records. */
  create(key: string, value: Json): void {
    const isGivenUp = this.#writes.has(key) && this.#writes.get(key) === undefined;
    if (!isGivenUp) this.#checks.set(key, null);
    this.#writes.set(key, value);
  }

  /** Writes a key that was read with `get` before (so that its version is checked), or any key blindly. */
  set(key: string, value: Json): void {
    this.#writes.set(key, value);
  }

  /**
   * Writes (`undefined`: deletes) a record that this transaction has seen, by whatever read: the commit fails when it
   * has changed since. Throws when it was never read: a write of something stale would go unnoticed.
   */
  replace(key: string, value: Json | undefined): void {
    if (!this.#writes.has(key)) {
      if (!this.#seen.has(key)) throw new Error(`${key} is replaced without having been read`);
      this.#check(key);
    }
    this.#writes.set(key, value);
  }

  delete(key: string): void {
    this.#writes.set(key, undefined);
  }

  /** The next number of a counter, known only after the commit: a placeholder to use in keys and values. */
  sequence(counter: string, pad = 1): string {
    const placeholder = `{seq ${crypto.randomUUID()}}`;
    this.#sequences.push({ placeholder, counter, pad });
    return placeholder;
  }

  get hasWrites(): boolean {
    return this.#writes.size + this.#sequences.length > 0;
  }

  /** What it will write under this very key; undefined: nothing, or a deletion. */
  pending(key: string): Json | undefined {
    return this.#writes.get(key);
  }

  /** Whether it sets a key that begins so. */
  writes(prefix: string): boolean {
    for (const [key, value] of this.#writes) if (value !== undefined && key.startsWith(prefix)) return true;
    return false;
  }

  /** What it writes under keys that begin so, as committed (numbers filled in); deletions left out. */
  written(prefix: string): [key: string, value: Json][] {
    const found: [string, Json][] = [];
    for (const [key, value] of this.#writes) {
      if (value !== undefined && key.startsWith(prefix)) found.push([this.resolve(key), this.resolve(value)]);
    }
    return found;
  }

  async commit(): Promise<boolean> {
    const atomic = this.#kv.atomic();
    for (const [key, version] of this.#checks) atomic.check(key, version);
    for (const [key, value] of this.#writes) {
      if (value === undefined) atomic.delete(key);
      else atomic.set(key, value);
    }
    for (const sequence of this.#sequences) atomic.sequence(sequence);
    const result = await atomic.commit();
    if (!result.ok) return false;
    this.#numbers = result.numbers;
    return true;
  }

  /** Replaces placeholders by their numbers in a string, or anywhere in a JSON-like value. */
  resolve<T>(value: T): T {
    if (this.#sequences.length === 0) return value;
    if (typeof value === 'string') {
      return value.replaceAll(/\{seq [0-9a-f-]{36}\}/g, (found) => this.#numbers[found] ?? found) as T;
    }
    if (Array.isArray(value)) return value.map((item) => this.resolve(item)) as T;
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [this.resolve(k), this.resolve(v)])) as T;
    }
    return value;
  }

  #known(key: string): boolean {
    return this.#alias.has(key) || this.#seen.has(key) || this.#writes.has(key);
  }

  /** Reads the key if need be; answers the key that holds the value: its own, or the record's that it refers to. */
  async #find(key: string): Promise<string> {
    await this.preload([key]);
    const written = this.#writes.get(key);
    if (this.#writes.has(key)) {
      const target = isReference(written) ? written.$ref : key;
      if (target !== key) await this.preload([target]);
      return target;
    }
    return this.#alias.get(key) ?? key;
  }

  #check(key: string): void {
    if (!this.#checks.has(key)) this.#checks.set(key, this.#seen.get(key)?.version ?? null);
  }

  /** The first sight counts: a later one may be newer than what the use case has decided on. */
  #remember(key: string, entry: Entry | null): void {
    if (entry && entry.key !== key) this.#alias.set(key, entry.key);
    const target = entry?.key ?? key;
    if (!this.#seen.has(target)) this.#seen.set(target, entry);
  }
}

const isReference = (value: Json | undefined): value is { $ref: string } =>
  typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string';

/** Runs and commits; a conflict runs it again, until 5 s of real time have passed (then `common.busy`). */
export async function transact<T>(kv: Kv, work: (tx: Tx) => Promise<T>, deadlineMs = 5_000): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (let attempt = 0; ; attempt++) {
    const tx = new Tx(kv);
    const result = await work(tx);
    if (!tx.hasWrites || (await tx.commit())) return tx.resolve(result);
    if (performance.now() > end) throw new DomainError('common.busy');
    await sleep(Math.random() * Math.min(100, 4 * 2 ** attempt));
  }
}
