import type { Payment } from './payment.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After a payment closed, money may still arrive: asked after 5 minutes and hourly for a day. */
function afterClosing(closed: number, now: number): number | null {
  const first = closed + 5 * MINUTE;
  if (now < first) return first;
  const next = closed + (Math.floor((now - closed) / HOUR) + 1) * HOUR;
  return next <= closed + 24 * HOUR ? next : null;
}

/** Frequent while somebody is looking: 3 s for half a minute, then 10 s up to five minutes. */
function whileWatched(watchedAt: number, now: number): number | null {
  const age = now - watchedAt;
  if (age < 30 * SECOND) return now + 3 * SECOND;
  return age < 5 * MINUTE ? now + 10 * SECOND : null;
}

/**
 * When the gateway is asked next about this payment (product 3.5), counted from `now` (ms); null: never again.
 * Kept in the record as `nextPollAt`.
 */
export function nextPollAt(
  payment: Pick<Payment, 'status' | 'midtransOrderId' | 'watchedAt' | 'expiresAt' | 'closedAt'>,
  now: number,
): string | null {
  const { status, midtransOrderId, watchedAt, expiresAt, closedAt } = payment;
  if (status === 'success' || midtransOrderId === null || watchedAt === null || expiresAt === null) return null;
  const watched = whileWatched(Date.parse(watchedAt), now);
  const expires = Date.parse(expiresAt);
  const closed = closedAt === null || status === 'failed' ? expires : Math.min(expires, Date.parse(closedAt));
  const usual = now + MINUTE < closed ? now + MINUTE : afterClosing(closed, now);
  const next = watched === null ? usual : Math.min(watched, usual ?? watched);
  return next === null ? null : new Date(next).toISOString();
}
