import { entityNamed } from '../domain/entities.ts';
import type { AnyStore } from '../domain/entity-store.ts';

export interface NamedRecord {
  field: string;
  /** The record's key. */
  key: string;
  isPerson: boolean;
}

/** The values at a path; arrays are gone through, null and missing ones are none. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  return typeof value === 'object' ? valuesAt((value as Record<string, unknown>)[first], rest) : [];
}

/** Every record that this one names, each once. */
export function namedBy(store: AnyStore, record: Record<string, unknown>): NamedRecord[] {
  const named = new Map<string, NamedRecord>();
  for (const { field, entity } of store.references) {
    const to = entityNamed(entity);
    for (const id of valuesAt(record, field.split('.'))) {
      const key = to.key(String(id));
      named.set(`${field} ${key}`, { field, key, isPerson: entity === 'profile' });
    }
  }
  return [...named.values()];
}
