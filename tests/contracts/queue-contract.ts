import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueueTarget } from '../../src/adapters/queue/connection.ts';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import type { JobLane, JobQueue, JobRun } from '../../src/jobs/queue.ts';
import { createLog } from '../../src/log.ts';
import { countJob, countOf, MANY, testJobs } from './queue-jobs.ts';

export interface QueueUnderTest {
  target: QueueTarget;
  /** How another process reaches the same queue. */
  child: Record<string, string>;
  /** Lets another process in, where only one may have the database open; `open` opens it again. */
  release?: () => Promise<void>;
  close(): Promise<void>;
}

const percentile = (values: number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;

async function until(what: () => boolean, ms: number, message: string): Promise<void> {
  const end = performance.now() + ms;
  while (!what()) {
    if (performance.now() > end) throw new Error(message);
    await sleep(5);
  }
}

/** What every engine under the queue port must do (architecture 6). */
export function queueContract(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(`queue on ${name}`, () => {
    let under: QueueUnderTest;
    let queue: JobQueue;
    let prefix: string;
    const log = createLog('silent');
    const reopen = () => openQueue(under.target, { jobs: testJobs, log, prefix, reassertMs: 500 });
    const work = (run: (job: JobRun) => Promise<void>, lane: JobLane = 'jobs', concurrency = 1) =>
      queue.work(lane, run, concurrency);

    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under?.close());
    const fresh = async () => {
      await queue?.close();
      prefix = `t${crypto.randomUUID().slice(0, 8)}`;
      queue = await reopen();
    };
    afterEach(async () => {
      await queue?.schedule([]);
      await queue?.close();
    });

    it('runs a job within milliseconds of adding it', async () => {
      await fresh();
      const started = new Map<number, number>();
      await work(async (job) => void started.set(countOf(job), performance.now()));
      const waits: number[] = [];
      for (let n = 0; n < 60; n++) {
        const added = performance.now();
        await queue.add(countJob(n));
        await until(() => started.has(n), 5_000, `job ${n} did not run`);
        waits.push((started.get(n) ?? 0) - added);
        await sleep(2);
      }
      console.log(
        `queue ${name}: add→run p50 ${percentile(waits, 0.5).toFixed(1)} ms, p95 ${percentile(waits, 0.95).toFixed(1)} ms`,
      );
      expect(percentile(waits, 0.5)).toBeLessThan(100);
    });

    it('refuses unknown jobs', async () => {
      await fresh();
      await expect(queue.add('nonsense')).rejects.toThrow('unknown job');
      await expect(queue.schedule([{ job: 'nonsense', everyMs: 200 }])).rejects.toThrow('unknown job');
    });

    it('runs once for many wake-ups that wait, and loses none that comes while it runs', async () => {
      await fresh();
      for (let i = 0; i < 20; i++) await queue.add('tick');
      let runs = 0;
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await work(async () => {
        runs += 1;
        if (runs === 1) await held;
      });
      await until(() => runs === 1, 5_000, 'the wake-up did not run');
      for (let i = 0; i < 20; i++) queue.wake('tick');
      await queue.add('tick');
      await sleep(150);
      expect(runs).toBe(1);
      release();
      await until(() => runs === 2, 5_000, 'the wake-up during the run was lost');
      await sleep(300);
      expect(runs).toBe(2);
      // And its deduplication ended with it.
      queue.wake('tick');
      await until(() => runs === 3, 5_000, 'a later wake-up was lost');
    });

    it('keeps the lanes apart', async () => {
      await fresh();
      const seen: string[] = [];
      await work(async (job) => void seen.push(`jobs ${job.name}`), 'jobs');
      await work(async (job) => void seen.push(`bot ${job.name}`), 'bot');
      queue.wake('notify');
      queue.wake('tick');
      await until(() => seen.length === 2, 5_000, 'a lane did not run');
      expect(seen.toSorted()).toEqual(['bot notify', 'jobs tick']);
    });

    it('a wake-up that fails does not swallow the next one, and is not tried again by itself', async () => {
      await fresh();
      let runs = 0;
      await work(async () => {
        runs += 1;
        if (runs === 1) throw new Error('boom');
      });
      queue.wake('tick');
      await until(() => runs === 1, 5_000, 'it did not run');
      await sleep(50);
      queue.wake('tick');
      await until(() => runs === 2, 2_000, 'the wake-up after a failure was swallowed');
      await sleep(1_200);
      expect(runs).toBe(2);
    });

    it('finishes the running job when it stops, and leaves the rest to the next', async () => {
      await fresh();
      const done: number[] = [];
      let started = 0;
      const workers = await work(async (job) => {
        started += 1;
        await sleep(300);
        done.push(countOf(job));
      });
      for (let n = 0; n < 3; n++) await queue.add(countJob(n));
      await until(() => started === 1, 5_000, 'nothing started');
      await workers.stop();
      expect(done).toHaveLength(started);
      const before = done.length;
      await sleep(400);
      expect(done).toHaveLength(before);
      await work(async (job) => void done.push(countOf(job)));
      await until(() => done.length === 3, 5_000, 'the rest did not run');
      expect(done.toSorted()).toEqual([0, 1, 2]);
    });

    it('fires schedules, brings back a lost one, drops an old one, and goes on after a restart', async () => {
      await fresh();
      const seen: number[] = [];
      const run = async (job: JobRun) => void seen.push(countOf(job));
      await work(run);
      const old = { job: countJob(1), everyMs: 200 };
      const kept = { job: countJob(2), everyMs: 200 };
      const count = (n: number) => seen.filter((one) => one === n).length;
      await queue.schedule([old, kept]);
      await until(() => count(1) >= 2 && count(2) >= 3, 8_000, 'a schedule did not fire');
      await queue.schedule([kept]);
      await sleep(250);
      const oldRuns = count(1);
      const keptRuns = count(2);
      await until(() => count(2) >= keptRuns + 3, 5_000, 'the schedule that stayed stopped');
      expect(count(1)).toBe(oldRuns);
      await queue.close();
      queue = await reopen();
      await work(run);
      const before = count(2);
      await until(() => count(2) >= before + 2, 5_000, 'the schedule did not survive the restart');
      await queue.schedule([kept]);
      const again = count(2);
      await until(() => count(2) >= again + 2, 5_000, 'asserting it again stopped it');
    });

    it(`runs ${MANY} jobs, each once`, async () => {
      await fresh();
      const seen: number[] = [];
      await work(async (job) => void seen.push(countOf(job)), 'jobs', 8);
      const start = performance.now();
      await Promise.all(Array.from({ length: MANY }, (_, n) => queue.add(countJob(n))));
      await until(() => seen.length >= MANY, 20_000, `only ${seen.length} of ${MANY} ran`);
      console.log(`queue ${name}: ${Math.round((MANY * 1_000) / (performance.now() - start))} jobs/s`);
      await sleep(100);
      expect(new Set(seen).size).toBe(MANY);
      expect(seen).toHaveLength(MANY);
    });

    it('says whether it can be reached', async () => {
      await fresh();
      await queue.ready();
      await queue.close();
      expect(() => queue.wake('tick')).not.toThrow();
      queue = await reopen();
    });

    it('runs the job of a killed process again within about 10 s, however often', async () => {
      await fresh();
      await queue.add(countJob(7));
      await queue.close();
      // The embedded database belongs to one process at a time.
      await under.release?.();
      for (let kill = 0; kill < 2; kill++) {
        const child = fork(new URL('./queue-child.ts', import.meta.url), {
          execPath: 'node_modules/.bin/node',
          execArgv: [],
          env: { ...process.env, ...under.child, QUEUE_PREFIX: prefix },
        });
        const [message] = await once(child, 'message');
        expect(message).toEqual({ started: 7 });
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      if (under.release) under = await open();
      queue = await reopen();
      const start = performance.now();
      const seen: number[] = [];
      await work(async (job) => void seen.push(countOf(job)));
      await until(() => seen.length > 0, 15_000, 'the killed job never ran again');
      console.log(`queue ${name}: again ${((performance.now() - start) / 1000).toFixed(1)} s after the kill`);
      expect(seen).toEqual([7]);
      expect(performance.now() - start).toBeLessThan(12_000);
    }, 60_000);
  });
}
