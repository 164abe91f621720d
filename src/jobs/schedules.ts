import type { JobSchedule } from '../domain/ports.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/**
 * Every schedule, and nowhere else. They follow the machine's clock, so they carry no business time: what happens
 * at a date or an hour of the tenant's day is an agenda row. A cron would name its zone here.
 */
export const schedules: readonly JobSchedule[] = [
  // What a lost wake-up missed.
  { id: 'tick-sweep', job: 'tick', payload: {}, when: { everyMs: 2 * SECOND } },
  { id: 'notify-sweep', job: 'notify', payload: {}, when: { everyMs: 2 * SECOND } },
  { id: 'clean-inbox', job: 'clean-inbox', payload: {}, when: { everyMs: HOUR } },
];
