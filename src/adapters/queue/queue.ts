import { setTimeout as sleep } from 'node:timers/promises';
import { type JobSchedulerTemplateOptions, type JobsOptions, Queue } from 'bullmq';
import type { JobLane, JobQueue, JobSchedule, WakeUp, Workers } from '../../jobs/queue.ts';
import type { Log } from '../../log.ts';
import { openConnection, type QueueConnection, type QueueTarget } from './connection.ts';
import { startWorker } from './worker.ts';

export interface QueueOptions {
  jobs: readonly WakeUp[];
  log: Log;
  /** Queue names begin with it; tests that share a server take one of their own. */
  prefix?: string;
  /** Real ms between two assertions of the schedules. */
  reassertMs?: number;
}

/** What is done is gone, so that its id and its deduplication are free again; failures are kept to be looked at. */
const jobOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: { count: 200, age: 7 * 24 * 3_600 },
} satisfies JobsOptions & JobSchedulerTemplateOptions;
const PING_TIMEOUT = 3_000;

/** BullMQ behind the queue port, on Redis, PostgreSQL or the embedded database. */
export async function openQueue(target: QueueTarget, options: QueueOptions): Promise<JobQueue> {
  const { log, prefix = 'kostin' } = options;
  const laneByJob = new Map(options.jobs.map(({ name, lane }) => [name, lane]));
  const laneOf = (job: string): JobLane => {
    const lane = laneByJob.get(job);
    if (!lane) throw new Error(`unknown job ${job}`);
    return lane;
  };
  const onError = quietly(log);
  let wanted: readonly JobSchedule[] = [];
  const connection = await openConnection(target, onError, () => reassert());
  const queues = openLanes(connection, prefix, onError);
  const working = new Set<Workers>();
  let closing = false;
  let reasserting: NodeJS.Timeout | undefined;

  const add = async (job: string): Promise<void> => {
    const deduplication = { id: job, keepLastIfActive: true };
    await queues[laneOf(job)].add(job, {}, { ...jobOptions, deduplication });
  };

  const ready = async (): Promise<void> => {
    const late = new AbortController();
    const timeout = sleep(PING_TIMEOUT, undefined, { signal: late.signal }).then(() => {
      throw new Error('the queue does not answer');
    });
    await Promise.race([connection.ping(), timeout]).finally(() => late.abort());
  };

  const assertSchedules = async (schedules: readonly JobSchedule[]): Promise<void> => {
    for (const lane of lanes) {
      const here = schedules.filter(({ job }) => laneOf(job) === lane);
      for (const { job, everyMs } of here) {
        await queues[lane].upsertJobScheduler(job, { every: everyMs }, { name: job, data: {}, opts: jobOptions });
      }
      const names = new Set(here.map(({ job }) => job));
      for (const { key } of await queues[lane].getJobSchedulers()) {
        if (!names.has(key)) await queues[lane].removeJobScheduler(key);
      }
    }
  };
  const reassert = (): void => {
    // A process that put none up leaves those of others alone.
    if (wanted.length === 0 || closing) return;
    assertSchedules(wanted).catch((error: unknown) =>
      log.warn({ err: error }, 'queue: the schedules could not be asserted'),
    );
  };

  return {
    add,
    wake: createWake(add, log, () => closing),

    async work(lane, run, concurrency = 1) {
      const name = `${prefix}-${lane}`;
      const workers = await startWorker({ connection, name, run, concurrency, onError, ready });
      working.add(workers);
      return {
        async stop() {
          working.delete(workers);
          await workers.stop();
        },
      };
    },

    async schedule(schedules) {
      clearInterval(reasserting);
      await assertSchedules(schedules);
      wanted = schedules;
      reasserting = setInterval(reassert, options.reassertMs ?? 300_000);
      reasserting.unref();
    },

    ready,

    async close() {
      if (closing) return;
      closing = true;
      clearInterval(reasserting);
      await Promise.all([...working].map((workers) => workers.stop()));
      await Promise.all(lanes.map((lane) => queues[lane].close()));
      await connection.close();
    },
  };
}

type Lane = Pick<Queue, 'add' | 'upsertJobScheduler' | 'getJobSchedulers' | 'removeJobScheduler' | 'close'>;
const lanes: readonly JobLane[] = ['jobs', 'bot'];

function openLanes(connection: QueueConnection, prefix: string, onError: (error: unknown) => void) {
  const open = (lane: JobLane): Lane => {
    const options = { connection: connection.producer, streams: { events: { maxLen: 100 } } };
    const queue = connection.backend
      ? new Queue(`${prefix}-${lane}`, options, connection.backend)
      : new Queue(`${prefix}-${lane}`, options);
    queue.on('error', onError);
    return queue;
  };
  return { jobs: open('jobs'), bot: open('bot') } satisfies Record<JobLane, Lane>;
}

/** A server that is away gives dozens of errors a second; one in ten seconds says as much. */
function quietly(log: Log): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - last < 10_000) return;
    last = performance.now();
    log.warn({ err: error }, 'queue: connection');
  };
}

/** At most one request per kind under way; what comes meanwhile becomes one more. Nothing is thrown (Wake). */
function createWake(add: (name: string) => Promise<void>, log: Log, isClosed: () => boolean) {
  const running = new Set<string>();
  const again = new Set<string>();
  const send = async (name: string): Promise<void> => {
    do {
      again.delete(name);
      await add(name);
    } while (again.has(name) && !isClosed());
  };
  return (name: string): void => {
    if (isClosed()) return;
    if (running.has(name)) {
      again.add(name);
      return;
    }
    running.add(name);
    send(name)
      .catch((error: unknown) => log.warn({ err: error, job: name }, 'queue: a wake-up was lost'))
      .finally(() => running.delete(name));
  };
}
