import { join } from 'node:path';
import type { CursorVerdict } from '../domain/change-log.ts';
import { counterPrefix, keys } from '../domain/keys.ts';
import { brokenReferences } from './broken-references.ts';
import { type EntityTable, entityTables, identityOf, rowOf } from './entity-table.ts';
import { createPartialFolder, type PartialFolder } from './export-files.ts';
import { MANIFEST, type Manifest, nextCatchUp, PROBLEMS, readParts, STATE } from './manifest.ts';
import type { Progress } from './progress.ts';
import { changePages, type Found, recordPages } from './record-pages.ts';
import { foreignKeysSql, loadSql, schemaSql } from './schema-sql.ts';
import { deletes, upserts } from './sql-text.ts';
import type { TransferStore, View } from './transfer-store.ts';

export interface ExportOptions {
  folder: string;
  /** A cursor of an export in this folder, or `last`; without it everything is exported. */
  since?: string;
  progress: Progress;
}

export interface Exported {
  folder: string;
  manifest: Manifest;
}

const refusals: Readonly<Record<Exclude<CursorVerdict, 'good'>, string>> = {
  unknown:
    'the store does not know this cursor: it is of another store, the store was set back to an older copy, or the change log was switched off since',
  elsewhere: 'this cursor was made in another database: this one is a restored copy, with a history of its own',
  future: 'this cursor is ahead of the store: the store was set back to an older copy',
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
type Counts = Manifest['entities'][string];

/**
 * Writes every record, or what changed since an earlier export, into a folder that appears when it is complete.
 * What keeps somebody from using it at once (a value that its schema refuses, a reference to nothing) is in
 * `problems.ndjson`. Throws with a message for the operator.
 */
export async function runExport(store: TransferStore, options: ExportOptions): Promise<Exported> {
  const startedAt = new Date().toISOString();
  const target = options.since === undefined ? { folder: options.folder, since: null } : await catchUpOf(options);
  const { folder, since } = target;
  const partial = await createPartialFolder(folder);
  try {
    // Before the first read, so that no change falls between the two.
    const cursor = await store.log.switchOn();
    const done = await store.atOneMoment(async (view) => {
      const { since: position, verdict } = await view.log.look(since ?? undefined);
      if (verdict !== null && verdict !== 'good') throw new Error(`${refusals[verdict]}. Make a full export.`);
      return { position, ...(await writeAll(view, partial, since, options.progress)) };
    });
    const { position, ...counted } = done;
    if (!(await store.log.keep(cursor, position))) throw new Error('the change log was switched off meanwhile');
    const kind = since === null ? 'full' : 'catch-up';
    const finishedAt = new Date().toISOString();
    const files = { ...partial.checksums };
    const manifest: Manifest = { format: 1, kind, since, cursor, startedAt, finishedAt, ...counted, files };
    const file = await partial.file(MANIFEST);
    await file.write(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.close();
    await partial.complete();
    return { folder, manifest };
  } catch (error) {
    await partial.discard();
    throw error;
  }
}

async function catchUpOf({ folder, since }: ExportOptions): Promise<{ folder: string; since: string }> {
  const parts = await readParts(folder);
  const cursor = since === 'last' ? parts.at(-1)?.manifest.cursor : since;
  const from = parts.find((part) => part.manifest.cursor === cursor);
  if (!from || cursor === undefined) throw new Error(`no export in ${folder} has this cursor`);
  for (const { store } of entityTables) {
    if (parts[0]?.manifest.entities[store.name]?.schemaVersion === store.version) continue;
    throw new Error(`${store.name} has another schema than when ${folder} was made. Make a full export.`);
  }
  return { folder: nextCatchUp(folder, parts), since: cursor };
}

async function writeAll(view: View, folder: PartialFolder, since: string | null, progress: Progress) {
  const entities: Manifest['entities'] = {};
  const problems = await folder.file(PROBLEMS);
  let told = 0;
  const tell = async (lines: object[]): Promise<void> => {
    told += lines.length;
    await problems.write(lines.map(line).join(''));
  };
  for (const table of entityTables) {
    const total = since === null ? await view.log.count(table.store.pattern.begins) : null;
    progress.start(table.store.name, total);
    entities[table.store.name] = await writeEntity(view, folder, table, since, tell, progress);
    progress.end();
  }
  await problems.close();
  const state = await writeState(view, folder);
  const sql = { 'schema.sql': schemaSql(), 'foreign-keys.sql': foreignKeysSql(), 'load.sql': loadSql() };
  for (const [name, text] of Object.entries(sql)) {
    const file = await folder.file(name);
    await file.write(text);
    await file.close();
  }
  return { entities, state, problems: told };
}

async function writeEntity(
  view: View,
  folder: PartialFolder,
  table: EntityTable,
  since: string | null,
  tell: (problems: object[]) => Promise<void>,
  progress: Progress,
): Promise<Counts> {
  const { store } = table;
  const { name, version } = store;
  const counts: Counts = { schemaVersion: version, records: 0, deleted: 0, refused: 0, brokenReferences: 0 };
  const lines = await folder.file(`${name}.ndjson`);
  const sql = await folder.file(`${name}.sql`);
  for await (const page of since === null ? recordPages(view, store) : changePages(view, store, since)) {
    const { records, deleted, refused } = sorted(page);
    const broken = await brokenReferences(view.log, store, page);
    counts.records += records.length;
    counts.deleted += deleted.length;
    counts.refused += refused.length;
    counts.brokenReferences += broken.length;
    await lines.write(page.map(lineOf).join(''));
    await sql.write(deletes(table, deleted.map(({ key }) => identityOf(table, key)))); // biome-ignore format: short
    await sql.write(upserts(table, records.map(({ record }) => rowOf(table, record)))); // biome-ignore format: short
    await tell(refused.map(({ key, reason, value }) => ({ problem: 'refused', entity: name, key, reason, value })));
    await tell(broken.map((one) => ({ problem: 'broken-reference', entity: name, ...one })));
    progress.add(page.length);
  }
  await lines.close();
  await sql.close();
  return counts;
}

function lineOf(found: Found): string {
  if (found.kind === 'record') return line({ key: found.key, value: found.value });
  return found.kind === 'deleted' ? line({ deleted: found.key }) : '';
}

function sorted(page: Found[]) {
  const only = <K extends Found['kind']>(kind: K) =>
    page.filter((found): found is Extract<Found, { kind: K }> => found.kind === kind);
  return { records: only('record'), deleted: only('deleted'), refused: only('refused') };
}

/** What is no record and follows from none, yet must not be lost: counters, and chats that moved. Always all of it. */
async function writeState({ kv }: View, folder: PartialFolder): Promise<number> {
  const file = await folder.file(STATE);
  let written = 0;
  for (const prefix of [counterPrefix, keys.chatMoved.prefix()]) {
    for (let after: string | undefined; ; ) {
      const page = await kv.list(prefix, { limit: 500, ...(after === undefined ? {} : { after }) });
      await file.write(page.map(({ key, value }) => line({ key, value })).join(''));
      written += page.length;
      after = page.at(-1)?.cursor;
      if (page.length < 500) break;
    }
  }
  await file.close();
  return written;
}

export const problemsFile = ({ folder }: Exported): string => join(folder, PROBLEMS);
