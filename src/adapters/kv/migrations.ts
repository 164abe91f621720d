import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../../../supabase/migrations/', import.meta.url);

/** What migrating needs of a driver. */
export interface MigrationClient {
  /** One or more statements, without parameters. */
  run(sql: string): Promise<unknown>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
}

const RECORD = `
  create table if not exists public.kostin_migration (
    name text not null primary key,
    applied_at timestamptz not null default now()
  );
  alter table public.kostin_migration enable row level security;`;

/** The files' names in the order in which they are applied; each begins with 14 digits, its version. */
export const migrationNames = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /^\d{14}_\w+\.sql$/.test(name)).sort();

/**
 * Applies the files of supabase/migrations that are missing, in order, each in one transaction with its record.
 * The caller keeps a second migrator out.
 */
export async function migrate(client: MigrationClient): Promise<void> {
  const names = await migrationNames();
  const [known] = await client.rows(`select to_regclass('public.kostin_migration') is not null as known`);
  const rows = known?.known === true ? await client.rows('select name from public.kostin_migration') : [];
  const applied = new Set(rows.map((row) => row.name));
  const missing = names.filter((name) => !applied.has(name));
  if (missing.length > 0 && applied.size === 0) await client.run(RECORD);
  for (const name of missing) {
    const sql = await readFile(new URL(name, folder), 'utf8');
    await client.run(`begin;\n${sql}\ninsert into public.kostin_migration (name) values ('${name}');\ncommit;`);
  }
}
