import type { JobSchedule } from './queue.ts';
import type { WakeUpName } from './wake-ups.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/**
 * Every schedule, and nowhere else. They follow the machine's clock, so they carry no business time: what happens
 * at a date or an hour of the tenant's day is an agenda row.
 */
export const schedules: readonly (JobSchedule & { job: WakeUpName })[] = [
  // What a lost wake-up missed.
  { job: 'tick', everyMs: 2 * SECOND },
  { job: 'notify', everyMs: 2 * SECOND },
  { job: 'clean-inbox', everyMs: HOUR },
];
