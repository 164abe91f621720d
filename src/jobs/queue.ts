import type { Wake } from '../domain/ports.ts';

/** Who takes a wake-up: any jobs process, or the one that holds the bot's lease. */
export type JobLane = 'jobs' | 'bot';

/**
 * One kind of job, as a queue has to know it. A job says only *look now*: what there is to do stands in rows. It is
 * dropped while one of its name waits; one that comes while it runs makes it run once more afterwards. Never retried:
 * the schedule is its retry (a job that waits for its next try would swallow every wake-up meanwhile).
 */
export interface WakeUp {
  /** No `:` in it. */
  name: string;
  lane: JobLane;
}

/** Wakes by the machine's clock: sweeps and cleaning. Business time is in the agenda, never here. */
export interface JobSchedule {
  /** The wake-up's name; each has one schedule at most. */
  job: string;
  everyMs: number;
}

export interface JobRun {
  id: string;
  /** The wake-up's. */
  name: string;
}

export interface Workers {
  /** Takes no more jobs and waits for the running ones. */
  stop(): Promise<void>;
}

/** What carries wake-ups between processes; an adapter implements it. */
export interface JobQueue extends Wake {
  /** Throws for an unknown job, or when the queue cannot be reached. */
  add(job: string): Promise<void>;
  /** Takes the jobs of one lane. */
  work(lane: JobLane, run: (job: JobRun) => Promise<void>, concurrency?: number): Promise<Workers>;
  /** Puts up exactly these schedules, removing others; again and again (every 5 minutes), so that none stays lost. */
  schedule(schedules: readonly JobSchedule[]): Promise<void>;
  /** Throws when the queue cannot be reached. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
