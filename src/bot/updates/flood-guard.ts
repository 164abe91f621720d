import type { Gate } from './gate.ts';

export interface FloodLimits {
  /** Updates of one person at once, and then a second. */
  burst: number;
  perSecond: number;
}

export const floodLimits: FloodLimits = { burst: 30, perSecond: 2 };

/** Whoever sends more than a hand can is told once to wait; the rest is passed over (real time, in memory). */
export function floodGuard({ burst, perSecond }: FloodLimits): Gate {
  interface Bucket {
    due: number;
    lastUpdate: number;
    warnedAt: number;
  }
  const buckets = new Map<number, Bucket>();
  const interval = 1_000 / perSecond;

  return (ctx) => {
    if (!ctx.from) return true;
    const now = performance.now();
    if (buckets.size > 10_000) for (const [id, bucket] of buckets) if (bucket.due < now) buckets.delete(id);
    const bucket = buckets.get(ctx.from.id) ?? { due: 0, lastUpdate: -1, warnedAt: Number.NEGATIVE_INFINITY };
    buckets.set(ctx.from.id, bucket);
    // A conflict runs the same update again: it counts once.
    if (bucket.lastUpdate === ctx.update.update_id) return true;
    bucket.lastUpdate = ctx.update.update_id;
    if (bucket.due - (burst - 1) * interval <= now) {
      bucket.due = Math.max(bucket.due, now) + interval;
      return true;
    }
    ctx.takenBy = 'flood-guard';
    if (ctx.callbackQuery) ctx.toast(ctx.t('common-slow-down'));
    else if (now - bucket.warnedAt >= 10_000 && ctx.chat?.type === 'private') {
      bucket.warnedAt = now;
      ctx.answer({ text: ctx.t('common-slow-down') });
    }
    return false;
  };
}
