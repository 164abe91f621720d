import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { Wake } from '../../src/domain/ports.ts';
import { createRun } from '../../src/domain/run.ts';
import { agendaJobs } from '../../src/jobs/agenda.ts';
import type { Failure } from '../../src/jobs/agenda-row.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { schedules } from '../../src/jobs/schedules.ts';
import { startDelivery, startJobs } from '../../src/jobs/start-jobs.ts';
import { createTick } from '../../src/jobs/tick.ts';
import { wakeUps } from '../../src/jobs/wake-ups.ts';
import { createLog } from '../../src/log.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { rentWorld } from '../support/rent-world.ts';

const log = createLog('silent');
const HOUR = 3_600_000;
let store: Awaited<ReturnType<typeof openPglite>>;
beforeAll(async () => {
  store = await openPglite();
});
afterAll(() => store.close());

async function open(test: (parts: Awaited<ReturnType<typeof openParts>>) => Promise<void>): Promise<void> {
  const all = await openParts();
  try {
    await test(all);
  } finally {
    await all.queue.schedule([]);
    await all.queue.close();
  }
}

async function openParts() {
  await store.db.exec('truncate kv_store_dbd6b95a');
  const world = await rentWorld({ kv: store.kv });
  const double = gatewayDouble(world.clock);
  const reports: Failure[] = [];
  const report = (failure: Failure) => void reports.push(failure);
  const queue: JobQueue = await openQueue({ pglite: store.db }, { jobs: wakeUps, log, prefix: crypto.randomUUID() });
  const runWith = (wake: Wake) => createRun({ ...world.dependencies, wake }, { kind: 'system', name: 'jobs' });
  const run = runWith(queue);
  const tick = createTick({
    kv: store.kv,
    clock: world.clock,
    run,
    gateway: double.gateway,
    accounts: null,
    log,
    jobs: agendaJobs,
    report,
  });
  let cleaned = 0;
  const cleanInbox = async () => {
    cleaned += 1;
  };
  const startRent = async () => {
    const { contract, invoice } = await world.rented();
    return { contract, invoice };
  };
  /** The tenant presses the button, in a process whose wake-ups go there. */
  const pay = (invoiceId: string, wake: Wake) =>
    createRun(
      { ...world.dependencies, wake },
      world.actorOf(world.tenant),
    )((ctx) => startQrisPayment(ctx, { invoiceId }));
  const isCharged = async (id: string) => (await world.read(paymentStore, id)).chargedAt !== null;
  return {
    world,
    double,
    reports,
    report,
    queue,
    tick,
    startRent,
    pay,
    isCharged,
    cleaned: () => cleaned,
    start: () => startJobs({ queue, tick, cleanInbox, log, report }),
  };
}

it('a wake-up charges within a moment of the commit, once, however often it is woken', () =>
  open(async ({ world, queue, startRent, pay, isCharged, start, double }) => {
    const jobs = await start();
    const { invoice } = await startRent();
    const begin = performance.now();
    const { payment } = await pay(invoice.id, queue);
    await expect.poll(() => isCharged(payment.id), { interval: 2, timeout: 1_500 }).toBe(true);
    console.log(`jobs on PGlite: commit→charged ${(performance.now() - begin).toFixed(0)} ms`);
    await queue.add('tick');
    await queue.add('tick');
    queue.wake('tick');
    await sleep(100);
    expect(double.calls.charge).toBe(1);
    expect((await world.told(world.tenant)).filter((event) => event === 'payment.card')).toHaveLength(1);
    await jobs.stop();
  }));

it('a lost wake-up is found by the sweep', () =>
  open(async ({ startRent, pay, isCharged, start }) => {
    const jobs = await start();
    await sleep(100);
    const { invoice } = await startRent();
    const { payment } = await pay(invoice.id, { wake: () => undefined });
    await expect.poll(() => isCharged(payment.id), { interval: 20, timeout: 5_000 }).toBe(true);
    await jobs.stop();
  }));

it('what fell due while no process ran happens at the start', () =>
  open(async ({ world, startRent, start }) => {
    const { contract } = await startRent();
    world.pass(60 * HOUR);
    const jobs = await start();
    await expect
      .poll(async () => (await world.read(contractStore, contract.id)).status, { interval: 10, timeout: 1_500 })
      .toBe('terminated');
    await jobs.stop();
  }));

it('stopping waits for the effect under way', () =>
  open(async ({ startRent, pay, isCharged, start, queue, double }) => {
    const charge = double.gateway.charge;
    double.gateway.charge = async (request) => {
      await sleep(300);
      return charge(request);
    };
    const jobs = await start();
    const { invoice } = await startRent();
    const { payment } = await pay(invoice.id, queue);
    await expect.poll(() => isCharged(payment.id), { timeout: 50 }).toBe(false);
    await sleep(80);
    await jobs.stop();
    expect(await isCharged(payment.id)).toBe(true);
    expect(double.calls.charge).toBe(1);
  }));

it('delivery is woken in the lane of the bot, and a job that keeps failing is reported once', () =>
  open(async ({ queue, report, reports, startRent, start }) => {
    let delivered = 0;
    let isBroken = false;
    const deliver = async () => {
      delivered += 1;
      if (isBroken) throw new Error('no Telegram');
    };
    const jobs = await start();
    const bot = await startDelivery(queue, deliver, log, report);
    await startRent();
    queue.wake('notify');
    await expect.poll(() => delivered, { interval: 5, timeout: 1_500 }).toBeGreaterThan(0);
    isBroken = true;
    for (let n = 0; n < 8; n++) {
      const before = delivered;
      queue.wake('notify');
      await expect.poll(() => delivered, { interval: 5, timeout: 2_500 }).toBeGreaterThan(before);
      await sleep(20);
    }
    expect(reports.map(({ job }) => job)).toEqual(['notify']);
    await bot.stop();
    await jobs.stop();
  }));

it('cleans the inbox when its schedule fires, and every schedule names a job', () =>
  open(async ({ queue, start, cleaned }) => {
    const jobs = await start();
    const before = cleaned();
    await queue.add('clean-inbox');
    await queue.add('clean-inbox');
    await expect.poll(cleaned, { timeout: 1_500 }).toBeGreaterThan(before);
    const names = wakeUps.map(({ name }) => name);
    for (const { job } of schedules) expect(names).toContain(job);
    await jobs.stop();
  }));
