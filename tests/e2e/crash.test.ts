import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createMemoryLease } from '../../src/adapters/kv/memory-lease.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import type { App } from '../../src/app.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import type { Store } from '../../src/open-store.ts';
import { loadDemoData } from '../../src/sandbox/demo-data.ts';
import type { Viewer } from '../support/chat.ts';
import { crashAfter } from '../support/crash.ts';
import { createDirectQueue } from '../support/direct-queue.ts';
import { faultsOf } from '../support/no-faults.ts';
import { newTenant, tellWholeStory } from '../support/rent-story.ts';
import { openWholeWorld, type WholeWorld } from '../support/whole-world.ts';

/** What this chat was told, without what differs from run to run. */
const told = (viewer: Viewer): string[] =>
  viewer.fromBot
    .map(({ text, caption }) => text ?? caption ?? '')
    .map((words) => words.replaceAll(/ORDER-\d+-\w+/g, 'ORDER').replaceAll(/\d\d\.\d\d WIB|\d\d:\d\d WIB/g, 'TIME'));

interface Outcome {
  ops: number;
  tenant: string[];
  owner: string[];
  kv: Kv;
  what: string;
}

/** The story with the process ending after its n-th write, send or charge, and another starting on the same store. */
async function storyWithCrash(world: WholeWorld, n: number): Promise<Outcome> {
  const kv = createMemoryKv();
  await loadDemoData(kv, { clock: world.clock, ids: createIds(), people: 'owners' });
  const store = (): Store => ({
    kv,
    lease: createMemoryLease(),
    search: createNaiveSearch(kv),
    queue: null,
    close: async () => {},
  });
  let what = 'nothing';
  let next: Promise<App> | undefined;
  const queue = createDirectQueue();
  const crash = crashAfter(n, (last) => {
    what = last;
    void queue.close();
    next = Promise.resolve().then(() => {
      world.abandon(first);
      return world.start({ store: store(), queue: createDirectQueue() });
    });
  });
  const { wrapKv, wrapApi, wrapGateway } = crash;
  const first = await world.start({ store: store(), queue, wrapKv, wrapApi, wrapGateway });
  await world.susi.starts();
  await world.susi.sees('Halo');
  const tenant = newTenant(world, 'id', 5001);
  await tellWholeStory(world, { tenant, owner: world.susi, language: 'id' });
  await next;
  // Whatever is still on its way arrives within the sweep.
  for (let quiet = 0; quiet < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const left = [...(await kv.getByPrefix('outbox:')), ...(await kv.getByPrefix('inbox-open:'))];
    quiet = left.length === 0 ? quiet + 1 : 0;
  }
  return { ops: crash.count, tenant: told(tenant), owner: told(world.susi), kv, what };
}

/** Everything of `expected` is there, and at most one message more. */
function expectToldOnce(actual: string[], expected: string[], where: string): void {
  const rest = [...actual];
  const missing = expected.filter((words) => {
    const found = rest.indexOf(words);
    if (found >= 0) rest.splice(found, 1);
    return found < 0;
  });
  expect(missing, `${where}: lost`).toEqual([]);
  expect(rest.length, `${where}: told more than once: ${JSON.stringify(rest)}`).toBeLessThanOrEqual(1);
}

describe('the process ends between any two of its writes and sends', () => {
  let world: WholeWorld;
  afterEach(() => world?.stop());

  const tell = async (n: number): Promise<Outcome> => {
    world = await openWholeWorld('embedded');
    try {
      return await storyWithCrash(world, n);
    } finally {
      await world.stop();
    }
  };

  it('goes on where it was: nothing lost, nothing doubled', { timeout: 300_000 }, async () => {
    const reference = await tell(Number.POSITIVE_INFINITY);
    expect(reference.ops).toBeGreaterThan(40);
    for (let n = 1; n <= reference.ops; n++) {
      const { tenant, owner, kv, what } = await tell(n).catch((error: unknown) => {
        throw new Error(`after operation ${n} of ${reference.ops}: ${error instanceof Error ? error.message : error}`);
      });
      const where = `after operation ${n} of ${reference.ops} (${what})`;
      expectToldOnce(tenant, reference.tenant, `${where}, tenant`);
      expectToldOnce(owner, reference.owner, `${where}, owner`);
      expect(await faultsOf(kv), where).toEqual([]);
      for (const prefix of ['application:', 'contract:', 'invoice:', 'payment:']) {
        expect(await kv.getByPrefix(prefix), `${where}, ${prefix}`).toHaveLength(1);
      }
      expect(await kv.get('counter:invoice:2026-12'), where).toBe(await reference.kv.get('counter:invoice:2026-12'));
      expect(world.simulator.transactions(), where).toHaveLength(1);
      expect(await kv.getByPrefix('invoice:status:paid:'), where).toHaveLength(1);
    }
  });
});
