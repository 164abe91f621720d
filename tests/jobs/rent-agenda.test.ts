import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { agendaJobs } from '../../src/jobs/agenda.ts';
import type { Failure } from '../../src/jobs/agenda-row.ts';
import { createTick } from '../../src/jobs/tick.ts';
import { createLog } from '../../src/log.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { rentWorld } from '../support/rent-world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const pglite = openPglite();
afterAll(async () => (await pglite).close());
async function emptied(): Promise<Kv> {
  const { db, kv } = await pglite;
  await db.exec('truncate kv_store_dbd6b95a');
  return kv;
}

const stores: [string, () => Promise<Kv>, number][] = [
  ['memory', async () => createMemoryKv(), 500],
  ['PGlite', emptied, 50],
];

describe.each(stores)('the agenda of rent on %s', (_, openKv, pageSize) => {
  async function open(config: Parameters<typeof rentWorld>[0] = {}) {
    const world = await rentWorld({ ...config, kv: await openKv() });
    const double = gatewayDouble(world.clock);
    const reports: Failure[] = [];
    const options = { kv: world.kv, clock: world.clock, run: world.system, log: createLog('silent'), pageSize };
    const report = (failure: Failure) => void reports.push(failure);
    const tick = createTick({ ...options, gateway: double.gateway, accounts: null, jobs: agendaJobs, report });
    const start = world.clock.now();
    const instants: number[] = [];
    const moveTo = (instant: number): void => {
      instants.push(instant - start);
      world.pass(instant - world.clock.now());
    };
    const paying = async () => {
      const rented = await world.rented();
      const started = await world.by(world.tenant)(startQrisPayment, { invoiceId: rented.invoice.id });
      return { ...rented, paymentId: started.payment.id, orderId: started.payment.midtransOrderId ?? '' };
    };
    return { world, double, reports, tick, options, report, instants, moveTo, paying };
  }
  const nothing = { done: {}, dropped: 0, failed: 0 };

  it('charges once, polls in the rhythm of product 3.5, and stops when it is paid', async () => {
    const { world, double, tick, instants, moveTo, paying } = await open();
    const { paymentId, orderId, contract, invoice } = await paying();
    expect((await tick.runOnce()).done).toEqual({ 'charge-payment': 1, 'follow-property': 1 });
    expect(await tick.runOnce()).toEqual(nothing);
    expect(double.calls).toEqual({ charge: 1, status: 0, cancel: 0 });
    expect(await world.told(world.tenant)).toContain('payment.card');

    await tick.stepThrough(world.clock.now() + 61 * SECOND, moveTo);
    const polled = [3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 40, 50, 60];
    expect(instants).toEqual([...polled, 61].map((s) => s * SECOND));
    expect(double.calls.status).toBe(polled.length);

    double.pay(orderId);
    await world.by(world.tenant)(checkPayment, { paymentId });
    expect((await tick.runOnce()).done).toEqual({ 'poll-payment': 1 });
    expect(await tick.runOnce()).toEqual(nothing);
    expect((await world.read(paymentStore, paymentId)).status).toBe('success');
    expect((await world.read(invoiceStore, invoice.id)).status).toBe('paid');
    expect((await world.read(contractStore, contract.id)).acceptedAt).not.toBeNull();
    const received = (await world.told(world.tenant)).filter((event) => event.endsWith('payment.received'));
    expect(received).toHaveLength(1);

    const asked = double.calls.status;
    expect(await tick.stepThrough(world.clock.now() + 72 * HOUR, moveTo)).toEqual(nothing);
    expect(double.calls.status).toBe(asked);
    expect(await world.kv.list('agenda:')).toEqual([]);
    expect((await world.read(contractStore, contract.id)).status).toBe('active');
  });

  it('books nothing when the gateway speaks of another sum, says so in the log, and goes on asking', async () => {
    const { world, double, options, report, paying } = await open();
    const errors: unknown[] = [];
    const log = Object.assign(Object.create(createLog('silent')), { error: (...of: unknown[]) => errors.push(of) });
    const tick = createTick({ ...options, log, gateway: double.gateway, accounts: null, jobs: agendaJobs, report });
    const { paymentId, orderId } = await paying();
    await tick.runOnce();
    double.pay(orderId);
    double.change(orderId, { amount: 1 });
    world.pass(3 * SECOND);
    expect((await tick.runOnce()).failed).toBe(1);
    expect(errors).toMatchObject([[{ id: paymentId, err: { message: expect.stringContaining('amount') } }, {}]]);
    expect((await world.read(paymentStore, paymentId)).status).toBe('pending');
    expect(await tick.runOnce()).toEqual(nothing);
    world.pass(3 * SECOND);
    expect((await tick.runOnce()).failed).toBe(1);
  });

  it('closes an unpaid charge at its time, keeps asking for a day, ends the hold, and is done', async () => {
    const { world, double, tick, moveTo, paying } = await open({ config: { qrisExpiryMinutes: 15 } });
    const { paymentId, orderId, contract } = await paying();
    await tick.stepThrough(world.clock.now() + 15 * MINUTE, moveTo);
    expect((await world.read(paymentStore, paymentId)).status).toBe('cancelled');
    expect(double.orders.get(orderId)?.status).toBe('cancel');
    expect(await tick.runOnce()).toEqual(nothing);

    const asked = double.calls.status;
    await tick.stepThrough(world.clock.now() + 25 * HOUR, moveTo);
    expect(double.calls.status - asked).toBe(25);
    expect((await world.read(contractStore, contract.id)).status).toBe('active');

    const property = await world.read(propertyStore, world.property.id);
    await tick.stepThrough(world.clock.now() + 48 * HOUR, moveTo);
    const ended = await world.read(contractStore, contract.id);
    expect([ended.status, ended.endReason]).toEqual(['terminated', 'not_paid']);
    expect((await world.read(propertyStore, world.property.id)).availableRooms).toBe(property.availableRooms + 1);
    expect((await world.told(world.tenant)).filter((event) => event === 'contract.not-paid')).toHaveLength(1);
    expect(await tick.runOnce()).toEqual(nothing);
    expect(await world.kv.list('agenda:')).toEqual([]);
  });

  it('a lost answer to a charge is asked for again: one charge, one QR', async () => {
    const { world, double, tick, moveTo, paying } = await open();
    const { paymentId } = await paying();
    double.faults.charge = 'lost';
    expect(await tick.runOnce()).toEqual({ done: { 'follow-property': 1 }, dropped: 0, failed: 1 });
    expect(await tick.runOnce()).toEqual(nothing);
    await tick.stepThrough(world.clock.now() + 5 * SECOND, moveTo);
    expect((await world.read(paymentStore, paymentId)).chargedAt).not.toBeNull();
    expect(double.orders.size).toBe(1);
    expect((await world.told(world.tenant)).filter((event) => event === 'payment.card')).toHaveLength(1);
    expect((await world.kv.list('agenda:charge-payment:')).length).toBe(0);
  });

  it('a gateway that stays away is reported once, and nothing is lost when it is back', async () => {
    const { world, double, tick, moveTo, reports, paying } = await open({ config: { qrisExpiryMinutes: 60 } });
    const { paymentId } = await paying();
    double.faults.charge = 'down';
    await tick.stepThrough(world.clock.now() + 20 * MINUTE, moveTo);
    expect(reports.map(({ job, id }) => [job, id])).toEqual([['charge-payment', paymentId]]);
    expect(double.calls.charge).toBeLessThan(12);
    delete double.faults.charge;
    await tick.stepThrough(world.clock.now() + 25 * MINUTE, moveTo);
    expect((await world.read(paymentStore, paymentId)).chargedAt).not.toBeNull();
    expect(reports).toHaveLength(1);
  });

  it('missed days catch up: everything that was due meanwhile happens at the first tick', async () => {
    const { world, double, tick, paying } = await open({ config: { qrisExpiryMinutes: 30, applicationDays: 3 } });
    const { paymentId, contract } = await paying();
    const waiting = await world.by(world.other)(submitApplication, world.wish({ roomTypeId: 'fan' }));
    await tick.runOnce();
    world.pass(10 * 24 * HOUR);
    for (let n = 0; n < 3; n++) await tick.runOnce();
    expect((await world.read(paymentStore, paymentId)).status).toBe('cancelled');
    expect((await world.read(contractStore, contract.id)).status).toBe('terminated');
    expect((await world.read(applicationStore, waiting.id)).status).toBe('expired');
    expect(double.calls.charge).toBe(1);
    expect(await tick.runOnce()).toEqual(nothing);
    expect(await world.kv.list('agenda:')).toEqual([]);
  });

  it('two ticks at once book, tell and free once', async () => {
    const { world, double, options, report, paying } = await open({ config: { qrisExpiryMinutes: 30 } });
    const ticks = [1, 2, 3].map(() =>
      createTick({ ...options, gateway: double.gateway, accounts: null, jobs: agendaJobs, report }),
    );
    const all = () => Promise.all(ticks.map((tick) => tick.runOnce()));
    const { paymentId, orderId, contract } = await paying();
    await all();
    expect(double.orders.size).toBe(1);
    expect((await world.told(world.tenant)).filter((event) => event === 'payment.card')).toHaveLength(1);
    double.pay(orderId);
    world.pass(31 * MINUTE);
    await all();
    await all();
    expect((await world.read(paymentStore, paymentId)).status).toBe('success');
    for (const person of [world.tenant, world.owner]) {
      expect((await world.told(person)).filter((event) => event === 'payment.received')).toHaveLength(1);
    }
    world.pass(72 * HOUR);
    await all();
    expect((await world.read(contractStore, contract.id)).status).toBe('active');
    expect(await world.kv.list('agenda:')).toEqual([]);
  });

  it('without a gateway holds still end; payments wait', async () => {
    const { world, options, report } = await open();
    const { contract } = await world.rented();
    const tick = createTick({ ...options, gateway: null, accounts: null, jobs: agendaJobs, report });
    world.pass(49 * HOUR);
    expect((await tick.runOnce()).done).toEqual({ 'expire-hold': 1, 'follow-property': 1 });
    expect((await tick.runOnce()).done).toEqual({ 'follow-property': 1 });
    expect(await tick.runOnce()).toEqual(nothing);
    expect((await world.read(contractStore, contract.id)).status).toBe('terminated');
  });
});
