import type { JobLane, WakeUp } from './queue.ts';

/** Every wake-up there is. Inbox, outbox and agenda rows are the truth (architecture 6). */
export const wakeUps = [
  /** Does what the agenda says is due: agenda.ts. */
  { name: 'tick', lane: 'jobs' },
  /** Delivers the outbox; taken by the process that holds the bot's lease. */
  { name: 'notify', lane: 'bot' },
  /** Drops what is kept for a while only: done marks, message maps, flows that nobody ended. */
  { name: 'clean-inbox', lane: 'jobs' },
] as const satisfies readonly WakeUp[];

type Known = (typeof wakeUps)[number];
export type WakeUpName = Known['name'];

/** What each wake-up of a lane does; none can be forgotten. */
export type WakeUpHandlers<L extends JobLane> = Readonly<Record<Extract<Known, { lane: L }>['name'], () => unknown>>;
