import { env } from 'node:process';
import { parseArgs } from 'node:util';
import { parseConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openStore } from '../open-store.ts';
import { createProgress } from './progress.ts';
import { problemsFile, runExport } from './run-export.ts';
import { shownError, shownId } from './show.ts';
import { openTarget } from './target-rows.ts';
import type { TransferStore } from './transfer-store.ts';
import { verify } from './verify.ts';

const usage = `npm run export -- <folder>                                everything, into a new folder
npm run export -- <folder> --since last                   what changed since its newest export (or --since <cursor>)
npm run export -- <folder> --verify [--target <postgres>] is the folder, or the database it was loaded into, the store?
npm run export -- --end                                   no more catch-ups: switch the change log off`;

/** 0 done; 1 failed, or not equal; 2 done, but problems.ndjson tells of something. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      since: { type: 'string' },
      verify: { type: 'boolean', default: false },
      target: { type: 'string' },
      end: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  const asked = [values.since !== undefined, values.verify, values.end].filter(Boolean).length;
  if (asked > 1 || positionals.length !== (values.end ? 0 : 1) || (values.target !== undefined && !values.verify)) {
    console.error(usage);
    return 1;
  }
  const store = await openStore(parseConfig(env), createLog('silent'));
  try {
    if (folder === undefined) {
      await store.log.switchOff();
      console.log('The change log is off; no cursor is good any more.');
      return 0;
    }
    if (values.verify) return await check(store, folder, values.target);
    const progress = createProgress();
    const exported = await runExport(store, { folder, progress, ...(values.since ? { since: values.since } : {}) });
    const { manifest } = exported;
    const records = Object.values(manifest.entities).reduce((sum, one) => sum + one.records, 0);
    console.log(`${records} records in ${exported.folder}. Cursor: ${manifest.cursor}`);
    if (manifest.problems === 0) return 0;
    console.error(`${manifest.problems} problems, see ${problemsFile(exported)}`);
    return 2;
  } finally {
    await store.close();
  }
}

async function check(store: TransferStore, folder: string, url: string | undefined): Promise<number> {
  const target = url === undefined ? undefined : await openTarget(url);
  try {
    const progress = createProgress();
    const { verdicts, damaged, equal } = await verify(store, { folder, progress, ...(target ? { target } : {}) });
    for (const file of damaged) console.log(`damaged: ${file}`);
    for (const verdict of verdicts) {
      const { entity, counts, checksums, differing, refused } = verdict;
      const sides = `store ${counts[0]} ${checksums[0]}, ${verdict.with} ${counts[1]} ${checksums[1]}`;
      console.log(`${verdict.equal ? 'equal' : 'DIFFERS'} ${entity}: ${sides}${refused ? `, ${refused} refused` : ''}`);
      const words = { missing: 'only there', extra: 'only in the store', different: 'not the same' };
      for (const { id, what } of differing) console.log(`  ${shownId(id)}: ${words[what]}`);
    }
    return equal ? 0 : 1;
  } finally {
    await target?.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(shownError(error));
  process.exitCode = 1;
}
