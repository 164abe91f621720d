import type { z } from 'zod';

/** Telegram's limit for `callback_data`. */
const MAX_BYTES = 64;

export type Fields = Record<string, z.ZodType>;
export type Values<F extends Fields> = z.infer<z.ZodObject<F>>;

export interface CallbackDefinition<F extends Fields> {
  readonly name: string;
  /** The button's `callback_data`. Throws RangeError over 64 bytes: ids are short, so that is a programming error. */
  pack(values: Values<F>): string;
  /** Null for another button's data and for anything forged. Says nothing about rights: the use case does. */
  match(data: string): Values<F> | null;
}

// `:` separates, so it cannot stand in a value.
const encode = (text: string): string => text.replaceAll('%', '%25').replaceAll(':', '%3A');
const decode = (text: string): string => text.replaceAll('%3A', ':').replaceAll('%25', '%');

/** Everything travels as text: taken as it is where the schema allows, else as the number or boolean it spells. */
function parseField(schema: z.ZodType, text: string): { ok: true; value: unknown } | { ok: false } {
  const candidates: unknown[] = text === '' ? [undefined, ''] : [text];
  if (/^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text) candidates.push(Number(text));
  if (text === 'true' || text === 'false') candidates.push(text === 'true');
  for (const candidate of candidates) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return { ok: true, value: parsed.data };
  }
  return { ok: false };
}

/**
 * One kind of button: a short name and its fields (string, number, boolean, enum; optional ones may be left out, and an
 * optional string is never empty). `defineCallback('listing', { id: z.string(), page: z.int() })`.
 */
export function defineCallback<F extends Fields>(name: string, fields: F): CallbackDefinition<F> {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new RangeError(`callback name ${name}`);
  const names = Object.keys(fields);
  const head = names.length === 0 ? name : `${name}:`;
  return {
    name,
    pack(values) {
      const data = [
        name,
        ...names.map((field) => encode(String((values as Record<string, unknown>)[field] ?? ''))),
      ].join(':');
      if (Buffer.byteLength(data) > MAX_BYTES)
        throw new RangeError(`callback ${name} is longer than ${MAX_BYTES} bytes`);
      return data;
    },
    match(data) {
      if (names.length === 0 ? data !== head : !data.startsWith(head)) return null;
      const parts = data.split(':').slice(1);
      if (parts.length !== names.length) return null;
      const values: Record<string, unknown> = {};
      for (const [i, field] of names.entries()) {
        const schema = fields[field];
        const parsed = schema ? parseField(schema, decode(parts[i] ?? '')) : { ok: false as const };
        if (!parsed.ok) return null;
        values[field] = parsed.value;
      }
      return values as Values<F>;
    },
  };
}
