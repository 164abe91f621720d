import { setTimeout as sleep } from 'node:timers/promises';
import { migrationNames } from './migrations.ts';
import { retried, type SqlClient } from './sql-client.ts';

/** The project's tables and functions are not those of this program. The message is for the operator. */
export class MigrationsMissing extends Error {
  constructor(missing: string[]) {
    const many = missing.length === 1 ? 'a migration' : `${missing.length} migrations`;
    super(
      `the Supabase project lacks ${many} (${missing.join(', ')}). Push the migrations: \`npx supabase link\` once, ` +
        'then `npx supabase db push` (README, "Supabase")',
    );
    this.name = 'MigrationsMissing';
  }
}

/** PostgREST learns of new functions a moment after they were pushed. */
const SCHEMA_CACHE_PAUSES_MS = [500, 1_500, 3_000];

/** Throws MigrationsMissing unless every file of supabase/migrations was applied; KvUnavailable when it cannot ask. */
export async function requireMigrations(client: SqlClient, pauses = SCHEMA_CACHE_PAUSES_MS): Promise<void> {
  const names = await migrationNames();
  for (const pause of [...pauses, null]) {
    const applied = await appliedVersions(client);
    const missing = names.filter((name) => !applied.has(name.slice(0, 14)));
    if (missing.length === 0) return;
    // Where the function itself answers, nothing is cached: waiting would not help.
    if (pause === null || applied.size > 0) throw new MigrationsMissing(missing);
    await sleep(pause);
  }
}

/** The 14 digits of each; none when not even the function that tells them is there. */
async function appliedVersions(client: SqlClient): Promise<Set<string>> {
  try {
    return new Set((await retried(() => client.call('kv_migrations', '{}'))) as string[]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'PGRST202') return new Set();
    if (code === '42501') throw new Error("SUPABASE_SERVICE_ROLE_KEY is not the service role's key");
    throw error;
  }
}
