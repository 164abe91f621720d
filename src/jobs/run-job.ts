import type { Log } from '../log.ts';
import type { ReportFailure } from './agenda-row.ts';
import type { JobRun } from './queue.ts';

/** Failures of one job in a row until the admin group hears of it; with the sweep, about 10 s. */
const REPORT_AT = 5;

/**
 * Runs what the queue hands over: logs it, leaves the error to the queue (which keeps it to be looked at), and reports
 * a job that keeps failing once, until it has worked again.
 */
export function createRunJob(
  handlers: Readonly<Record<string, () => unknown>>,
  log: Log,
  report: ReportFailure,
): (run: JobRun) => Promise<void> {
  const byName = new Map(Object.entries(handlers));
  const failures = new Map<string, number>();
  return async ({ id, name }) => {
    const start = performance.now();
    const ms = () => Math.round(performance.now() - start);
    try {
      const handle = byName.get(name);
      if (!handle) throw new Error(`no handler for job ${name}`);
      await handle();
      failures.delete(name);
      log.debug({ job: name, id, ms: ms() }, 'jobs: done');
    } catch (error) {
      const count = (failures.get(name) ?? 0) + 1;
      failures.set(name, count);
      log.error({ err: error, job: name, id, ms: ms(), failures: count }, 'jobs: failed');
      if (count === REPORT_AT) await report({ job: name, attempts: count, error });
      throw error;
    }
  };
}
