import { PGlite } from '@electric-sql/pglite';
import type { QueueTarget } from '../../src/adapters/queue/connection.ts';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import { createLog } from '../../src/log.ts';
import { countOf, testJobs } from './queue-jobs.ts';

/** A worker that takes a job and never finishes it: it is killed while the job runs. */
const { QUEUE_DATABASE = '', QUEUE_REDIS, QUEUE_PGLITE, QUEUE_PREFIX = '' } = process.env;
const openTarget = async (): Promise<QueueTarget> => {
  if (QUEUE_PGLITE) return { pglite: await PGlite.create(QUEUE_PGLITE) };
  return QUEUE_REDIS ? { redisUrl: QUEUE_REDIS } : { databaseUrl: QUEUE_DATABASE };
};
const target = await openTarget();
const queue = await openQueue(target, { jobs: testJobs, log: createLog('silent'), prefix: QUEUE_PREFIX });
await queue.work('jobs', async (job) => {
  process.send?.({ started: countOf(job) });
  await new Promise(() => setInterval(() => undefined, 1_000));
});
