import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/domain/payment/gateway-verdict.ts';
import { mayBecome, paymentStatuses } from '../../src/domain/payment/payment.ts';
import { nextPollAt } from '../../src/domain/payment/poll-schedule.ts';
import { charged } from '../support/payment-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('status of a payment', () => {
  const allowed = [
    'pending>success',
    'pending>failed',
    'pending>cancelled',
    'failed>success',
    'failed>cancelled',
    'cancelled>success',
  ];
  it.each(paymentStatuses.flatMap((from) => paymentStatuses.map((to) => [from, to] as const)))(
    '%s → %s',
    (from, to) => {
      expect(mayBecome(from, to)).toBe(allowed.includes(`${from}>${to}`));
    },
  );
});

describe('when the gateway is asked next', () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const base = {
    status: 'pending' as const,
    midtransOrderId: 'o',
    watchedAt: at(0),
    expiresAt: at(24 * HOUR),
    closedAt: null,
  };
  const wait = (fields: Partial<Parameters<typeof nextPollAt>[0]>, now: number) => {
    const next = nextPollAt({ ...base, ...fields }, now);
    return next === null ? null : (Date.parse(next) - now) / 1_000;
  };
  it.each([
    ['at once', {}, 0, 3],
    ['within 30 s', {}, 29_000, 3],
    ['after 30 s', {}, 30_000, 10],
    ['just before 5 minutes', {}, 5 * MINUTE - 1, 10],
    ['after 5 minutes', {}, 5 * MINUTE, 60],
    ['hours later', {}, 10 * HOUR, 60],
    ['pressed again later', { watchedAt: at(10 * HOUR) }, 10 * HOUR, 3],
    ['in the last minute', {}, 24 * HOUR - 30_000, 330],
    ['when it expires', {}, 24 * HOUR, 300],
    ['five minutes after', {}, 24 * HOUR + 5 * MINUTE, 55 * 60],
    ['hourly after that', { status: 'cancelled' as const, closedAt: at(24 * HOUR) }, 26 * HOUR, 3_600],
    ['counted from when it closed', { status: 'cancelled' as const, closedAt: at(2 * HOUR) }, 2 * HOUR, 300],
    [
      'pressed on a closed one',
      { status: 'cancelled' as const, closedAt: at(2 * HOUR), watchedAt: at(9 * HOUR) },
      9 * HOUR,
      3,
    ],
    ['denied, may still succeed', { status: 'failed' as const, closedAt: at(HOUR) }, 2 * HOUR, 60],
    ['a day after', { status: 'cancelled' as const, closedAt: at(24 * HOUR) }, 48 * HOUR, null],
    ['paid', { status: 'success' as const }, 0, null],
    ['never charged', { watchedAt: null }, 0, null],
  ])('%s', (_, fields, now, seconds) => {
    expect(wait(fields, now)).toBe(seconds);
  });
});

describe('verdictOf', () => {
  it('a refund of money never booked books nothing; after the booking it changes nothing', async () => {
    const { payment, double, orderId, reconcile } = await charged();
    const pending = await payment();
    const transaction = double.orders.get(orderId);
    if (!transaction) throw new Error('no order');
    expect(verdictOf(pending, { ...transaction, status: 'refund' })).toEqual({ kind: 'becomes', status: 'cancelled' });
    double.pay(orderId);
    await reconcile();
    expect(verdictOf(await payment(), { ...transaction, status: 'refund' })).toEqual({ kind: 'same' });
  });
});
