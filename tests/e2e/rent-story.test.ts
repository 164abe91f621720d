import { afterEach, describe, expect, it, vi } from 'vitest';
import { newTenant, tellWholeStory } from '../support/rent-story.ts';
import { openWholeWorld, type StoreKind, type WholeWorld } from '../support/whole-world.ts';

const stores: { name: string; kind: StoreKind; redis: boolean; missing: string | null }[] = [
  { name: 'PGlite', kind: 'embedded', redis: false, missing: null },
  { name: 'PostgreSQL', kind: 'postgres', redis: false, missing: process.env.DATABASE_URL ? null : 'DATABASE_URL' },
  {
    name: 'PostgreSQL and Redis',
    kind: 'postgres',
    redis: true,
    missing: process.env.DATABASE_URL && process.env.REDIS_URL ? null : 'DATABASE_URL and REDIS_URL',
  },
];

describe.each(stores)('from a search to a paid invoice, on $name', ({ name, kind, redis, missing }) => {
  if (missing) console.info(`rent story on ${name} skipped: ${missing} not set`);
  let world: WholeWorld;
  afterEach(() => world?.stop());

  it.skipIf(missing !== null)('goes through in both languages', { timeout: 90_000 }, async () => {
    world = await openWholeWorld(kind, { redis });
    const app = await world.start();
    await world.susi.starts();
    await tellWholeStory(world, { tenant: newTenant(world, 'id', 5001), owner: world.susi, language: 'id' }, '101');
    await tellWholeStory(
      world,
      { tenant: newTenant(world, 'en', 5002, 'Jane'), owner: world.susi, language: 'en' },
      '102',
    );
    world.chat.noViolations();
    const invoices = await app.kv.getByPrefix('invoice:status:paid:');
    expect(invoices).toHaveLength(2);
    const [melati] = await app.kv.mget(['property:prop_demo-melati']);
    expect(await app.kv.getByPrefix('contract:status:active:')).toHaveLength(2);
    expect(melati).toBeTruthy();
    await vi.waitFor(async () => {
      expect(await app.kv.getByPrefix('outbox:')).toEqual([]);
      expect(await app.kv.getByPrefix('inbox-open:')).toEqual([]);
    }, 5_000);
    expect(await app.kv.getByPrefix('outbox-dead:')).toEqual([]);
  });
});
