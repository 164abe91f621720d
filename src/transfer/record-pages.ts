import { z } from 'zod';
import type { Entity } from '../domain/entities.ts';
import { NewerSchema } from '../domain/entity-store.ts';
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

function read({ store }: Entity, key: string, value: Json): Found {
  try {
    const record = store.parse(value, key);
    if (store.key(store.idOf(record)) !== key) return { kind: 'refused', key, value, reason: 'it says another id' };
    return { kind: 'record', key, record, value: store.toJson(record) };
  } catch (error) {
    return { kind: 'refused', key, value, reason: reasonOf(error) };
  }
}

/** Every record of this entity in key order, as its newest schema has it, in pages. */
export async function* recordPages({ kv }: Pick<View, 'kv'>, entity: Entity): AsyncGenerator<Found[]> {
  for (let after: string | undefined; ; ) {
    const page = await kv.list(entity.list, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    if (page.length > 0) yield page.map(({ key, value }) => read(entity, key, value));
    after = page.at(-1)?.cursor;
    if (page.length < PAGE) return;
  }
}

/** What became of every record of this entity that was written or deleted since the cursor's export, in key order. */
export async function* changePages({ kv, log }: View, entity: Entity, cursor: string): AsyncGenerator<Found[]> {
  for (let after: string | undefined; ; ) {
    const page = { limit: CHANGES, ...(after === undefined ? {} : { after }) };
    const changed = await log.changed(cursor, entity.prefix, page);
    for (let i = 0; i < changed.length; i += PAGE) {
      const keys = changed.slice(i, i + PAGE);
      const entries = await kv.entries(keys);
      yield keys.map((key, n) => {
        const entry = entries[n];
        return entry ? read(entity, key, entry.value) : { kind: 'deleted', key };
      });
    }
    after = changed.at(-1);
    if (changed.length < CHANGES) return;
  }
}
