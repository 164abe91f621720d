import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Kv } from '../../src/domain/ports.ts';
import { openStore } from '../../src/open-store.ts';
import type { Viewer } from './chat.ts';
import { expectNoFaults } from './no-faults.ts';
import { newTenant, tellWholeStory } from './rent-story.ts';
import { openWholeWorld, type StoreKind, type WholeWorld } from './whole-world.ts';

const script = fileURLToPath(new URL('./app-process.ts', import.meta.url));

interface Processes {
  kills: number;
  start(killAfter: number | null): Promise<void>;
  stop(): Promise<void>;
}

/** The app as a process; when it is killed another one starts, which lives. */
function processes(world: WholeWorld): Processes {
  const queuePrefix = `kill${Math.random().toString(36).slice(2, 10)}`;
  let child: ChildProcess | undefined;
  const self: Processes = {
    kills: 0,
    async start(killAfter) {
      const mine = fork(script, [JSON.stringify({ config: world.config, killAfter, queuePrefix })], { execArgv: [] });
      child = mine;
      mine.once('exit', (_code, signal) => {
        if (signal !== 'SIGKILL') return;
        self.kills++;
        void self.start(null);
      });
      const [ready] = (await Promise.race([once(mine, 'message'), once(mine, 'exit').then(() => [null])])) as [
        { url: string } | null,
      ];
      if (ready) world.simulator.setNotificationUrl(`${ready.url.replace('localhost', '127.0.0.1')}/webhooks/midtrans`);
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
  return self;
}

function opened(world: WholeWorld): Promise<{ kv: Kv; close(): Promise<void> }> {
  return openStore(world.config, world.log);
}

/**
 * Tells the story while the app's process is killed (`SIGKILL`) right after its n-th write, send or charge, and another
 * one starts. Everything must have happened once; a receipt may have been sent twice. Returns the number of kills:
 * none when the story has fewer operations than that.
 */
export async function killedStory(kind: StoreKind, n: number): Promise<number> {
  const world = await openWholeWorld(kind, { patience: 40_000 });
  const app = processes(world);
  try {
    await app.start(n);
    await world.susi.starts();
    await world.susi.sees('Halo');
    const tenant = newTenant(world, 'en', 5001, 'Jane');
    await tellWholeStory(world, { tenant, owner: world.susi, language: 'en' });
    await app.stop();
    await expectOneOfEach(world, tenant);
    return app.kills;
  } finally {
    await app.stop();
    await world.stop();
  }
}

async function expectOneOfEach(world: WholeWorld, tenant: Viewer): Promise<void> {
  const { kv, close } = await opened(world);
  try {
    for (const prefix of ['application:', 'contract:', 'invoice:', 'payment:']) {
      expect(await kv.getByPrefix(prefix), prefix).toHaveLength(1);
    }
    expect(await kv.getByPrefix('invoice:status:paid:')).toHaveLength(1);
    expect(world.simulator.transactions()).toHaveLength(1);
    const receipts = (viewer: Viewer): number =>
      viewer.fromBot.filter(({ text = '' }) => text.includes('INV-') && /Lunas|Paid/.test(text)).length;
    for (const viewer of [tenant, world.susi]) {
      expect(receipts(viewer)).toBeGreaterThan(0);
      expect(receipts(viewer)).toBeLessThanOrEqual(2);
    }
    world.chat.noViolations();
    await expectNoFaults(kv);
  } finally {
    await close();
  }
}

/**
 * One half of the many kills: after every third operation with CI=true (eight minutes), after every single one with
 * KILL_EVERY=1 (three times that), none otherwise.
 */
export function killMany(half: 1 | 2): { runs: (() => Promise<number>) | null; told: string } {
  const every = process.env.KILL_EVERY ? 1 : 3;
  if (!process.env.CI && !process.env.KILL_EVERY) {
    return { runs: null, told: 'many kills skipped: they take minutes; CI=true or KILL_EVERY=1 runs them' };
  }
  const from = half === 1 ? 1 : 1 + every;
  return { runs: () => killEach(from, 2 * every), told: `kills after operations ${from}, ${from + 2 * every}, …` };
}

/** Kills at one operation after the other until the story has no further one; how many kills that were. */
async function killEach(from: number, step: number): Promise<number> {
  for (let n = from, kills = 0; ; n += step) {
    const killed = await killedStory('embedded', n).catch((error: unknown) => {
      throw new Error(`killed after operation ${n}: ${error instanceof Error ? error.message : error}`);
    });
    if (killed === 0) return kills;
    kills += killed;
  }
}
