import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIds } from '../../src/adapters/system/ids.ts';
import { operationalRows } from '../../src/bot/rows.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { Invoice } from '../../src/domain/invoice/invoice.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import type { Kv } from '../../src/domain/ports.ts';
import type { Property } from '../../src/domain/property/property.ts';
import { lineOf } from '../../src/integrity/report.ts';
import { verifyStore } from '../../src/integrity/verify.ts';
import { openTestMemory, rowsOf, sqlStores, type TestKv } from '../support/kv-stores.ts';
import { act, actingWorld, beginning } from '../support/rent-acts.ts';

/** More for a night: `UNDER_LOAD_RUNS=500`. */
const numRuns = Number(process.env.UNDER_LOAD_RUNS ?? 30);
const stores = [{ name: 'memory', open: openTestMemory, missing: false }, ...sqlStores('verify-store under load')];

/** Looks again and again, one with and one without repairing, while `isOver` says no. */
async function watch(kv: Kv, isOver: () => boolean): Promise<string[]> {
  const lines: string[] = [];
  for (let round = 0; !isOver() || round < 2; round++) {
    await verifyStore(kv, operationalRows, {
      repair: round % 2 === 1,
      // Small pages: much changes between the first and the last.
      pageSize: 20,
      onFinding: (result) => lines.push(lineOf(result)),
      // The memory store gives nobody else a turn.
      onProgress: () => new Promise((done) => setImmediate(done)),
    });
  }
  return lines;
}

describe.each(stores)('several people at once on $name', ({ open, missing }) => {
  let store: TestKv;
  beforeAll(async () => {
    if (!missing) store = await open();
  });
  afterAll(() => store?.close());

  it.skipIf(missing)(
    'leave a store in which everything agrees, and never seem not to',
    { timeout: 3_600_000 },
    async () => {
      const several = fc.array(fc.array(act, { minLength: 4, maxLength: 20, size: 'max' }), {
        minLength: 3,
        maxLength: 5,
      });
      const seen = { contracts: 0, paid: 0 };
      await fc.assert(
        fc.asyncProperty(beginning, several, async (before, actors) => {
          await store.empty();
          const world = await actingWorld(store.kv, createIds(), 2);
          for (const step of before) await world.act(step);
          let over = false;
          const watching = watch(store.kv, () => over);
          await Promise.all(
            actors.map(async (acts) => {
              for (const step of acts) await world.act(step);
            }),
          );
          over = true;
          expect(await watching).toEqual([]);
          await world.settle();

          const rows = await rowsOf(store.kv);
          const verified = await verifyStore(store.kv, operationalRows, {
            onFinding: (result) => expect.fail(lineOf(result)),
          });
          expect(verified.rows).toBe(Object.keys(rows).length);
          const of = <T>(prefix: string): T[] =>
            Object.entries(rows).flatMap(([key, row]) => (key.startsWith(prefix) ? [row as unknown as T] : []));
          const payments = of<Payment>('payment:payment_').filter(({ status }) => status === 'success');
          // Every rupiah that the gateway took is booked, once.
          expect(payments.map(({ midtransOrderId }) => midtransOrderId).sort()).toEqual([...world.paid].sort());
          // Numbers without a gap.
          for (const [counter, last] of Object.entries(rows).filter(([key]) => key.startsWith('counter:invoice:'))) {
            const month = counter.slice('counter:invoice:'.length);
            expect(of<Invoice>(`invoice:INV-${month}-`)).toHaveLength(Number(last));
          }
          // Rooms that were let before, and one for each contract that runs: verify-store allows more taken ones than that.
          const letBefore = world.property.roomTypes.map((type) => type.totalRooms - type.availableRooms);
          const running = of<Contract>('contract:contract_').filter(({ status }) => status === 'active');
          for (const { id, roomTypes } of of<Property>('property:prop_')) {
            const taken = roomTypes.map((type) => type.totalRooms - type.availableRooms);
            const ofType = (typeId: string) =>
              running.filter((one) => one.propertyId === id && one.roomTypeId === typeId);
            expect(taken).toEqual(roomTypes.map((type, i) => (letBefore[i] ?? 0) + ofType(type.id).length));
          }
          seen.contracts += of('contract:contract_').length;
          seen.paid += payments.length;
        }),
        { numRuns },
      );
      expect(Math.min(seen.contracts, seen.paid)).toBeGreaterThan(0);
    },
  );
});
