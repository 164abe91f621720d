import pLimit from 'p-limit';
import type { AgendaKind } from '../domain/agenda.ts';
import { agendaPrefix, agendaUntil } from '../domain/agenda.ts';
import type { Run } from '../domain/context.ts';
import type { Accounts, Clock, Entry, Kv, PaymentGateway } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { type AgendaJob, absentAccounts, absentGateway, type JobOutside } from './agenda-job.ts';
import { type AgendaRow, parseRow, postpone, type ReportFailure } from './agenda-row.ts';
import { createPages, type DecideRow } from './decide-pages.ts';
import { type EffectRow, runEffect } from './run-effect.ts';

export interface TickOptions {
  kv: Kv;
  clock: Clock;
  run: Run;
  /** Null: no payment gateway is set up, and effects that need it wait. */
  gateway: PaymentGateway | null;
  /** Null: no accounts beside the profiles, and effects that need them wait. */
  accounts: Accounts | null;
  log: Log;
  jobs: readonly AgendaJob[];
  report: ReportFailure;
  /** Rows in one commit at most. */
  pageSize?: number;
  /** Effects of one kind at a time. */
  concurrency?: number;
}

export interface TickResult {
  done: Partial<Record<AgendaKind, number>>;
  /** Rows whose record no longer asked for them. */
  dropped: number;
  /** Rows that failed and were moved forward. */
  failed: number;
}

export interface Tick {
  /** Does everything that is due by now and waits for it, effects included. Throws when the store is away. */
  runOnce(): Promise<TickResult>;
  /** Decides what is due and starts effects without waiting for them: a slow gateway holds up nothing else. */
  start(): Promise<TickResult>;
  /**
   * Steps business time to `until` (ms), stopping at every due instant in order and doing what is due there.
   * `moveTo` sets the clock, never back.
   */
  stepThrough(until: number, moveTo: (instant: number) => void | Promise<void>): Promise<TickResult>;
  /** Starts nothing more and waits for what runs. */
  stop(): Promise<void>;
}

/** Rows read of each kind at once. */
const READ = 1_000;
/** Ms; the schedule's own interval. */
const SWEEP = 2_000;
/** Effects under way or waiting for their turn in this process; memory stays bounded however much is due. */
const WAITING = 1_000;
const nameOf = ({ job, id }: AgendaRow): string => `${job.kind} ${id}`;
const isDecide = (row: AgendaRow): row is DecideRow => row.job.type === 'decide';
const isEffect = (row: AgendaRow): row is EffectRow => row.job.type === 'effect';

/** The one reader of the agenda (architecture 2, 3, 6). Two of them at once are harmless. */
export function createTick(options: TickOptions): Tick {
  const { kv, clock, run, log, report, pageSize = 500, concurrency = 8 } = options;
  const { gateway, accounts } = options;
  const outside: JobOutside = { run, gateway: gateway ?? absentGateway, accounts: accounts ?? absentAccounts, log };
  const isSetUp = { gateway: gateway !== null, accounts: accounts !== null };
  const jobs = options.jobs.filter((job) => job.type === 'decide' || job.needs === null || isSetUp[job.needs]);
  const pools = new Map(jobs.map((job) => [job.kind, pLimit(concurrency)]));
  /** Row keys of effects under way in this process. */
  const running = new Map<string, Promise<void>>();
  /** One pass at a time: two would only meet in conflicts. */
  const passes = pLimit(1);
  let stopped = false;
  let next: NodeJS.Timeout | undefined;

  const fail = (result: TickResult, row: AgendaRow, error: unknown): Promise<void> => {
    result.failed += 1;
    return postpone(run, row, error, log, report);
  };
  const add = (result: TickResult, kind: AgendaKind, done: number): void => {
    if (done > 0) result.done[kind] = (result.done[kind] ?? 0) + done;
  };

  /** Written by nobody of us. Its key, in the log, says all that it could: kind, time and record. */
  const discard = async ({ key, version }: Entry): Promise<void> => {
    log.error({ key }, 'jobs: unreadable agenda row');
    await kv.atomic().check(key, version).delete(key).commit();
  };

  /** Every due row once, in key order, a page of each kind at a time. */
  async function* due(now: number): AsyncGenerator<AgendaRow[]> {
    const after = new Map<AgendaJob, string | undefined>(jobs.map((job) => [job, undefined]));
    while (after.size > 0) {
      const asked = [...after];
      const lists = asked.map(([{ kind }, cursor]) => ({
        prefix: agendaPrefix(kind),
        until: agendaUntil(kind, now),
        limit: READ,
        ...(cursor === undefined ? {} : { after: cursor }),
      }));
      const answer = await kv.read({ lists });
      for (const [i, [job]] of asked.entries()) {
        const entries = answer.lists[i] ?? [];
        const last = entries.at(-1);
        if (last && entries.length === READ) after.set(job, last.cursor);
        else after.delete(job);
        const rows: AgendaRow[] = [];
        for (const entry of entries) {
          const row = parseRow(job, entry);
          if (row) rows.push(row);
          else await discard(entry);
        }
        if (rows.length > 0) yield rows;
      }
    }
  }

  /** False: it runs already, or enough wait; the next pass finds it again. */
  const startEffect = (row: EffectRow, result: TickResult): boolean => {
    const pool = pools.get(row.job.kind);
    if (pool === undefined || running.has(row.key) || running.size >= WAITING) return false;
    const work = pool(async () => {
      if (stopped) return;
      const outcome = await runEffect(outside, row);
      if (outcome === 'done') add(result, row.job.kind, 1);
      else result.dropped += 1;
    })
      .catch((error: unknown) => fail(result, row, error))
      // The row is still there: the next sweep finds it.
      .catch((error: unknown) => log.error({ err: error, job: row.job.kind, id: row.id }, 'jobs: an effect failed'))
      .finally(() => running.delete(row.key));
    running.set(row.key, work);
    return true;
  };

  const pass = async (seen: Set<string>): Promise<TickResult & { found: number }> => {
    const result = { done: {}, dropped: 0, failed: 0, found: 0 };
    const pages = createPages({ run, pageSize, onFailure: (row, error) => fail(result, row, error) });
    for await (const rows of due(clock.now())) {
      if (stopped) break;
      const fresh = rows.filter((row) => !seen.has(nameOf(row)));
      const started = fresh.filter((row) => !isEffect(row) || startEffect(row, result));
      for (const row of started) seen.add(nameOf(row));
      result.found += started.length;
      const { done, dropped } = await pages(started.filter(isDecide));
      const kind = started[0]?.job.kind;
      if (kind) add(result, kind, done);
      result.dropped += dropped;
    }
    return result;
  };

  const settle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running.values());
  };

  const runOnce = async (): Promise<TickResult> => {
    const total: TickResult = { done: {}, dropped: 0, failed: 0 };
    // What an effect makes due at once runs too; each record once per kind, so that this ends.
    const seen = new Set<string>();
    for (;;) {
      const result = await passes(() => pass(seen));
      await settle();
      merge(total, result);
      if (result.found === 0 || stopped) return total;
    }
  };

  const nextDue = async (now: number, until: number): Promise<number | null> => {
    const lists = jobs.map(({ kind }) => ({
      prefix: agendaPrefix(kind),
      after: agendaUntil(kind, now),
      until: agendaUntil(kind, until),
      limit: 1,
    }));
    const answer = await kv.read({ lists });
    const times = answer.lists.flatMap((entries, i) => {
      const job = jobs[i];
      return job ? entries.map((entry) => parseRow(job, entry)?.due ?? until) : [];
    });
    return times.length === 0 ? null : Math.min(...times);
  };

  /** What falls due before the next sweep runs on time, so that polling every 3 s is every 3 s. */
  const start = async (): Promise<TickResult> => {
    const result = await passes(() => pass(new Set()));
    const now = clock.now();
    const at = await nextDue(now, now + SWEEP);
    clearTimeout(next);
    if (at === null || stopped) return result;
    next = setTimeout(() => {
      start().catch((error: unknown) => log.warn({ err: error }, 'jobs: the tick failed'));
    }, at - now);
    next.unref();
    return result;
  };

  return {
    runOnce,
    start,
    async stepThrough(until, moveTo) {
      const total = await runOnce();
      for (;;) {
        const instant = await nextDue(clock.now(), until);
        if (instant === null || stopped) break;
        await moveTo(instant);
        merge(total, await runOnce());
      }
      if (clock.now() < until) await moveTo(until);
      merge(total, await runOnce());
      return total;
    },
    async stop() {
      stopped = true;
      clearTimeout(next);
      await passes(async () => undefined);
      await settle();
    },
  };
}

function merge(total: TickResult, more: TickResult): void {
  for (const [kind, done] of Object.entries(more.done) as [AgendaKind, number][]) {
    total.done[kind] = (total.done[kind] ?? 0) + done;
  }
  total.dropped += more.dropped;
  total.failed += more.failed;
}
