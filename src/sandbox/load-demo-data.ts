import { env } from 'node:process';
import { systemClock } from '../adapters/system/clock.ts';
import { createIds } from '../adapters/system/ids.ts';
import { type Config, parseConfig } from '../config.ts';
import { createLog, scrub } from '../log.ts';
import { openStore } from '../open-store.ts';
import { loadDemoData } from './demo-data.ts';

/** `npm run demo-data`: the demo listings and their owners (for the sandbox everybody), into the store that is configured. */
async function main(config: Config): Promise<void> {
  const { kv, close } = await openStore(config, createLog('error'));
  try {
    const added = await loadDemoData(kv, {
      clock: systemClock,
      ids: createIds(),
      people: config.telegram ? 'owners' : 'all',
      realTelegram: config.telegram !== null,
    });
    console.log(`Demo data: ${added.people} people and ${added.listings} listings added.`);
  } finally {
    await close();
  }
}

try {
  await main(parseConfig(env));
} catch (error) {
  console.error(scrub(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
