import type { z } from 'zod';
import type { AnyPattern, Key } from './key-pattern.ts';
import type { Json } from './ports.ts';
import type { Tx } from './transaction.ts';

/** What stands under the keys of one operational pattern: rows of the machinery, which are no records. */
export interface Rows<N extends string, T> {
  readonly name: N;
  readonly schema: z.ZodType<T>;
  /** Days that one is kept after it was last written, where it is written with `expiryOf`; null: until it is deleted. */
  readonly keepDays: number | null;
  /** Null: there is none, or it cannot be read. */
  parse(value: Json | null): T | null;
  /** Checked, like `Tx.get`. */
  read(tx: Tx, key: Key<N>): Promise<T | null>;
  /** Unchecked, like `Tx.peek`. */
  peek(tx: Tx, key: Key<N>): Promise<T | null>;
  write(tx: Tx, key: Key<N>, value: T): void;
  /** Key and value, for a commit without a transaction. */
  entry(key: Key<N>, value: T): [key: Key<N>, value: Json];
  /** Those that a transaction writes, as committed. */
  written(tx: Tx): T[];
}
/** One whose value's type is not known here. */
export type AnyRows = Pick<Rows<string, unknown>, 'name' | 'schema' | 'keepDays'>;

/** `T` must be JSON: objects, arrays, texts, numbers, yes and no, null. */
export function defineRow<N extends string, T>(
  pattern: AnyPattern<N, 'operational'>,
  schema: z.ZodType<T>,
  { keepDays = null }: { keepDays?: number | null } = {},
): Rows<N, T> {
  const parse = (value: Json | null): T | null => {
    if (value === null) return null;
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : null;
  };
  const entry = (key: Key<N>, value: T): [Key<N>, Json] => [key, value as Json];
  return {
    name: pattern.entity,
    schema,
    keepDays,
    parse,
    read: async (tx, key) => parse(await tx.get(key)),
    peek: async (tx, key) => parse(await tx.peek(key)),
    write: (tx, key, value) => tx.set(...entry(key, value)),
    entry,
    written: (tx) =>
      tx
        .written(`${pattern.entity}:`)
        .map(([, value]) => parse(value))
        .filter((value) => value !== null),
  };
}
