import { expect, it, vi } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import { createLog } from '../../src/log.ts';
import { countJob, countOf, testJobs } from './queue-jobs.ts';

const log = createLog('silent');

it('queue and KV share one embedded session without disturbing each other', async () => {
  const store = await openPglite();
  const seen: number[] = [];
  try {
    await store.kv.set('ticket:ticket_before', { n: 0 });
    const queue = await openQueue({ pglite: store.db }, { jobs: testJobs, log });
    await queue.work('jobs', async (job) => {
      const n = countOf(job);
      await store.kv.set(`ticket:ticket_${n}`, { n });
      seen.push(n);
    });
    await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        await queue.add(countJob(n));
        const { ok } = await store.kv
          .atomic()
          .check(`review:review_${n}`, null)
          .set(`review:review_${n}`, { n })
          .commit();
        expect(ok).toBe(true);
        expect(await store.kv.get(`review:review_${n}`)).toEqual({ n });
      }),
    );
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(200);
    expect(await store.kv.getByPrefix('ticket:')).toHaveLength(201);
    expect(await store.lease.acquire('bot', 'me', 1_000)).toBe(true);

    // What is created without a schema still goes to public.
    await store.db.exec('create table beside (x int)');
    const { rows } = await store.db.query(`select schemaname from pg_tables where tablename = 'beside'`);
    expect(rows).toEqual([{ schemaname: 'public' }]);
    await queue.close();
    // And the store goes on when the queue has closed, also for a second queue.
    expect(await store.kv.get('ticket:ticket_before')).toEqual({ n: 0 });
    const second = await openQueue({ pglite: store.db }, { jobs: testJobs, log });
    await second.ready();
    await second.close();
  } finally {
    await store.close();
  }
});

it('one vacuum goes over the tables of both, also while nobody writes to the store', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const store = await openPglite();
  try {
    const queue = await openQueue({ pglite: store.db }, { jobs: testJobs, log });
    await queue.close();
    const unvacuumed = async () => {
      const where = `schemaname in ('public', 'bullmq') and vacuum_count = 0`;
      const { rows } = await store.db.query(`select relname from pg_stat_all_tables where ${where}`);
      return rows.map((row) => (row as { relname: string }).relname);
    };
    expect(await unvacuumed()).toEqual(expect.arrayContaining(['kv_store_dbd6b95a', 'job', 'event']));
    vi.advanceTimersByTime(5 * 60_000);
    expect(await unvacuumed()).toEqual([]);
  } finally {
    vi.useRealTimers();
    await store.close();
  }
});

it('opens and closes quietly, also when the store is gone first', async () => {
  const store = await openPglite();
  const queue = await openQueue({ pglite: store.db }, { jobs: testJobs, log });
  const workers = await queue.work('jobs', async () => undefined);
  await workers.stop();
  await queue.close();
  await store.close();
  await expect(openQueue({ pglite: store.db }, { jobs: testJobs, log })).rejects.toThrow();
  await expect(openQueue({ databaseUrl: 'postgres://x@127.0.0.1:1/none' }, { jobs: testJobs, log })).rejects.toThrow();
  await expect(openQueue({ redisUrl: 'redis://127.0.0.1:1/0' }, { jobs: testJobs, log })).rejects.toThrow();
});
