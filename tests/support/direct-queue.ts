import type { JobLane, JobQueue, JobRun } from '../../src/domain/ports.ts';

/** The queue's port without a queue: a wake-up runs at once, schedules by timers. For tests of what is woken. */
export function createDirectQueue(): JobQueue {
  const lanes = new Map<JobLane, (job: JobRun) => Promise<void>>();
  const timers: NodeJS.Timeout[] = [];
  const laneOf: Record<string, JobLane> = { notify: 'bot' };
  let closed = false;
  const add: JobQueue['add'] = async (name, payload) => {
    const run = lanes.get(laneOf[name] ?? 'jobs');
    if (!run || closed) return;
    setImmediate(() => void run({ id: name, name, payload, attempt: 1 }).catch(() => {}));
  };
  return {
    add,
    wake: (name) => void add(name, {}),
    async work(lane, run) {
      lanes.set(lane, run);
      return {
        async stop() {
          if (lanes.get(lane) === run) lanes.delete(lane);
        },
      };
    },
    async schedule(schedules) {
      for (const { job, payload, when } of schedules) {
        if ('everyMs' in when) timers.push(setInterval(() => void add(job, payload), Math.min(when.everyMs, 500)));
      }
    },
    ready: async () => {},
    failed: async () => 0,
    async close() {
      closed = true;
      for (const timer of timers) clearInterval(timer);
    },
  };
}
