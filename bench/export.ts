import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';
import type { ExportMemory } from './export-child.ts';
import type { Measured } from './measured.ts';

const RECORDS = 100_000;
const BAR_MB = 80;
const MB = 1024 * 1024;

const child = new URL('export-child.ts', import.meta.url).pathname;

/** With the flags that operators run it with. */
async function run(...args: string[]): Promise<string> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { export: string } };
  const flags = scripts.export.split(' ').filter((word) => word.startsWith('--'));
  return (await promisify(execFile)(process.execPath, [...flags, child, ...args])).stdout;
}

function line(store: string, answer: string): Measured {
  const { records, idle, peak, milliseconds } = JSON.parse(answer) as ExportMemory;
  if (records !== RECORDS) throw new Error(`${records} of ${RECORDS} records were exported`);
  const rate = Math.round(records / (milliseconds / 1_000));
  const detail = `${Math.round(idle / MB)} MB before, ${Math.round(peak / MB)} MB at most; ${rate} entities/s`;
  return {
    name: `${store}: export of 100,000 entities, growth`,
    ratio: (peak - idle) / MB,
    bar: BAR_MB,
    unit: 'MB',
    detail,
  };
}

/**
 * Resident memory of the exporting process, over what it had with the store open and idle. On PGlite the database is
 * in that process, and has been loaded there before. On PostgreSQL when `databaseUrl` names a server on which a
 * database may be made.
 */
export async function benchExport(databaseUrl = process.env.DATABASE_URL): Promise<Measured[]> {
  const results = [line('PGlite', await run('embedded', String(RECORDS)))];
  if (!databaseUrl) return results;
  const database = await createTestDatabase(databaseUrl);
  try {
    await run('load', String(RECORDS), database.url);
    results.push(line('PostgreSQL', await run('export', '0', database.url)));
  } finally {
    await database.drop();
  }
  return results;
}
