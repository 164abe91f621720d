import { canonical, canonicalText } from './canonical.ts';
import { type Comparison, compare, type Side } from './compare.ts';
import { type Cell, type EntityTable, entityTables, rowOf } from './entity-table.ts';
import { keptRecords } from './folder-records.ts';
import { damagedFiles, type Part, readParts } from './manifest.ts';
import type { Progress } from './progress.ts';
import { recordPages } from './record-pages.ts';
import { type TargetDatabase, targetRows } from './target-rows.ts';
import type { TransferStore, View } from './transfer-store.ts';

export interface EntityVerdict extends Comparison {
  entity: string;
  /** What the store is compared with. */
  with: 'folder' | 'target';
  /** Records of the store that their schema refuses, which are on neither side. */
  refused: number;
}

export interface Verified {
  verdicts: EntityVerdict[];
  /** Files of the folder that are not as they were written. */
  damaged: string[];
  equal: boolean;
}

const cellsText = (cells: Cell[]): string => JSON.stringify(cells);

/**
 * Compares the store with the export folder (its catch-ups applied), and with the relational tables where a target is
 * given: counts, checksums, and the first records that differ. In constant memory.
 */
export async function verify(
  store: TransferStore,
  options: { folder: string; target?: TargetDatabase; progress: Progress },
): Promise<Verified> {
  const { folder, target, progress } = options;
  const parts = await readParts(folder);
  const damaged = await damagedFiles(parts);
  const verdicts = await store.atOneMoment(async (view) => {
    const found: EntityVerdict[] = [];
    for (const table of entityTables) {
      const entity = table.store.name;
      progress.start(entity, await view.log.count(table.store.pattern.begins));
      const seen = { refused: 0 };
      const values = inStore(view, table, seen, progress, ({ value }) => canonicalText(value));
      found.push({
        entity,
        with: 'folder',
        ...(await compare(values, inFolder(parts, entity))),
        refused: seen.refused,
      });
      if (target) {
        const rows = inStore(view, table, seen, null, ({ record }) => cellsText(rowOf(table, record)), true);
        const compared = await compare(rows, inTarget(target, table));
        found.push({ entity, with: 'target', ...compared, refused: seen.refused });
      }
      progress.end();
    }
    return found;
  });
  return { verdicts, damaged, equal: damaged.length === 0 && verdicts.every((verdict) => verdict.equal) };
}

type Row = { value: Parameters<typeof canonicalText>[0]; record: Record<string, unknown> };

/** Records of the store by key; or by their primary key, as the target's rows are named. */
function inStore(
  view: View,
  table: EntityTable,
  seen: { refused: number },
  progress: Progress | null,
  textOf: (row: Row) => string,
  byPrimaryKey = false,
): Side {
  return async function* () {
    seen.refused = 0;
    for await (const page of recordPages(view, table.store)) {
      for (const found of page) {
        if (found.kind === 'refused') seen.refused++;
        if (found.kind !== 'record') continue;
        yield [byPrimaryKey ? primaryKeyOf(table, rowOf(table, found.record)) : found.key, textOf(found)];
      }
      progress?.add(page.length);
    }
  };
}

function inFolder(parts: readonly Part[], entity: string): Side {
  return async function* () {
    for await (const kept of keptRecords(parts, entity)) {
      if ('value' in kept) yield [kept.key, canonicalText(kept.value)];
    }
  };
}

function inTarget(target: TargetDatabase, table: EntityTable): Side {
  return async function* () {
    for await (const row of targetRows(target, table)) {
      const cells = row.map((cell, i) => (table.columns[i]?.type === 'jsonb' ? canonical(cell) : cell));
      yield [primaryKeyOf(table, cells), cellsText(cells)];
    }
  };
}

const primaryKeyOf = ({ columns, primaryKey }: EntityTable, row: Cell[]): string =>
  primaryKey.map((column) => String(row[columns.indexOf(column)])).join(' / ');
