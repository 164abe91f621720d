import { env } from 'node:process';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { type MarkedPage, markAccountsDue } from './domain/profile/mark-accounts-due.ts';
import { createLog, scrub } from './log.ts';
import { openStore, openToolRun } from './open-store.ts';

/** `npm run sync-accounts`: every profile is told to Supabase Auth once more, by the jobs of a running KostIn. */
async function main(config: Config): Promise<void> {
  if (config.store.kind !== 'supabase') throw new ConfigError(['SUPABASE_URL is not set: there are no accounts']);
  const { kv, close } = await openStore(config, createLog('error'));
  let marked = 0;
  let after: string | null = null;
  try {
    const run = await openToolRun(kv, config, 'sync-accounts');
    do {
      const from: string | null = after;
      const page: MarkedPage = await run((ctx) => markAccountsDue(ctx, { after: from }));
      marked += page.marked;
      after = page.after;
    } while (after !== null);
  } finally {
    await close();
  }
  console.log(
    `Accounts: ${marked} profiles marked beside those that waited already. A running KostIn tells Supabase Auth of them.`,
  );
}

try {
  await main(parseConfig(env));
} catch (error) {
  console.error(scrub(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
