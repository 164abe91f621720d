import type { AnyStore } from '../domain/entity-store.ts';
import type { Json, Kv } from '../domain/ports.ts';
import { type Tx, transact } from '../domain/transaction.ts';
import { canonicalText } from './canonical.ts';
import type { Kept } from './folder-records.ts';

export interface Refusal {
  key: string;
  reason: 'differs' | 'guard-held' | 'to-delete' | 'unreadable';
}

/** So many refusals are told one by one. */
const TOLD = 20;

export interface PageResult {
  created: number;
  overwritten: number;
  deleted: number;
  equal: number;
  refused: number;
  /** The first of them. */
  refusals: Refusal[];
}

export const nothingYet = (): PageResult => ({
  created: 0,
  overwritten: 0,
  deleted: 0,
  equal: 0,
  refused: 0,
  refusals: [],
});

export function refuse(result: PageResult, refusal: Refusal): void {
  result.refused++;
  if (result.refusals.length < TOLD) result.refusals.push(refusal);
}

export function addTo(total: PageResult, page: PageResult): void {
  for (const count of ['created', 'overwritten', 'deleted', 'equal', 'refused'] as const) total[count] += page[count];
  total.refusals = [...total.refusals, ...page.refusals].slice(0, TOLD);
}

/** One commit: records through their store's `create`, so that indexes, guards and agenda rows follow from them. */
export function importPage(kv: Kv, store: AnyStore, page: Kept[], overwrite: boolean): Promise<PageResult> {
  return transact(kv, async (tx) => {
    const result = nothingYet();
    await tx.preload(guardsAndKeys(store, page));
    for (const kept of page) await importOne(tx, store, kept, overwrite, result);
    return result;
  });
}

/** Everything that is looked at, read in one round trip. */
function guardsAndKeys(store: AnyStore, page: Kept[]): string[] {
  const keys = new Set<string>();
  for (const kept of page) {
    keys.add(kept.key);
    if (!('value' in kept)) continue;
    const record = parsed(store, kept.value, kept.key);
    if (record) for (const guard of store.derived(record).guards.keys()) keys.add(guard);
  }
  return [...keys];
}

async function importOne(tx: Tx, store: AnyStore, kept: Kept, overwrite: boolean, result: PageResult): Promise<void> {
  const { key } = kept;
  const no = (reason: Refusal['reason']): void => refuse(result, { key, reason });
  const there = await tx.get(key);
  const before = there === null ? null : parsed(store, there, key);
  if (!('value' in kept)) {
    if (there === null) return;
    if (!overwrite) return no('to-delete');
    if (before) store.delete(tx, before);
    else tx.replace(key, undefined);
    result.deleted++;
    return;
  }
  const record = parsed(store, kept.value, key);
  if (!record) return no('unreadable');
  if (before && canonicalText(store.toJson(before)) === canonicalText(store.toJson(record))) {
    result.equal++;
    return;
  }
  if (there !== null && !overwrite) return no('differs');
  const own = before ? store.derived(before).guards : new Map<string, Json>();
  for (const guard of store.derived(record).guards.keys()) {
    // A list would not do: another record of this very page may have just taken it.
    if (!own.has(guard) && (await tx.peek(guard)) !== null) return no('guard-held');
  }
  if (before) store.delete(tx, before);
  else if (there !== null) tx.replace(key, undefined);
  store.create(tx, record);
  if (there === null) result.created++;
  else result.overwritten++;
}

/** Null where the schema refuses it, or it says another id than its key. */
function parsed(store: AnyStore, value: Json, key: string): Record<string, unknown> | null {
  try {
    const record = store.parse(value, key);
    return store.key(store.idOf(record)) === key ? record : null;
  } catch {
    return null;
  }
}
