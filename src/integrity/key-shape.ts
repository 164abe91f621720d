import { entityNamed } from '../domain/entities.ts';
import type { AnyStore } from '../domain/entity-store.ts';
import { type AnyPattern, unpart } from '../domain/key-pattern.ts';
import { keyPatterns, keys } from '../domain/keys.ts';

/** What kind of row a key stands for, told from the key alone. */
export type KeyShape =
  | { role: 'record'; store: AnyStore }
  /** `record`: the only record that it may refer to. */
  | { role: 'index'; record: string }
  | { role: 'guard' }
  | { role: 'agenda'; kind: string; id: string }
  | { role: 'counter' }
  /** `name`: the key's first word; `args`: what stands in the pattern's places. */
  | { role: 'operational'; name: string; args: string[] }
  | { role: 'unknown' };

const formOf = ({ text }: AnyPattern): RegExp => new RegExp(`^${text.replaceAll(/\{\w+\}/g, '([^:]+)')}$`);
const firstWord = (text: string): string => text.split(':', 1)[0] ?? '';
/** By the key's first word, so that few are tried. */
const byFirstWord = Map.groupBy(
  keyPatterns.map((pattern) => ({ pattern, form: formOf(pattern) })),
  ({ pattern }) => firstWord(pattern.text),
);

/** The pattern of this key, and what stands in its places. */
export function patternOf(key: string): { pattern: AnyPattern; args: string[] } | null {
  for (const { pattern, form } of byFirstWord.get(firstWord(key)) ?? []) {
    const found = form.exec(key);
    if (found) return { pattern, args: found.slice(1).map(unpart) };
  }
  return null;
}

/** What this key is, by the patterns of `keys.ts`. */
export function shapeOf(key: string): KeyShape {
  const found = patternOf(key);
  if (!found) return { role: 'unknown' };
  const { pattern, args } = found;
  const at = (place: string): string => args[pattern.places.indexOf(place)] ?? '';
  switch (pattern.role) {
    case 'record': {
      const store = entityNamed(pattern.entity);
      return key.startsWith(store.pattern.begins) ? { role: 'record', store } : { role: 'unknown' };
    }
    case 'index': {
      const record = entityNamed(pattern.entity).pattern;
      return { role: 'index', record: record.of(record.places.map(at)) };
    }
    case 'operational':
      if (pattern === keys.agenda) return { role: 'agenda', kind: at('kind'), id: at('id') };
      return { role: 'operational', name: pattern.entity, args };
    default:
      return { role: pattern.role };
  }
}

/** The store of a record's key, or null. */
export function storeOf(key: string): AnyStore | null {
  const shape = shapeOf(key);
  return shape.role === 'record' ? shape.store : null;
}
