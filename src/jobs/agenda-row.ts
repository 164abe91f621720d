import { agendaKey, agendaRows } from '../domain/agenda.ts';
import { addMs } from '../domain/calendar.ts';
import type { Ctx, Run } from '../domain/context.ts';
import { KvUnavailable } from '../domain/errors.ts';
import type { Entry } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import type { AgendaJob } from './agenda-job.ts';

export interface AgendaRow {
  key: string;
  job: AgendaJob;
  at: string;
  id: string;
  /** Ms. */
  due: number;
  /** Failures so far. */
  attempts: number;
}

/** Null: it cannot be read. */
export function parseRow(job: AgendaJob, entry: Entry): AgendaRow | null {
  const parsed = agendaRows.parse(entry.value);
  if (!parsed) return null;
  const { at, id, due = at, attempts = 0 } = parsed;
  return { key: entry.key, job, at, id, due: Date.parse(due), attempts };
}

/** The record still asks for just this. */
export async function stillAsksFor(ctx: Ctx, { job, at, id }: AgendaRow): Promise<boolean> {
  const items = await job.store.agendaOf(ctx.tx, id);
  return items.some((item) => item.kind === job.kind && item.at === at);
}

/** A job returned, yet its record still asks for the same: it must not head the scan again. */
export class NothingDone extends Error {
  constructor(kind: string) {
    super(`${kind} left its record as it was`);
    this.name = 'NothingDone';
  }
}

/** What is told to the admin group, once per row. */
export interface Failure {
  job: string;
  /** The record, where one record is what fails. */
  id?: string;
  attempts: number;
  error: unknown;
}
/** Must not throw. */
export type ReportFailure = (failure: Failure) => void | Promise<void>;

const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 3_600_000;
/** After 5 + 10 + 20 + 40 s: a short outage is nobody's business. */
const REPORT_AT = 5;

/** Real poison costs one try an hour and never heads the scan. Ms until the next try after `attempts` failures. */
export const backOff = (attempts: number): number => Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));

/** Moves a row that failed forward, and reports it once. A store that is away is no failure of the row: rethrown. */
export async function postpone(run: Run, row: AgendaRow, error: unknown, log: Log, report: ReportFailure) {
  if (error instanceof KvUnavailable) throw error;
  const attempts = row.attempts + 1;
  const moved = await run(async ({ tx, now }) => {
    if ((await tx.get(row.key)) === null) return false;
    const due = addMs(now, backOff(attempts));
    tx.delete(row.key);
    const { at, id, job } = row;
    agendaRows.write(tx, agendaKey(job.kind, due, id), { kind: job.kind, at, id, due, attempts });
    return true;
  });
  if (!moved) {
    // What it had to write is written: there is nothing to try again, only something to look at.
    log.error({ err: error, job: row.job.kind, id: row.id }, 'jobs: failed after its row was consumed');
    return;
  }
  log.warn({ err: error, job: row.job.kind, id: row.id, attempts }, 'jobs: postponed');
  if (attempts === REPORT_AT) await report({ job: row.job.kind, id: row.id, attempts, error });
}
