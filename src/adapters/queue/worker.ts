import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker, type WorkerOptions } from 'bullmq';
import type { JobRun, Workers } from '../../jobs/queue.ts';
import type { QueueConnection } from './connection.ts';

/**
 * A killed process's job runs again after about 8 s. With BullMQ's defaults it took 61 s and failed for good at the
 * second kill (architecture 11.3).
 */
const recovery = {
  lockDuration: 5_000,
  stalledInterval: 3_000,
  maxStalledCount: 1_000,
} satisfies Partial<WorkerOptions>;

export interface StartWorker {
  connection: QueueConnection;
  /** BullMQ's queue. */
  name: string;
  run(job: JobRun): Promise<void>;
  concurrency: number;
  onError(error: unknown): void;
  /** Throws when the server does not answer. */
  ready(): Promise<void>;
}

export async function startWorker(start: StartWorker): Promise<Workers> {
  const { connection, name, run, concurrency, onError } = start;
  const running = new Set<Promise<void>>();
  const process = async (job: Job): Promise<void> => {
    const work = run({ id: job.id ?? '', name: job.name });
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const options: WorkerOptions = { connection: connection.worker, concurrency, ...recovery };
  const worker = connection.backend
    ? new Worker(name, process, options, connection.backend)
    : new Worker(name, process, options);
  worker.on('error', onError);
  await worker.waitUntilReady();
  return {
    async stop() {
      if (await settlesWhileReachable(worker.close(), start.ready)) return;
      // Nobody can be told that they are done, but they are let finish.
      await Promise.allSettled(running);
      worker.disconnect().catch(onError);
    },
  };
}

/** Waits as long as the server answers: BullMQ itself waits for ever for one that is away. */
async function settlesWhileReachable(work: Promise<void>, ready: () => Promise<void>): Promise<boolean> {
  const settled = work.then(
    () => true,
    () => true,
  );
  for (;;) {
    if (await Promise.race([settled, sleep(1_000, false, { ref: false })])) return true;
    try {
      await ready();
    } catch {
      return false;
    }
  }
}
