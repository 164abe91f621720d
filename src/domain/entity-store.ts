import type { z } from 'zod';
import { DomainError } from './errors.ts';
import { agendaKey } from './keys.ts';
import type { Json, ListOptions } from './ports.ts';
import type { StatusTable } from './status.ts';
import type { Tx } from './store.ts';

export interface AgendaItem {
  kind: AgendaKind;
  /** When, as ISO UTC; derived from the record alone. */
  at: string;
}

export type AgendaKind =
  | 'charge-payment'
  | 'poll-payment'
  | 'expire-payment'
  | 'expire-hold'
  | 'expire-application'
  | AccountKind;
/** Taken only where there are accounts beside the profiles. */
export type AccountKind = 'sync-account' | 'remove-account';

export interface StoreDefinition<T> {
  schema: z.ZodType<T>;
  key(id: string): string;
  idOf(record: T): string;
  /** Every index key of this record; each will hold a reference to it. */
  indexes(record: T): string[];
  /** What must happen at a time for this record, if anything. */
  agenda?(record: T): AgendaItem[];
  /** Where the record's `status` may go from each; anything else is a mistake of the code and is not written. */
  transitions?: StatusTable<string>;
}

export interface EntityStore<T> {
  /** Throws `common.not-found` when it does not exist. */
  get(tx: Tx, id: string): Promise<T>;
  find(tx: Tx, id: string): Promise<T | null>;
  /** Unchecked read: a later change does not make the commit fail. */
  peek(tx: Tx, id: string): Promise<T | null>;
  /** By an index key or a record key that holds (or names) such a record. */
  findBy(tx: Tx, key: string): Promise<T | null>;
  /** The records under an index prefix, in key order. A hint (see Tx.list). */
  list(tx: Tx, prefix: string, options?: ListOptions): Promise<{ record: T; cursor: string }[]>;
  /** A record that must not exist yet, with its indexes and agenda. */
  create(tx: Tx, record: T): void;
  /** Replaces a record that this transaction has read; writes only the index and agenda keys that change. */
  update(tx: Tx, before: T, after: T): void;
  delete(tx: Tx, record: T): void;
  parse(value: Json): T;
  /** The record's key, for `Tx.preload`. */
  key(id: string): string;
  /** What the record derives now, in this transaction; nothing when it does not exist. An unchecked read. */
  agendaOf(tx: Tx, id: string): Promise<AgendaItem[]>;
}

/** A record, its indexes and its agenda rows, always written together; nothing else writes these keys. */
export function defineStore<T extends Record<string, unknown>>(definition: StoreDefinition<T>): EntityStore<T> {
  const { schema, key, idOf, indexes } = definition;
  const parse = (value: Json): T => schema.parse(value);
  const toJson = (record: T): Json => schema.parse(record) as unknown as Json;
  const derived = (record: T): Map<string, Json> => {
    const recordKey = key(idOf(record));
    const rows = new Map<string, Json>(indexes(record).map((k) => [k, { $ref: recordKey }]));
    for (const { kind, at } of definition.agenda?.(record) ?? []) {
      rows.set(agendaKey(kind, at, idOf(record)), { kind, at, id: idOf(record) });
    }
    return rows;
  };
  const checkTransition = (before: T, after: T): void => {
    const { transitions } = definition;
    if (!transitions || before.status === after.status) return;
    const [from, to] = [String(before.status), String(after.status)];
    if (!transitions[from]?.includes(to)) throw new Error(`${key(idOf(after))} may not go from ${from} to ${to}`);
  };
  return {
    parse,
    key,
    async agendaOf(tx, id) {
      const value = await tx.peek(key(id));
      return value === null ? [] : (definition.agenda?.(parse(value)) ?? []);
    },
    async find(tx, id) {
      const value = await tx.get(key(id));
      return value === null ? null : parse(value);
    },
    async get(tx, id) {
      const found = await this.find(tx, id);
      if (!found) throw new DomainError('common.not-found');
      return found;
    },
    async peek(tx, id) {
      const value = await tx.peek(key(id));
      return value === null ? null : parse(value);
    },
    async findBy(tx, indexKey) {
      const value = await tx.get(indexKey);
      return value === null ? null : parse(value);
    },
    async list(tx, prefix, options) {
      const entries = await tx.list(prefix, options);
      return entries.map((entry) => ({ record: parse(entry.value), cursor: entry.cursor }));
    },
    create(tx, record) {
      tx.create(key(idOf(record)), toJson(record));
      for (const [row, value] of derived(record)) tx.set(row, value);
    },
    update(tx, before, after) {
      const old = derived(before);
      const next = derived(after);
      if (idOf(before) !== idOf(after)) throw new Error(`${key(idOf(before))} cannot become ${key(idOf(after))}`);
      checkTransition(before, after);
      tx.replace(key(idOf(after)), toJson(after));
      for (const row of old.keys()) if (!next.has(row)) tx.delete(row);
      for (const [row, value] of next) if (!old.has(row)) tx.set(row, value);
    },
    delete(tx, record) {
      tx.replace(key(idOf(record)), undefined);
      for (const row of derived(record).keys()) tx.delete(row);
    },
  };
}
