import { z } from 'zod';
import type { JobLane, JobSpec, Json } from '../domain/ports.ts';

interface JobDefinition extends Omit<JobSpec, 'parse'> {
  payload: z.ZodType<Json>;
}

const nothing = z.strictObject({});

/** Every job there is. Each is a wake-up: inbox, outbox and agenda rows are the truth (ARCHITECTURE 6). */
const definitions = [
  /** Does what the agenda says is due; which job takes which rows: agenda-jobs.ts. */
  { name: 'tick', lane: 'jobs', wakeUp: true, payload: nothing },
  /** Delivers the outbox; taken by the process that holds the bot's lease. */
  { name: 'notify', lane: 'bot', wakeUp: true, payload: nothing },
  /** Drops what is kept for a while only: done marks, message maps, flows that nobody ended. */
  { name: 'clean-inbox', lane: 'jobs', wakeUp: true, payload: nothing },
] as const satisfies readonly JobDefinition[];

type Definition = (typeof definitions)[number];

/** What does each job of a lane; none can be forgotten. The payload is parsed when added and again before this. */
export type JobHandlers<L extends JobLane> = {
  [D in Extract<Definition, { lane: L }> as D['name']]: (payload: z.infer<D['payload']>) => unknown;
};

/** For `openQueue`. */
export const allJobs: readonly JobSpec[] = definitions.map(({ payload, ...job }) => ({
  ...job,
  parse: (value) => payload.parse(value),
}));
