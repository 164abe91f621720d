import { env } from 'node:process';
import { parseArgs } from 'node:util';
import { parseConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openStore } from '../open-store.ts';
import { createProgress } from './progress.ts';
import { runImport } from './run-import.ts';
import { shownError, shownId } from './show.ts';

const usage = `npm run import -- <folder>              an export and its catch-ups, into the store that the environment names
npm run import -- <folder> --overwrite  also over records that differ, and deletions`;

/** 0 done; 1 failed, or something was refused. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { overwrite: { type: 'boolean', default: false } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    console.error(usage);
    return 1;
  }
  const store = await openStore(parseConfig(env), createLog('silent'));
  try {
    const done = await runImport(store, { folder, overwrite: values.overwrite, progress: createProgress() });
    for (const { entity, created, overwritten, deleted, equal, refused, refusals } of done) {
      if (created + overwritten + deleted + equal + refused === 0) continue;
      console.log(
        `${entity}: ${created} new, ${equal} there, ${overwritten} overwritten, ${deleted} deleted, ${refused} refused`,
      );
      for (const { key, reason } of refusals) console.log(`  ${shownId(key)}: ${reason}`);
    }
    return done.some(({ refused }) => refused > 0) ? 1 : 0;
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(shownError(error));
  process.exitCode = 1;
}
