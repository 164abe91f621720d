import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { rowsOf, sqlStores, type TestKv } from '../support/kv-stores.ts';
import { faultsOf } from '../support/no-faults.ts';
import { type Act, act, actingWorld, beginning, countedIds } from '../support/rent-acts.ts';

/** More for a night, and other ones each time: `SIDE_BY_SIDE_RUNS=2000`. */
const isLong = process.env.SIDE_BY_SIDE_RUNS !== undefined;
const numRuns = Number(process.env.SIDE_BY_SIDE_RUNS ?? 80);
/** The short run goes the same ways each time, so that what it must reach is known. */
const SEED = 1;

/** What every act came to, and every row that is there afterwards. */
async function tell(kv: Kv, acts: readonly Act[]) {
  const world = await actingWorld(kv, countedIds());
  const outcomes: string[] = [];
  for (const step of acts) outcomes.push(`${JSON.stringify(step)} → ${await world.act(step)}`);
  return { outcomes, rows: await rowsOf(kv), faults: await faultsOf(kv) };
}

describe.each(sqlStores('use cases side by side'))('memory and $name', ({ open, missing }) => {
  let store: TestKv;
  beforeAll(async () => {
    if (!missing) store = await open();
  });
  afterAll(() => store?.close());

  it.skipIf(missing)('say and keep the same, whatever people do', { timeout: 3_600_000 }, async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        beginning,
        fc.array(act, { minLength: 10, maxLength: 60, size: 'max' }),
        async (before, more) => {
          const acts = [...before, ...more];
          await store.empty();
          const there = await tell(store.kv, acts);
          const here = await tell(createMemoryKv(), acts);
          expect(there.outcomes).toEqual(here.outcomes);
          expect(there.rows).toEqual(here.rows);
          expect([here.faults, there.faults]).toEqual([[], []]);
          for (const key of Object.keys(here.rows)) {
            const kind = key.split(':').slice(0, 2).join(':');
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
          }
          for (const [key, row] of Object.entries(here.rows)) {
            if (key.startsWith('agenda:') && JSON.stringify(row).includes('"attempts"')) seen.set('postponed', 1);
          }
        },
      ),
      { numRuns, ...(isLong ? {} : { seed: SEED }) },
    );
    // Acts that never get there show nothing.
    const some = ['application:open', 'contract:status', 'payment:open', 'credit', 'postponed', 'ticket:assigned'];
    for (const kind of some)
      expect(
        [...seen.keys()].some((key) => key.startsWith(kind)),
        kind,
      ).toBe(true);
  });
});
