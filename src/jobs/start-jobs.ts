import type { Log } from '../log.ts';
import type { ReportFailure } from './agenda-row.ts';
import type { JobQueue, Workers } from './queue.ts';
import { createRunJob } from './run-job.ts';
import { schedules } from './schedules.ts';
import type { Tick } from './tick.ts';
import type { WakeUpHandlers } from './wake-ups.ts';

export interface JobsOptions {
  queue: JobQueue;
  tick: Tick;
  /** Drops what is kept for a while only. */
  cleanInbox(): Promise<unknown>;
  log: Log;
  report: ReportFailure;
}

/** The jobs role: takes the `jobs` lane and keeps the schedules up. Any number of processes may do so. */
export async function startJobs({ queue, tick, cleanInbox, log, report }: JobsOptions): Promise<Workers> {
  const handlers: WakeUpHandlers<'jobs'> = { tick: () => tick.start(), 'clean-inbox': cleanInbox };
  // Wide enough that cleaning never holds up a tick.
  const workers = await queue.work('jobs', createRunJob(handlers, log, report), 4);
  await queue.schedule(schedules);
  // A process killed in a tick leaves its wake-up locked for some seconds; what is due by now starts now.
  tick.start().catch((error: unknown) => log.warn({ err: error }, 'jobs: the tick failed'));
  return {
    async stop() {
      await workers.stop();
      await tick.stop();
    },
  };
}

/**
 * The `bot` lane, for as long as this process holds the bot's lease. `deliver` lets the outbox's sender look for
 * new rows and returns at once: the sender keeps lanes and limits of its own.
 */
export function startDelivery(
  queue: JobQueue,
  deliver: () => void | Promise<void>,
  log: Log,
  report: ReportFailure,
): Promise<Workers> {
  const handlers: WakeUpHandlers<'bot'> = { notify: deliver };
  return queue.work('bot', createRunJob(handlers, log, report), 1);
}
