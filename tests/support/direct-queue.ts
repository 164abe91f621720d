import type { JobLane, JobQueue, JobRun } from '../../src/jobs/queue.ts';

/** The queue's port without a queue: a wake-up runs at once, schedules by timers. For tests of what is woken. */
export function createDirectQueue(): JobQueue {
  const lanes = new Map<JobLane, (job: JobRun) => Promise<void>>();
  const timers: NodeJS.Timeout[] = [];
  const laneOf: Record<string, JobLane> = { notify: 'bot' };
  let closed = false;
  const add: JobQueue['add'] = async (name) => {
    const run = lanes.get(laneOf[name] ?? 'jobs');
    if (!run || closed) return;
    setImmediate(() => void run({ id: name, name }).catch(() => {}));
  };
  return {
    add,
    wake: (name) => void add(name),
    async work(lane, run) {
      lanes.set(lane, run);
      return {
        async stop() {
          if (lanes.get(lane) === run) lanes.delete(lane);
        },
      };
    },
    async schedule(schedules) {
      for (const { job, everyMs } of schedules) timers.push(setInterval(() => void add(job), Math.min(everyMs, 500)));
    },
    ready: async () => {},
    async close() {
      closed = true;
      for (const timer of timers) clearInterval(timer);
    },
  };
}
