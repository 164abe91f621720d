import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { newTenant, tellRentStory } from '../support/rent-story.ts';
import { openWholeWorld, type StoreKind, type WholeWorld } from '../support/whole-world.ts';

const script = fileURLToPath(new URL('../support/app-process.ts', import.meta.url));

interface Processes {
  start(killAfter: number | null): Promise<void>;
  kills: number;
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

async function opened(world: WholeWorld): Promise<{ kv: Kv; close(): Promise<void> }> {
  const { store } = world.config;
  return store.kind === 'postgres' ? openPostgres(store.url) : openPglite({ dataDir: store.dataDir });
}

// The story has about ninety writes, sends and charges; crash.test.ts stops at every one, here are the real kills.
const stores: { name: string; kind: StoreKind; after: number[]; missing: string | null }[] = [
  { name: 'PGlite', kind: 'embedded', after: [4, 13, 29, 41, 52, 60, 67, 71, 74], missing: null },
  {
    name: 'PostgreSQL',
    kind: 'postgres',
    after: [21, 58, 69],
    missing: process.env.DATABASE_URL ? null : 'DATABASE_URL',
  },
];

describe.each(stores)('the process is killed (SIGKILL), on $name', ({ name, kind, after, missing }) => {
  if (missing) console.info(`kills on ${name} skipped: ${missing} not set`);
  let world: WholeWorld;
  let app: Processes;
  afterEach(async () => {
    await app?.stop();
    await world?.stop();
  });

  it.skipIf(missing !== null).each(after)(
    'after its operation %i: the story goes on where it was',
    {
      timeout: 120_000,
    },
    async (n) => {
      world = await openWholeWorld(kind, { patience: 40_000 });
      app = processes(world);
      await app.start(n);
      await world.susi.starts();
      await world.susi.sees('Halo');
      const tenant = newTenant(world, 'en', 5001, 'Jane');
      await tellRentStory(world, { tenant, owner: world.susi, language: 'en' });
      expect(app.kills).toBe(1);
      await app.stop();
      const { kv, close } = await opened(world);
      try {
        for (const prefix of ['application:', 'contract:', 'invoice:', 'payment:']) {
          expect(await kv.getByPrefix(prefix), prefix).toHaveLength(1);
        }
        expect(await kv.getByPrefix('invoice:status:paid:')).toHaveLength(1);
        expect(world.simulator.transactions()).toHaveLength(1);
        const receipts = (viewer: typeof tenant) =>
          viewer.fromBot.filter(
            ({ text }) => /No\. pesanan|Order no|INV-/.test(text ?? '') && /Lunas|Paid/.test(text ?? ''),
          );
        expect(receipts(tenant).length).toBeLessThanOrEqual(2);
        expect(receipts(world.susi).length).toBeLessThanOrEqual(2);
        world.chat.noViolations();
      } finally {
        await close();
      }
    },
  );
});
