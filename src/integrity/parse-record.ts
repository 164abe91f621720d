import { z } from 'zod';
import { type AnyStore, type Derived, NewerSchema } from '../domain/entity-store.ts';
import type { Json } from '../domain/ports.ts';
import { storeOf } from './key-shape.ts';

export interface ParsedRecord {
  kind: 'record';
  store: AnyStore;
  record: Record<string, unknown>;
  derived: Derived;
  /** It is stored as an older version of its schema. */
  older: boolean;
}
export type Parsed = ParsedRecord | { kind: 'newer-schema'; what: string } | { kind: 'schema'; what: string };

/** A stored value as its entity's newest; what is told of a refusal is where, never what stands there. */
export function parseRecord(store: AnyStore, key: string, value: Json): Parsed {
  try {
    const record = store.parse(value, key);
    if (store.key(store.idOf(record)) !== key) return { kind: 'schema', what: 'its value is of another id' };
    const stored = value as { schemaVersion?: number };
    const older = (stored.schemaVersion ?? 0) < store.version;
    return { kind: 'record', store, record, derived: store.derived(record), older };
  } catch (error) {
    if (error instanceof NewerSchema) return { kind: 'newer-schema', what: error.message };
    if (error instanceof z.ZodError) return { kind: 'schema', what: `refused: ${placesOf(error)}` };
    // A key that cannot be built of what the record says (too long).
    if (error instanceof RangeError) return { kind: 'schema', what: 'refused: a key of it is too long' };
    return { kind: 'schema', what: `refused: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

const MAX_PLACES = 5;
/** Names of fields only: a record's own keys may be ids, which say nothing of a person. */
function placesOf(error: z.ZodError): string {
  const places = [...new Set(error.issues.map((issue) => issue.path.join('.') || 'the value'))];
  const more = places.length > MAX_PLACES ? `, and ${places.length - MAX_PLACES} more` : '';
  return places.slice(0, MAX_PLACES).join(', ') + more;
}

const both = (derived: Derived): Map<string, Json>[] => [derived.indexes, derived.guards];

/** Whether the record under `recordKey` asks for this index or guard key; null when it cannot be read. */
export function asksFor(recordKey: string, value: Json, key: string): boolean | null {
  const store = storeOf(recordKey);
  if (!store) return false;
  const parsed = parseRecord(store, recordKey, value);
  if (parsed.kind !== 'record') return null;
  return both(parsed.derived).some((rows) => rows.has(key));
}
