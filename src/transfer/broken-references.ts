import { entityNamed } from '../domain/entities.ts';
import type { AnyStore } from '../domain/entity-store.ts';
import type { Found } from './record-pages.ts';
import type { View } from './transfer-store.ts';

export interface BrokenReference {
  key: string;
  field: string;
  /** The record's key that is not there. */
  target: string;
}

/** The values at a path; arrays are gone through. */
function valuesAt(value: unknown, [field, ...rest]: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, field === undefined ? [] : [field, ...rest]));
  if (field === undefined) return [value];
  if (value === null || typeof value !== 'object') return [];
  return valuesAt((value as Record<string, unknown>)[field], rest);
}

/** References of these records to records that are not in the store: one question for the page. */
export async function brokenReferences(log: View['log'], store: AnyStore, page: Found[]): Promise<BrokenReference[]> {
  const named: BrokenReference[] = [];
  for (const { field, entity: target } of store.references) {
    const to = entityNamed(target);
    for (const found of page) {
      if (found.kind !== 'record') continue;
      for (const id of valuesAt(found.record, field.split('.'))) {
        if (typeof id === 'string') named.push({ key: found.key, field, target: to.key(id) });
      }
    }
  }
  const missing = new Set(await log.missing([...new Set(named.map(({ target }) => target))]));
  return named.filter(({ target }) => missing.has(target));
}
