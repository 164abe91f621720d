import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { parseArgs } from 'node:util';
import { operationalRows } from './bot/rows.ts';
import { type Config, parseConfig } from './config.ts';
import { jsonOf, left, lineOf, summaryOf } from './integrity/report.ts';
import { type Result, type Verified, verifyStore } from './integrity/verify.ts';
import { createLog, scrub } from './log.ts';
import { openStore } from './open-store.ts';
import type { Lease } from './ports.ts';

/** `npm run verify-store [-- --repair] [--json]`: exit 0 nothing is wrong, 1 faults are left, 2 it could not run. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { repair: { type: 'boolean' }, json: { type: 'boolean' } } });
  const { repair = false, json = false } = values;
  const config = parseConfig(env);
  requireStore(config);
  const { kv, lease, close } = await openStore(config, createLog('silent'));
  const right = repairRight(lease);
  try {
    if (repair) await right.take();
    const verified = await verifyStore(kv, operationalRows, {
      repair,
      onFinding: (result: Result) => console.log(json ? jsonOf(result) : lineOf(result)),
      async onProgress(rows) {
        if (process.stderr.isTTY) process.stderr.write(`\r${rows} rows`);
        if (repair) await right.take();
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    tell(verified, json);
    return left(verified) > 0 ? 1 : 0;
  } finally {
    if (repair) await right.give();
    await close();
  }
}

/** A tool that works on what is there makes no new store. */
function requireStore({ store }: Config): void {
  if (store.kind === 'embedded' && !existsSync(join(store.dataDir, 'postgres'))) {
    throw new Error(`there is no store in ${store.dataDir}`);
  }
}

function tell(verified: Verified, json: boolean): void {
  if (json) console.log(JSON.stringify({ summary: verified }));
  else for (const line of summaryOf(verified)) console.log(line);
}

const LEASE_MS = 120_000;

/** Two repairs at once could each take the other's guard for an orphan. `take` also renews. */
function repairRight(lease: Lease): { take(): Promise<void>; give(): Promise<void> } {
  const [name, holder] = ['verify-store', randomUUID()];
  return {
    async take() {
      if (!(await lease.acquire(name, holder, LEASE_MS))) throw new Error('another repair is running');
    },
    give: () => lease.release(name, holder).catch(() => undefined),
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(scrub(error instanceof Error ? error.message : String(error)));
  process.exitCode = 2;
}
