import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type AgendaItem, type AgendaKind, agendaKey, agendaRows } from './agenda.ts';
import { DomainError } from './errors.ts';
import type { AnyRecordPattern, Key, Prefix } from './key-pattern.ts';
import type { Json, ListOptions } from './ports.ts';
import type { StatusTable } from './status.ts';
import type { Tx } from './transaction.ts';

/** An object's schema, whose fields can be listed: for documents and relational tables. */
export type EntitySchema<T> = z.ZodType<T> & { readonly shape: Readonly<Record<string, z.ZodType>> };

/** A field that names another record: its path (`events.userId`; arrays are gone through), and the entity's name. */
export interface EntityReference {
  field: string;
  entity: string;
}

export interface StoreDefinition<E extends string, T> {
  /** Names the entity: one word for it everywhere, in exports, documents, reports. */
  key: AnyRecordPattern<E>;
  schema: EntitySchema<T>;
  /** Every index key of this record; each will hold a reference to it. */
  indexes?(record: T): Key<NoInfer<E>, 'index'>[];
  /** Keys that only one record may hold at a time (architecture 2): created absent, deleted when it gives them up. */
  guards?(record: T): Key<NoInfer<E>, 'guard'>[];
  /** The counter that this record has its number of, and that number, which the counter is never behind. */
  counted?(record: T): [counter: Key<NoInfer<E>, 'counter'>, number: number] | null;
  /** What must happen at a time for this record, if anything. */
  agenda?(record: T): AgendaItem[];
  /**
   * The fields of which others keep copies, and what lets the copies follow a change of one (domain/follow.ts). The
   * record has `followDueAt` then, null or since when that is due, which only its store sets.
   */
  followed?: { kind: AgendaKind; fields: readonly (keyof NoInfer<T> & string)[] };
  /** Where the record's `status` may go from each; anything else is a mistake of the code and is not written. */
  transitions?: StatusTable<string>;
  references?: readonly EntityReference[];
  /**
   * Whether it stays when a person it names deletes the account; until then that account cannot be deleted (product 1,
   * "Privacy"). Never, where nothing is said.
   */
  outlivesPeople?(record: T): boolean;
  /** One for each schema version before this one; the first takes what carries no version, the seed's shape. */
  migrations?: readonly Migration[];
}

/** Makes a value of one schema version one of the next; `key` is where it was found. */
export type Migration = (value: Record<string, Json>, key: string) => Record<string, Json>;

export interface EntityStore<T, E extends string = string> {
  readonly name: E;
  readonly pattern: AnyRecordPattern<E>;
  readonly schema: EntitySchema<T>;
  readonly transitions: StatusTable<string> | null;
  readonly references: readonly EntityReference[];
  /** The newest version of the schema: what is written carries it as `schemaVersion` (0 is left out). */
  readonly version: number;
  /** Throws `common.not-found` when it does not exist. */
  get(tx: Tx, id: string): Promise<T>;
  find(tx: Tx, id: string): Promise<T | null>;
  /** Unchecked read: a later change does not make the commit fail. */
  peek(tx: Tx, id: string): Promise<T | null>;
  /** By an index, guard or record key of this entity. */
  findBy(tx: Tx, key: Key<E>): Promise<T | null>;
  /** The records under a prefix of this entity, in key order. A hint (see Tx.list). */
  list(tx: Tx, prefix: Prefix<E>, options?: ListOptions): Promise<{ record: T; cursor: string }[]>;
  /** A record that must not exist yet, with its indexes, guards and agenda. */
  create(tx: Tx, record: T): void;
  /** Replaces a record that this transaction has read; writes only the keys that change. */
  update(tx: Tx, before: T, after: T): void;
  delete(tx: Tx, record: T): void;
  /** Any version's value as the newest; throws a ZodError, or a `NewerSchema`. `key` is where it was found. */
  parse(value: Json, key?: string): T;
  /** As it is stored: the record and its schema's version. */
  toJson(record: T): Json;
  idOf(record: T): string;
  /** The record's key, for `Tx.preload`. */
  key(id: string): Key<E, 'record'>;
  /** Every other key that this record has in the store, with its value: indexes, guards, agenda. */
  derived(record: T): Derived;
  /** What the record derives now, in this transaction; nothing when it does not exist. An unchecked read. */
  agendaOf(tx: Tx, id: string): Promise<AgendaItem[]>;
  /** The copies follow what the record was when it was `seen`: false when that has changed by `now`, and they must again. */
  followDone(tx: Tx, seen: T, now: T): boolean;
  /** See StoreDefinition. */
  counted(record: T): [counter: string, number: number] | null;
  outlivesPeople(record: T): boolean;
}
/** One whose record's type is not known here. */
export type AnyStore = EntityStore<Record<string, unknown>>;

export interface Derived {
  indexes: Map<string, Json>;
  guards: Map<string, Json>;
  agenda: Map<string, Json>;
}

/** Written by a later version of KostIn: this one would lose what it does not know, so it keeps its hands off. */
export class NewerSchema extends Error {
  constructor(name: string, found: number, known: number) {
    super(`${name} of schema version ${found}, and this KostIn knows ${known}: it is older than the data`);
    this.name = 'NewerSchema';
  }
}

/** The id of a record whose key has two places of its own (`wishlist:{userId}:{propertyId}`); ids hold no `/`. */
export const joinId = (first: string, second: string): string => `${first}/${second}`;

/** From a record to its id and from an id to its key: the pattern's places are the record's fields. */
function identity<E extends string>({ places, text, entity, of }: AnyRecordPattern<E>, fields: object) {
  const missing = places.find((place) => !(place in fields));
  if (missing !== undefined) throw new Error(`${entity} has no ${missing} for its key`);
  // There is one only where there is no place: it is named by the last word of its key.
  const only = text.slice(text.lastIndexOf(':') + 1);
  return {
    idOf: (record: Record<string, unknown>): string =>
      places.length === 0 ? only : places.map((place) => String(record[place])).join('/'),
    key: (id: string): Key<E, 'record'> => of(places.length > 1 ? id.split('/') : [id].slice(0, places.length)),
  };
}

const dueOf = (value: Json | undefined): string | null =>
  z.object({ followDueAt: z.string() }).safeParse(value).data?.followDueAt ?? null;

const versioned = z.looseObject({ schemaVersion: z.int().min(0).default(0) });

/** A record, its indexes, its guards and its agenda rows, always written together; nothing else writes these keys. */
export function defineStore<E extends string, T extends Record<string, unknown>>(
  definition: StoreDefinition<E, T>,
): EntityStore<T, E> {
  const { key: pattern, schema, migrations = [], followed } = definition;
  const name = pattern.entity;
  if (followed && !('followDueAt' in schema.shape)) throw new Error(`${name} is followed, and has no followDueAt`);
  const { idOf, key } = identity(pattern, schema.shape);
  const version = migrations.length;
  const parse = (value: Json, foundAt = ''): T => {
    const { schemaVersion: found, ...record } = versioned.parse(value) as Record<string, Json> & {
      schemaVersion: number;
    };
    if (found > version) throw new NewerSchema(name, found, version);
    return schema.parse(migrations.slice(found).reduce((older, migrate) => migrate(older, foundAt), record));
  };
  const toJson = (record: T): Json => {
    const value = schema.parse(record) as Record<string, Json>;
    return version === 0 ? value : { ...value, schemaVersion: version };
  };
  const agendaItems = (record: T): AgendaItem[] => {
    const items = definition.agenda?.(record) ?? [];
    const due = record.followDueAt;
    return followed && typeof due === 'string' ? [...items, { kind: followed.kind, at: due }] : items;
  };
  const derived = (record: T): Derived => {
    const reference = { $ref: key(idOf(record)) };
    const refer = (keys: string[] = []) => new Map<string, Json>(keys.map((k) => [k, reference]));
    const agenda = new Map<string, Json>();
    for (const { kind, at } of agendaItems(record)) {
      agenda.set(...agendaRows.entry(agendaKey(kind, at, idOf(record)), { kind, at, id: idOf(record) }));
    }
    return { indexes: refer(definition.indexes?.(record)), guards: refer(definition.guards?.(record)), agenda };
  };
  const checkTransition = (before: T, after: T): void => {
    const { transitions } = definition;
    if (!transitions || before.status === after.status) return;
    const [from, to] = [String(before.status), String(after.status)];
    if (!transitions[from]?.includes(to)) throw new Error(`${key(idOf(after))} may not go from ${from} to ${to}`);
  };
  const hasChanged = (before: T, after: T): boolean =>
    followed?.fields.some((field) => !isDeepStrictEqual(before[field], after[field])) ?? false;
  /** Whoever changes the record need not think of its copies. */
  const withFollowDue = (tx: Tx, before: T, after: T): T => {
    if (!followed) return after;
    // A change of this very transaction that whoever writes again has not seen.
    const pending = before.followDueAt === null ? tx.pending(key(idOf(after))) : undefined;
    const due = after.followDueAt ?? dueOf(pending) ?? (hasChanged(before, after) ? after.updatedAt : null);
    return { ...after, followDueAt: due };
  };
  const at = (id: string, value: Json | null): T | null => (value === null ? null : parse(value, key(id)));
  return {
    name,
    pattern,
    schema,
    transitions: definition.transitions ?? null,
    references: definition.references ?? [],
    version,
    parse,
    toJson,
    idOf,
    key,
    derived,
    counted: (record) => definition.counted?.(record) ?? null,
    outlivesPeople: (record) => definition.outlivesPeople?.(record) ?? false,
    async agendaOf(tx, id) {
      const record = await this.peek(tx, id);
      return record ? agendaItems(record) : [];
    },
    async find(tx, id) {
      return at(id, await tx.get(key(id)));
    },
    async get(tx, id) {
      const found = await this.find(tx, id);
      if (!found) throw new DomainError('common.not-found');
      return found;
    },
    async peek(tx, id) {
      return at(id, await tx.peek(key(id)));
    },
    async findBy(tx, anyKey) {
      const entry = await tx.entry(anyKey);
      return entry === null ? null : parse(entry.value, entry.key);
    },
    async list(tx, prefix, options) {
      const entries = await tx.list(prefix, options);
      return entries.map((entry) => ({ record: parse(entry.value, entry.key), cursor: entry.cursor }));
    },
    create(tx, record) {
      tx.create(key(idOf(record)), toJson(record));
      const { indexes, guards, agenda } = derived(record);
      for (const [guard, value] of guards) tx.create(guard, value);
      for (const [row, value] of [...indexes, ...agenda]) tx.set(row, value);
    },
    followDone(tx, seen, now) {
      if (hasChanged(seen, now)) return false;
      this.update(tx, now, { ...now, followDueAt: null });
      return true;
    },
    update(tx, before, given) {
      if (idOf(before) !== idOf(given)) throw new Error(`${key(idOf(before))} cannot become ${key(idOf(given))}`);
      const after = withFollowDue(tx, before, given);
      checkTransition(before, after);
      tx.replace(key(idOf(after)), toJson(after));
      const [old, next] = [derived(before), derived(after)];
      for (const kind of ['indexes', 'guards', 'agenda'] as const) {
        for (const row of old[kind].keys()) if (!next[kind].has(row)) tx.delete(row);
        for (const [row, value] of next[kind]) {
          if (old[kind].has(row)) continue;
          if (kind === 'guards') tx.create(row, value);
          else tx.set(row, value);
        }
      }
    },
    delete(tx, record) {
      tx.replace(key(idOf(record)), undefined);
      const { indexes, guards, agenda } = derived(record);
      for (const row of [...indexes.keys(), ...guards.keys(), ...agenda.keys()]) tx.delete(row);
    },
  };
}
