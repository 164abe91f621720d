import { entities } from '../domain/entities.ts';
import { counterPrefix } from '../domain/keys.ts';
import type { Kv } from '../domain/ports.ts';
import { transact } from '../domain/transaction.ts';
import { canonicalText } from './canonical.ts';
import { type Kept, keptRecords, stateIn } from './folder-records.ts';
import { addTo, importPage, nothingYet, type PageResult, type Refusal, refuse } from './import-page.ts';
import { damagedFiles, readParts, STATE } from './manifest.ts';
import type { Progress } from './progress.ts';
import type { TransferStore } from './transfer-store.ts';

/** Of records alone; their indexes come to about as much again, and a commit stays under 4 MB. */
const PAGE_BYTES = 1_000_000;

export type Imported = PageResult & { entity: string };

/**
 * Reads an export and its catch-ups back into a store. What is there and equal is left; what differs, or was deleted,
 * is refused unless `overwrite`. Running it again goes on where it was. Throws before the first write when a file is
 * not as the export wrote it, or was written by a later KostIn.
 */
export async function runImport(
  store: TransferStore,
  options: { folder: string; overwrite: boolean; progress: Progress },
): Promise<Imported[]> {
  const { folder, overwrite, progress } = options;
  const parts = await readParts(folder);
  const damaged = await damagedFiles(parts);
  if (damaged.length > 0) throw new Error(`not as the export wrote it: ${damaged.join(', ')}`);
  for (const { manifest } of parts) {
    for (const [name, { schemaVersion }] of Object.entries(manifest.entities)) {
      const known = entities.find((entity) => entity.name === name);
      if (!known || known.version < schemaVersion)
        throw new Error(`${name} was exported by a later KostIn than this one`);
    }
  }
  const imported: Imported[] = [];
  for (const entity of entities) {
    const { name } = entity;
    const told = parts.reduce((sum, { manifest }) => sum + (manifest.entities[name]?.records ?? 0), 0);
    progress.start(name, told);
    const total: Imported = { entity: name, ...nothingYet() };
    for await (const page of pages(keptRecords(parts, name), store.pageSize)) {
      addTo(total, await importPage(store.kv, entity, page, overwrite));
      progress.add(page.length);
    }
    progress.end();
    imported.push(total);
  }
  imported.push({ entity: 'state', ...(await importState(store.kv, stateIn(parts, STATE), overwrite)) });
  return imported;
}

async function* pages(records: AsyncIterable<Kept>, size: number): AsyncGenerator<Kept[]> {
  let page: Kept[] = [];
  let bytes = 0;
  for await (const kept of records) {
    const weight = 'value' in kept ? Buffer.byteLength(JSON.stringify(kept.value)) : 0;
    if (page.length > 0 && (page.length >= size || bytes + weight > PAGE_BYTES)) {
      yield page;
      [page, bytes] = [[], 0];
    }
    page.push(kept);
    bytes += weight;
  }
  if (page.length > 0) yield page;
}

/** Counters are never lowered: a number given out stays given out. */
async function importState(kv: Kv, state: AsyncIterable<Kept>, overwrite: boolean): Promise<PageResult> {
  const result = nothingYet();
  for await (const kept of state) {
    if (!('value' in kept)) continue;
    const { key, value } = kept;
    const isCounter = key.startsWith(counterPrefix);
    const done = await transact<'created' | 'overwritten' | 'equal' | Refusal>(kv, async (tx) => {
      const there = await tx.get(key);
      if (there !== null && canonicalText(there) === canonicalText(value)) return 'equal';
      if (isCounter && there !== null && Number(there) > Number(value)) return 'equal';
      if (!isCounter && there !== null && !overwrite) return { key, reason: 'differs' };
      if (there === null) tx.create(key, value);
      else tx.set(key, value);
      return there === null ? 'created' : 'overwritten';
    });
    if (typeof done === 'string') result[done]++;
    else refuse(result, done);
  }
  return result;
}
