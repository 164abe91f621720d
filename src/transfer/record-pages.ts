import { z } from 'zod';
import { type AnyStore, NewerSchema } from '../domain/entity-store.ts';
import type { Json } from '../domain/ports.ts';
import type { View } from './transfer-store.ts';

export type Found =
  | { kind: 'record'; key: string; record: Record<string, unknown>; value: Json }
  /** Its schema refuses it; `reason` holds no value of it. */
  | { kind: 'refused'; key: string; value: Json; reason: string }
  /** Only where changes are asked for. */
  | { kind: 'deleted'; key: string };

const PAGE = 200;
/** Keys alone are small, and each page of changes is a search of its own. */
const CHANGES = 5_000;

/** Paths and rules, never the value itself. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  }
  if (error instanceof NewerSchema) return error.message;
  throw error;
}

function read(store: AnyStore, key: string, value: Json): Found {
  try {
    const record = store.parse(value, key);
    if (store.key(store.idOf(record)) !== key) return { kind: 'refused', key, value, reason: 'it says another id' };
    return { kind: 'record', key, record, value: store.toJson(record) };
  } catch (error) {
    return { kind: 'refused', key, value, reason: reasonOf(error) };
  }
}

/** Every record of this entity in key order, as its newest schema has it, in pages. */
export async function* recordPages({ kv }: Pick<View, 'kv'>, store: AnyStore): AsyncGenerator<Found[]> {
  for (let after: string | undefined; ; ) {
    const page = await kv.list(store.pattern.all, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    if (page.length > 0) yield page.map(({ key, value }) => read(store, key, value));
    after = page.at(-1)?.cursor;
    if (page.length < PAGE) return;
  }
}

/** What became of every record of this entity that was written or deleted since the cursor's export, in key order. */
export async function* changePages({ kv, log }: View, store: AnyStore, cursor: string): AsyncGenerator<Found[]> {
  for (let after: string | undefined; ; ) {
    const page = { limit: CHANGES, ...(after === undefined ? {} : { after }) };
    const changed = await log.changed(cursor, store.pattern.begins, page);
    for (let i = 0; i < changed.length; i += PAGE) {
      const keys = changed.slice(i, i + PAGE);
      const entries = await kv.entries(keys);
      yield keys.map((key, n) => {
        const entry = entries[n];
        return entry ? read(store, key, entry.value) : { kind: 'deleted', key };
      });
    }
    after = changed.at(-1);
    if (changed.length < CHANGES) return;
  }
}
