import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { agendaKey } from '../../src/domain/agenda.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import { transact } from '../../src/domain/transaction.ts';
import { backOff } from '../../src/jobs/agenda-row.ts';
import { act, decide, iso, START, taskStore, taskWorld } from './task-world.ts';

const MINUTE = 60_000;

it('does what is due, once, and leaves what is not', async () => {
  const world = taskWorld();
  await world.add('ticket_a', { decideAt: iso(START - MINUTE), actAt: iso(START) });
  await world.add('ticket_b', { decideAt: iso(START + MINUTE) });
  const tick = world.tick();
  expect(await tick.runOnce()).toEqual({
    done: { 'charge-payment': 1, 'expire-application': 1 },
    dropped: 0,
    failed: 0,
  });
  expect(await tick.runOnce()).toEqual({ done: {}, dropped: 0, failed: 0 });
  expect((await world.tasks()).map(({ runs }) => runs)).toEqual([2, 0]);
  expect((await world.agenda()).map(({ key }) => key)).toEqual([
    agendaKey('expire-application', iso(START + MINUTE), 'ticket_b'),
  ]);
});

it('commits many at once, catches up missed days, and reads no more when nothing is due', async () => {
  const world = taskWorld();
  await world.addMany(2_345, (n) => ({ decideAt: iso(START - n * 3_600_000) }));
  let commits = 0;
  const counted: typeof world.run = (work) => {
    commits += 1;
    return world.run(work);
  };
  const result = await world.tick({ run: counted }).runOnce();
  expect(result).toEqual({ done: { 'expire-application': 2_345 }, dropped: 0, failed: 0 });
  expect(commits).toBeLessThan(40);
  expect((await world.tasks()).every(({ runs }) => runs === 1)).toBe(true);
  expect(await world.agenda()).toEqual([]);
  expect((await world.tick().runOnce()).done).toEqual({});
});

it('keeps to the page size of the store', async () => {
  const world = taskWorld();
  await world.addMany(130, () => ({ decideAt: iso(START) }));
  const sizes: number[] = [];
  let size = 0;
  const tick = world.tick({
    pageSize: 50,
    run: async (work) => {
      size = 0;
      const result = await world.run(work);
      if (size > 0) sizes.push(size);
      return result;
    },
    decide: (ctx, id) => {
      size += 1;
      return decide(ctx, id);
    },
  });
  await tick.runOnce();
  expect(sizes).toEqual([50, 50, 30]);
});

it('moves poison forward with back-off, does the rest, reports it once, and does it when it is cured', async () => {
  const world = taskWorld();
  await world.addMany(120, () => ({ decideAt: iso(START) }));
  await world.add('ticket_poison', { decideAt: iso(START - MINUTE), actAt: iso(START - MINUTE) });
  let isPoison = true;
  const tick = world.tick({
    async decide(ctx, id) {
      await decide(ctx, id);
      if (isPoison && id === 'ticket_poison') throw new Error('poison');
    },
    async act(outside, id) {
      if (isPoison) throw new Error('poison');
      await act(outside, id);
    },
  });
  expect(await tick.runOnce()).toEqual({ done: { 'expire-application': 120 }, dropped: 0, failed: 2 });
  const due = async () => (await world.agenda()).map(({ value }) => value);
  const row = { at: iso(START - MINUTE), id: 'ticket_poison', attempts: 1, due: iso(START + 5_000) };
  expect(await due()).toEqual([
    { kind: 'charge-payment', ...row },
    { kind: 'expire-application', ...row },
  ]);
  // Not again before its time.
  expect((await tick.runOnce()).failed).toBe(0);
  for (let n = 0; n < 20; n++) {
    world.moveTo(world.clock.now() + 3_600_000);
    expect(await tick.runOnce()).toEqual({ done: {}, dropped: 0, failed: 2 });
  }
  expect(world.reports.map(({ job, id, attempts }) => ({ job, id, attempts }))).toEqual([
    { job: 'expire-application', id: 'ticket_poison', attempts: 5 },
    { job: 'charge-payment', id: 'ticket_poison', attempts: 5 },
  ]);
  isPoison = false;
  world.moveTo(world.clock.now() + 3_600_000);
  expect((await tick.runOnce()).done).toEqual({ 'charge-payment': 1, 'expire-application': 1 });
  expect(await world.agenda()).toEqual([]);
  expect((await world.tasks()).find(({ id }) => id === 'ticket_poison')?.runs).toBe(2);
});

it('doubles the back-off from 5 s to an hour', () => {
  expect([1, 2, 3, 10, 11, 40].map(backOff)).toEqual([5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000]);
});

it('a job that does nothing does not head the scan for ever', async () => {
  const world = taskWorld();
  await world.add('ticket_a', { decideAt: iso(START), actAt: iso(START) });
  const tick = world.tick({ decide: async () => undefined, act: async () => undefined });
  expect((await tick.runOnce()).failed).toBe(2);
  expect((await tick.runOnce()).failed).toBe(0);
  expect((await world.agenda()).map(({ value }) => value)).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
});

it('deletes rows whose record no longer asks for them, and unreadable ones', async () => {
  const world = taskWorld();
  await world.add('ticket_a', {});
  const rows = [
    [
      agendaKey('expire-application', iso(START), 'ticket_a'),
      { kind: 'expire-application', at: iso(START), id: 'ticket_a' },
    ],
    [
      agendaKey('charge-payment', iso(START), 'ticket_none'),
      { kind: 'charge-payment', at: iso(START), id: 'ticket_none' },
    ],
    [agendaKey('charge-payment', iso(START - 1), 'ticket_a'), { nonsense: true }],
  ] as const;
  await world.kv.mset(
    rows.map(([key]) => key),
    rows.map(([, value]) => value),
  );
  expect(await world.tick().runOnce()).toEqual({ done: {}, dropped: 2, failed: 0 });
  expect(await world.agenda()).toEqual([]);
  expect((await world.tasks())[0]?.runs).toBe(0);
});

it('a record that asks for another time meanwhile is done then', async () => {
  const world = taskWorld();
  await world.add('ticket_a', { decideAt: iso(START) });
  await world.tick({ decide: async () => Promise.reject(new Error('not now')) }).runOnce();
  await transact(world.kv, async (tx) => {
    const task = await taskStore.get(tx, 'ticket_a');
    taskStore.update(tx, task, { ...task, decideAt: iso(START + MINUTE) });
  });
  world.moveTo(START + 10_000);
  expect(await world.tick().runOnce()).toEqual({ done: {}, dropped: 1, failed: 0 });
  world.moveTo(START + MINUTE);
  expect((await world.tick().runOnce()).done).toEqual({ 'expire-application': 1 });
  expect(await world.agenda()).toEqual([]);
});

it('two ticks at once do everything exactly once', async () => {
  const world = taskWorld();
  await world.addMany(400, (n) => ({ decideAt: iso(START - n), ...(n % 10 === 0 ? { actAt: iso(START) } : {}) }));
  const slow: typeof decide = async (ctx, id) => {
    await decide(ctx, id);
    if (Math.random() < 0.05) await sleep(1);
  };
  const results = await Promise.all([1, 2, 3].map(() => world.tick({ decide: slow }).runOnce()));
  expect(results.reduce((sum, { done }) => sum + (done['expire-application'] ?? 0), 0)).toBe(400);
  expect(results.every(({ failed }) => failed === 0)).toBe(true);
  const tasks = await world.tasks();
  expect(tasks.filter(({ runs }) => runs === 2)).toHaveLength(40);
  expect(tasks.filter(({ runs }) => runs === 1)).toHaveLength(360);
  expect(await world.agenda()).toEqual([]);
});

it('a page that meets other writers is halved instead of tried again whole', async () => {
  const world = taskWorld();
  await world.addMany(40, () => ({ decideAt: iso(START) }));
  const pages: number[] = [];
  let disturb = 3;
  const tick = world.tick({
    run: (work) => {
      let size = 0;
      return world.run(async (ctx) => {
        if (size === 0) pages.push(0);
        size += 1;
        const result = await work(ctx);
        pages[pages.length - 1] = Array.isArray(result) ? result.length : 0;
        if (disturb > 0) {
          disturb -= 1;
          await transact(world.kv, async (tx) => {
            const task = await taskStore.get(tx, 'ticket_00000');
            taskStore.update(tx, task, { ...task, runs: task.runs + 10 });
          });
        }
        return result;
      });
    },
  });
  expect(await tick.runOnce()).toEqual({ done: { 'expire-application': 40 }, dropped: 0, failed: 0 });
  expect(pages).toEqual([40, 20, 10, 5, 5, 10, 20]);
  expect((await world.tasks()).map(({ runs }) => runs % 10).every((runs) => runs === 1)).toBe(true);
});

it('runs at most 8 effects of a kind at a time, and a slow one holds up neither pure work nor later ticks', async () => {
  const world = taskWorld();
  await world.addMany(30, () => ({ actAt: iso(START) }));
  let running = 0;
  let most = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const tick = world.tick({
    async act(outside, id) {
      running += 1;
      most = Math.max(most, running);
      if (id === 'ticket_00000') await held;
      else await sleep(2);
      await act(outside, id);
      running -= 1;
    },
  });
  await tick.start();
  await world.add('ticket_pure', { decideAt: iso(START) });
  await world.add('ticket_later', { actAt: iso(START) });
  expect((await tick.start()).done).toEqual({ 'expire-application': 1 });
  await expect.poll(async () => (await world.tasks()).filter(({ runs }) => runs === 1).length).toBe(31);
  expect(most).toBe(8);
  release();
  await tick.stop();
  expect((await world.tasks()).every(({ runs }) => runs === 1)).toBe(true);
  expect(await world.agenda()).toEqual([]);
});

it('keeps at most 1,000 effects waiting, and does all of them in the end', async () => {
  const world = taskWorld();
  await world.addMany(2_300, () => ({ actAt: iso(START) }));
  expect(await world.tick().runOnce()).toEqual({ done: { 'charge-payment': 2_300 }, dropped: 0, failed: 0 });
  const bounded = taskWorld();
  await bounded.addMany(1_500, () => ({ actAt: iso(START) }));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = bounded.tick({
    async act(outside, id) {
      await held;
      await act(outside, id);
    },
  });
  await slow.start();
  await slow.start();
  release();
  await expect.poll(async () => (await bounded.agenda()).length, { timeout: 5_000 }).toBe(500);
  expect((await slow.runOnce()).done).toEqual({ 'charge-payment': 500 });
});

it('stops gracefully: what runs is finished, nothing more starts', async () => {
  const world = taskWorld();
  await world.addMany(30, () => ({ actAt: iso(START) }));
  const tick = world.tick({
    async act(outside, id) {
      await sleep(20);
      await act(outside, id);
    },
  });
  await tick.start();
  await sleep(5);
  await tick.stop();
  expect((await world.tasks()).filter(({ runs }) => runs === 1)).toHaveLength(8);
  expect(await world.agenda()).toHaveLength(22);
  expect((await world.tick().runOnce()).done).toEqual({ 'charge-payment': 22 });
});

it('without a gateway the effects that need one wait', async () => {
  const world = taskWorld();
  await world.add('ticket_a', { actAt: iso(START), decideAt: iso(START) });
  expect((await world.tick({ gateway: null }).runOnce()).done).toEqual({ 'expire-application': 1 });
  expect(await world.agenda()).toHaveLength(1);
  expect((await world.tick().runOnce()).done).toEqual({ 'charge-payment': 1 });
});

it('a store that is away is no failure of the row', async () => {
  const world = taskWorld();
  await world.add('ticket_a', { decideAt: iso(START), actAt: iso(START) });
  const away = async () => Promise.reject(new KvUnavailable(new Error('gone')));
  await expect(world.tick({ run: away }).runOnce()).rejects.toThrow(KvUnavailable);
  expect((await world.agenda()).map(({ value }) => value)).toMatchObject([{ id: 'ticket_a' }, { id: 'ticket_a' }]);
  expect((await world.agenda()).some(({ value }) => JSON.stringify(value).includes('attempts'))).toBe(false);
  expect((await world.tick().runOnce()).done).toEqual({ 'charge-payment': 1, 'expire-application': 1 });
});

it('steps business time through every due instant in order', async () => {
  const world = taskWorld(createMemoryKv());
  const at = [7, 3, 5, 3, 90].map((minutes) => START + minutes * MINUTE);
  for (const [n, time] of at.entries()) {
    await world.add(`ticket_${n}`, n % 2 === 0 ? { decideAt: iso(time) } : { actAt: iso(time) });
  }
  const seen: [string, number][] = [];
  const tick = world.tick({
    async decide(ctx, id) {
      seen.push([id, ctx.clock.now() - START]);
      await decide(ctx, id);
    },
    async act(outside, id) {
      seen.push([id, world.clock.now() - START]);
      await act(outside, id);
    },
  });
  const instants: number[] = [];
  const moveTo = (instant: number) => {
    instants.push((instant - START) / MINUTE);
    world.moveTo(instant);
  };
  const result = await tick.stepThrough(START + 60 * MINUTE, moveTo);
  expect(instants).toEqual([3, 5, 7, 60]);
  expect(seen).toEqual([
    ['ticket_1', 3 * MINUTE],
    ['ticket_3', 3 * MINUTE],
    ['ticket_2', 5 * MINUTE],
    ['ticket_0', 7 * MINUTE],
  ]);
  expect(result.done).toEqual({ 'charge-payment': 2, 'expire-application': 2 });
  expect(await world.agenda()).toHaveLength(1);
});

it('runs on time what falls due before the next sweep', async () => {
  const world = taskWorld();
  const offset = START - Date.now();
  const clock = { now: () => Date.now() + offset };
  await world.add('ticket_a', { actAt: iso(clock.now() + 150) });
  const tick = world.tick({ clock });
  expect((await tick.start()).done).toEqual({});
  await expect.poll(async () => (await world.tasks())[0]?.runs, { interval: 10, timeout: 1_000 }).toBe(1);
  await tick.stop();
});
