import type { Json, Kv, Version } from '../../domain/ports.ts';
import { createKv } from './create-kv.ts';
import { referenceOf } from './encode.ts';
import type { CommitRequest, Found, KvEngine, KvOptions, PageRequest } from './engine.ts';
import { compareKeys } from './key-range.ts';

interface Row {
  /** JSON text: every read parses its own copy. */
  text: string;
  version: Version;
}

/** A real store without durability, for fast tests, and the model that the SQL ones are checked against. */
export function createMemoryKv(options: KvOptions = {}): Kv {
  const rows = new Map<string, Row>();
  /** Every key of `rows`, in UTF-8 byte order. */
  const order: string[] = [];
  let commits = 0;

  /** Where `key` stands, or would stand. */
  const position = (key: string): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(order[middle] as string, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const put = (key: string, row: Row): void => {
    if (!rows.has(key)) order.splice(position(key), 0, key);
    rows.set(key, row);
  };
  const remove = (key: string): void => {
    if (rows.delete(key)) order.splice(position(key), 1);
  };

  const find = (cursor: string): Found | null => {
    const row = rows.get(cursor);
    if (!row) return null;
    const value = JSON.parse(row.text) as Json;
    const key = referenceOf(value);
    if (key === null) return { key: cursor, value, version: row.version, cursor };
    const record = rows.get(key);
    if (!record) return { cursor, dangling: key };
    return { key, value: JSON.parse(record.text) as Json, version: record.version, cursor };
  };
  const isReference = (key: string): boolean => rows.get(key)?.text.startsWith('{"$ref":') ?? false;

  const page = ({ from, to, reverse, recordsOnly, limit }: PageRequest): Found[] => {
    const found: Found[] = [];
    const [start, end] = [position(from), position(to)];
    for (let i = 0; i < end - start && found.length < limit; i++) {
      const cursor = order[reverse ? end - 1 - i : start + i] as string;
      const one = recordsOnly && isReference(cursor) ? null : find(cursor);
      if (one) found.push(one);
    }
    return found;
  };

  const commit = ({ checks, sets, deletes, sequences }: CommitRequest): ReturnType<KvEngine['commit']> => {
    const counters = new Map<string, number>();
    const numbers: Record<string, string> = {};
    for (const { placeholder, counter, pad } of sequences) {
      const last = counters.get(counter) ?? Number(rows.get(counter)?.text ?? 0);
      counters.set(counter, last + 1);
      numbers[placeholder] = String(last + 1).padStart(pad, '0');
    }
    const resolve = (text: string): string => {
      if (sequences.length === 0) return text;
      return text.replaceAll(/\{seq [0-9a-f-]{36}\}/g, (placeholder) => numbers[placeholder] ?? placeholder);
    };
    for (const [key, version] of checks) {
      const found = version === null ? find(resolve(key)) : (rows.get(resolve(key)) ?? null);
      const absent = found === null || 'dangling' in found;
      if (version === null ? !absent : absent || found.version !== version) return Promise.resolve({ ok: false });
    }
    for (const [key, version] of checks) if (version === null) remove(resolve(key)); // dangling ones
    const version = String(++commits);
    for (const [counter, last] of counters) put(counter, { text: String(last), version });
    for (const key of deletes) remove(resolve(key));
    for (const [key, text] of sets) put(resolve(key), { text: resolve(text), version });
    return Promise.resolve({ ok: true, numbers });
  };

  const engine: KvEngine = {
    read: (keys, pages) => Promise.resolve({ entries: keys.map(find), pages: pages.map(page) }),
    commit,
    close: () => Promise.resolve(),
  };
  return createKv(engine, options);
}
