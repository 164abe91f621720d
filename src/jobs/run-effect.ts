import type { EffectJob, JobOutside } from './agenda-job.ts';
import { type AgendaRow, NothingDone, stillAsksFor } from './agenda-row.ts';

export type EffectRow = AgendaRow & { job: EffectJob };

/**
 * One effect. Its own commits consume the row, by changing the record that derives it. What is left afterwards had
 * been moved forward (removed here), or shows that nothing was done. Throws what the effect throws.
 */
export async function runEffect(outside: JobOutside, row: EffectRow): Promise<'done' | 'dropped'> {
  const { run } = outside;
  const isAsked = await run(async (ctx) => {
    if ((await ctx.tx.get(row.key)) === null) return false;
    if (await stillAsksFor(ctx, row)) return true;
    ctx.tx.delete(row.key);
    return false;
  });
  if (!isAsked) return 'dropped';
  await row.job.act(outside, row.id);
  await run(async (ctx) => {
    if ((await ctx.tx.get(row.key)) === null) return;
    if (await stillAsksFor(ctx, row)) throw new NothingDone(row.job.kind);
    ctx.tx.delete(row.key);
  });
  return 'done';
}
