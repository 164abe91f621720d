import type { Ctx, Run } from '../domain/context.ts';
import { KvUnavailable } from '../domain/errors.ts';
import type { DecideJob } from './agenda-job.ts';
import { type AgendaRow, NothingDone, stillAsksFor } from './agenda-row.ts';

/** A commit that takes longer makes the next page smaller, so that none comes near 500 ms. */
const SLOW = 250;
const FIRST_PAGE = 50;

class PageConflict extends Error {}

type Outcome = 'done' | 'dropped' | 'gone';
export type DecideRow = AgendaRow & { job: DecideJob };

export interface PageOptions {
  run: Run;
  /** Rows in one commit at most (500; 50 embedded). */
  pageSize: number;
  /** For a row that failed alone. */
  onFailure(row: AgendaRow, error: unknown): Promise<void>;
}

/** The row and its effect, in one commit: a second tick that read the same row conflicts and then finds it gone. */
async function decideOne(ctx: Ctx, row: DecideRow): Promise<Outcome> {
  if ((await ctx.tx.get(row.key)) === null) return 'gone';
  if (!(await stillAsksFor(ctx, row))) {
    ctx.tx.delete(row.key);
    return 'dropped';
  }
  await row.job.decide(ctx, row.id);
  if (await stillAsksFor(ctx, row)) throw new NothingDone(row.job.kind);
  // The store removed the row it derived; one that had been moved forward is this tick's to remove.
  ctx.tx.delete(row.key);
  return 'done';
}

/** Decides rows page by page, a page in one commit; one that conflicts or fails is halved, down to the row. */
export function createPages({ run, pageSize, onFailure }: PageOptions) {
  let size = Math.min(pageSize, FIRST_PAGE);

  const commit = async (rows: DecideRow[]): Promise<Outcome[]> => {
    let tries = 0;
    const start = performance.now();
    try {
      return await run(async (ctx) => {
        // `run` begins anew after a conflict; a smaller page meets fewer others.
        if (tries++ > 0 && rows.length > 1) throw new PageConflict();
        await ctx.tx.preload(rows.flatMap(({ key, job, id }) => [key, job.store.key(id)]));
        const outcomes: Outcome[] = [];
        for (const row of rows) outcomes.push(await decideOne(ctx, row));
        return outcomes;
      });
    } catch (error) {
      if (error instanceof KvUnavailable) throw error;
      const [only] = rows;
      if (only && rows.length === 1) {
        await onFailure(only, error);
        return [];
      }
      const half = Math.ceil(rows.length / 2);
      return [...(await commit(rows.slice(0, half))), ...(await commit(rows.slice(half)))];
    } finally {
      const took = performance.now() - start;
      if (took > SLOW && rows.length <= size) size = Math.max(1, Math.ceil(rows.length / 2));
      else if (took < SLOW / 4 && rows.length === size) size = Math.min(pageSize, size * 2);
    }
  };

  /** How many were done and dropped. Throws only when the store is away. */
  return async (rows: DecideRow[]): Promise<{ done: number; dropped: number }> => {
    const count = { done: 0, dropped: 0 };
    for (let at = 0; at < rows.length; ) {
      const page = rows.slice(at, at + size);
      at += page.length;
      for (const outcome of await commit(page)) if (outcome !== 'gone') count[outcome] += 1;
    }
    return count;
  };
}
