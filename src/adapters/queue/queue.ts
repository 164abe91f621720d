import { setTimeout as sleep } from 'node:timers/promises';
import { type JobSchedulerTemplateOptions, type JobsOptions, Queue } from 'bullmq';
import type { JobLane, JobQueue, JobSchedule, JobSpec, Json, Workers } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';
import { openConnection, type QueueConnection, type QueueTarget } from './connection.ts';
import { startWorker } from './worker.ts';

export interface QueueOptions {
  jobs: readonly JobSpec[];
  log: Log;
  /** Queue names begin with it; tests that share a server take one of their own. */
  prefix?: string;
  /** Real ms between two assertions of the schedules. */
  reassertMs?: number;
}

/** What is done is gone, so that its id and its deduplication are free again; failures are kept to be looked at. */
const keeping = { removeOnComplete: true, removeOnFail: { count: 200, age: 7 * 24 * 3_600 } } satisfies JobsOptions;
const PING_TIMEOUT = 3_000;

const jobOptions = (spec: JobSpec): JobsOptions =>
  spec.wakeUp
    ? { ...keeping, attempts: 1, deduplication: { id: spec.name, keepLastIfActive: true } }
    : { ...keeping, attempts: spec.attempts ?? 5, backoff: { type: 'exponential', delay: 1_000 } };

/** BullMQ behind the queue port, on Redis, PostgreSQL or the embedded database. */
export async function openQueue(target: QueueTarget, options: QueueOptions): Promise<JobQueue> {
  const { log, prefix = 'kostin' } = options;
  const specs = new Map(options.jobs.map((spec) => [spec.name, spec]));
  const specOf = (name: string): JobSpec => {
    const spec = specs.get(name);
    if (!spec) throw new Error(`unknown job ${name}`);
    return spec;
  };
  const onError = quietly(log);
  let wanted: readonly JobSchedule[] = [];
  const connection = await openConnection(target, onError, () => reassert());
  const queues = openLanes(connection, prefix, onError);
  const working = new Set<Workers>();
  let closing = false;
  let reasserting: NodeJS.Timeout | undefined;

  const add = async (name: string, payload: Json): Promise<void> => {
    const spec = specOf(name);
    await queues[spec.lane].add(name, spec.parse(payload), jobOptions(spec));
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
      const here = schedules.filter(({ job }) => specOf(job).lane === lane);
      for (const schedule of here) await upsert(queues[lane], schedule, specOf(schedule.job));
      const ids = new Set(here.map(({ id }) => id));
      for (const { key } of await queues[lane].getJobSchedulers()) {
        if (!ids.has(key)) await queues[lane].removeJobScheduler(key);
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
    wake: createWake(
      (name) => add(name, {}),
      log,
      () => closing,
    ),

    async work(lane, run, concurrency = 1) {
      const name = `${prefix}-${lane}`;
      const workers = await startWorker({ connection, name, specOf, run, concurrency, onError, ready });
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

    async failed() {
      const counts = await Promise.all(lanes.map((lane) => queues[lane].getFailedCount()));
      return counts.reduce((sum, count) => sum + count, 0);
    },

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

type Lane = Pick<
  Queue,
  'add' | 'upsertJobScheduler' | 'getJobSchedulers' | 'removeJobScheduler' | 'getFailedCount' | 'close'
>;
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

async function upsert(queue: Lane, { id, when, payload, job }: JobSchedule, spec: JobSpec): Promise<void> {
  const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.cron, tz: when.zone };
  const opts: JobSchedulerTemplateOptions = { ...keeping, attempts: 1 };
  await queue.upsertJobScheduler(id, repeat, { name: job, data: spec.parse(payload), opts });
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
