/**
 * A pattern of keys as a value: `index('invoice', 'invoice:tenant:{tenantId}:{id}')`. Called with what stands in its
 * places it gives a key; `prefix`, called with the first of them, what all keys begin with that have these in common.
 * Both are strings that carry, for the type checker alone, whose they are.
 */

export type Role = 'record' | 'index' | 'guard' | 'counter' | 'operational';

declare const ofKey: unique symbol;
declare const ofPrefix: unique symbol;
/** A key of this entity; of an operational row, by the key's first word. */
export type Key<E extends string = string, R extends Role = Role> = string & {
  readonly [ofKey]: { entity: E; role: R };
};
/** What keys begin with that hold, or name, records of this entity. */
export type Prefix<E extends string = string> = string & { readonly [ofPrefix]: E };

/** Places that hold a number; all others hold text. `time` is an ISO instant. */
type NumberedPlace = 'telegramId' | 'updateId' | 'period' | 'year' | 'month';
type Places<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? [Place, ...Places<Rest>]
  : [];
type Values<Names extends string[]> = { [I in keyof Names]: Names[I] extends NumberedPlace ? number : string };
/** What a pattern is called with, in the order of its text. */
export type ValuesOf<Text extends string> = Values<Places<Text>>;

type Beginnings<V extends unknown[]> = V extends [...infer First, unknown] ? First | Beginnings<First> : never;
/** An index or a guard is never listed whole: that would be everybody's. */
type Shared<R extends Role, V extends unknown[]> = R extends 'index' | 'guard'
  ? Exclude<Beginnings<V>, []>
  : Beginnings<V>;

/** What is known of a pattern whatever its text. */
export interface AnyPattern<E extends string = string, R extends Role = Role> {
  readonly entity: E;
  readonly role: R;
  /** `invoice:tenant:{tenantId}:{id}` */
  readonly text: string;
  /** The names of its places, in order. */
  readonly places: readonly string[];
  /** For the documents. */
  readonly remark: string;
  /** A key of values that are not known by their types. Throws a RangeError when it would be longer than a key may be. */
  of(values: readonly (string | number)[]): Key<E, R>;
}

export interface KeyPattern<E extends string, R extends Role, Text extends string> extends AnyPattern<E, R> {
  (...values: ValuesOf<Text>): Key<E, R>;
  prefix(...values: Shared<R, ValuesOf<Text>>): Prefix<E>;
}

/** Its places are fields of the record: together they are its id. */
export interface AnyRecordPattern<E extends string = string> extends AnyPattern<E, 'record'> {
  /** `invoice:INV-`: the key of each record begins so, and no other but references. */
  readonly begins: string;
  /** `invoice:`: for lists, which then give each record once and nothing else. */
  readonly all: Prefix<E>;
}
export type RecordPattern<E extends string, Text extends string> = KeyPattern<E, 'record', Text> & AnyRecordPattern<E>;

const MAX_KEY_BYTES = 512;

/** `:` separates parts, so it cannot appear in one; nor can NUL or a lone surrogate (jsonb and text refuse them). */
export function part(value: string | number): string {
  const text = String(value);
  // Nearly every part is an id or a word: nothing in it to encode.
  if (/^[\w. -]*$/.test(text)) return text;
  return text.toWellFormed().replaceAll('\0', '').replaceAll('%', '%25').replaceAll(':', '%3A');
}

/** What `part` was given. */
export const unpart = (text: string): string => text.replaceAll('%3A', ':').replaceAll('%25', '%');
/** The parts of a key, as they were before `part` encoded them. */
export const partsOf = (key: string): string[] => key.split(':').map(unpart);

type Write = (value: string | number) => string;
/** So that key order is the order of numbers and times. */
const writers: Readonly<Record<string, Write>> = {
  updateId: (value) => part(String(value).padStart(12, '0')),
  month: (value) => part(String(value).padStart(2, '0')),
  time: (value) => new Date(value).toISOString().replaceAll(':', '.'),
};

function checked(key: string): string {
  if (key.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new RangeError(`key longer than ${MAX_KEY_BYTES} bytes`);
  return key;
}

function pattern<E extends string, R extends Role, Text extends string>(
  role: R,
  entity: E,
  text: Text,
  remark: string,
): KeyPattern<E, R, Text> {
  // Fixed words and names of places by turns.
  const pieces = text.split(/\{(\w+)\}/);
  const fixed = pieces.filter((_, i) => i % 2 === 0);
  const places = pieces.filter((_, i) => i % 2 === 1);
  const write = places.map((name) => writers[name] ?? part);
  const build = (values: readonly (string | number)[]): string => {
    let key = fixed[0] ?? '';
    for (let i = 0; i < values.length; i++) key += (write[i] ?? part)(values[i] ?? '') + (fixed[i + 1] ?? '');
    return checked(key);
  };
  const of = (values: readonly (string | number)[]) => build(values) as Key<E, R>;
  const call = (...values: (string | number)[]) => of(values);
  const prefix = (...values: (string | number)[]) => build(values) as Prefix<E>;
  return Object.assign(call, { entity, role, text, places, remark, of, prefix }) as KeyPattern<E, R, Text>;
}

interface RecordOptions {
  /** What its ids begin with, where other keys begin like the record's (`property:owner:…`): no record is one of them. */
  ids?: string;
  remark?: string;
}

export function record<E extends string, Text extends string>(
  entity: E,
  text: Text,
  { ids = '', remark = '' }: RecordOptions = {},
): RecordPattern<E, Text> {
  const all = text.split('{', 1)[0] as Prefix<E>;
  return Object.assign(pattern('record', entity, text, remark), { all, begins: all + ids });
}

/** Holds a reference to a record, whose places it has among its own. */
export const index = <E extends string, Text extends string>(entity: E, text: Text, remark = '') =>
  pattern('index', entity, text, remark);

/** Holds a reference to the one record that may have it (architecture 2). */
export const guard = <E extends string, Text extends string>(entity: E, text: Text, remark = '') =>
  pattern('guard', entity, text, remark);

/** Holds the last number that was given out. */
export const counter = <E extends string, Text extends `counter:${string}`>(entity: E, text: Text, remark = '') =>
  pattern('counter', entity, text, remark);

type FirstWord<Text extends string> = Text extends `${infer Word}:${string}` ? Word : Text;
/** A row of the machinery, which is no record: it is named by its first word. */
export const operational = <Text extends string>(text: Text, remark = '') =>
  pattern('operational', text.split(':', 1)[0] as FirstWord<Text>, text, remark);
