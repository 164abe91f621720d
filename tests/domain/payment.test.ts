import { describe, expect, it } from 'vitest';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import { verdictOf } from '../../src/domain/payment/gateway-verdict.ts';
import { mayBecome, type Payment, paymentStatuses } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { nextPollAt } from '../../src/domain/payment/poll-schedule.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { GatewayStatus } from '../../src/domain/ports.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { codeOf, type RentWorld, rentWorld } from '../support/rent-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function charged(options: Parameters<typeof rentWorld>[0] & { maxDelayMs?: number } = {}) {
  const world = await rentWorld(options);
  const double = gatewayDouble(world.clock, options);
  const rent = await world.rented();
  const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id });
  await chargePayment(world.system, double.gateway, payment.id);
  const orderId = payment.midtransOrderId ?? '';
  await world.forget();
  return {
    world,
    double,
    ...rent,
    paymentId: payment.id,
    orderId,
    payment: () => world.read<Payment>(paymentStore, payment.id),
    invoiceNow: () => world.read(invoiceStore, rent.invoice.id),
    contractNow: () => world.read(contractStore, rent.contract.id),
    reconcile: () => reconcilePayment(world.system, double.gateway, orderId),
  };
}
const guardOf = (world: RentWorld, invoiceId: string) => world.kv.get(keys.payment.open(invoiceId));

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
    pollFrom: at(0),
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
    ['pressed again later', { pollFrom: at(10 * HOUR) }, 10 * HOUR, 3],
    ['in the last minute', {}, 24 * HOUR - 30_000, 330],
    ['when it expires', {}, 24 * HOUR, 300],
    ['five minutes after', {}, 24 * HOUR + 5 * MINUTE, 55 * 60],
    ['hourly after that', { status: 'cancelled' as const, closedAt: at(24 * HOUR) }, 26 * HOUR, 3_600],
    ['counted from when it closed', { status: 'cancelled' as const, closedAt: at(2 * HOUR) }, 2 * HOUR, 300],
    [
      'pressed on a closed one',
      { status: 'cancelled' as const, closedAt: at(2 * HOUR), pollFrom: at(9 * HOUR) },
      9 * HOUR,
      3,
    ],
    ['denied, may still succeed', { status: 'failed' as const, closedAt: at(HOUR) }, 2 * HOUR, 60],
    ['a day after', { status: 'cancelled' as const, closedAt: at(24 * HOUR) }, 48 * HOUR, null],
    ['paid', { status: 'success' as const }, 0, null],
    ['never charged', { pollFrom: null }, 0, null],
  ])('%s', (_, fields, now, seconds) => {
    expect(wait(fields, now)).toBe(seconds);
  });
});

describe('startQrisPayment', () => {
  it('writes one payment with frozen amount, guard, indexes and agenda; the QR comes from the charge', async () => {
    const world = await rentWorld();
    const { gateway, calls } = gatewayDouble(world.clock);
    const { invoice, contract } = await world.rented();
    const started = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    expect(started.kind).toBe('started');
    const { payment } = started;
    expect(payment.midtransOrderId).toMatch(/^ORDER-1730689200-[a-z0-9]{6}$/);
    expect(payment).toMatchObject({ amount: 1_700_000, status: 'pending', type: 'automatic', method: 'qris' });
    for (const key of [
      keys.payment.invoice(invoice.id, payment.id),
      keys.payment.tenant(world.tenant.id, payment.id),
      keys.payment.type('qris', payment.id),
      keys.payment.status('pending', payment.id),
      keys.payment.midtrans(payment.midtransOrderId ?? ''),
      keys.payment.open(invoice.id),
    ]) {
      expect(await world.kv.get(key)).toMatchObject({ id: payment.id });
    }
    expect(await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id })).toMatchObject({
      kind: 'preparing',
    });
    await world.forget();
    await chargePayment(world.system, gateway, payment.id);
    expect(await world.told(world.tenant)).toEqual(['payment.qr']);
    const shown = await world.read<Payment>(paymentStore, payment.id);
    expect(shown.qrisString).toBe(`QR-${payment.midtransOrderId}`);
    expect(shown.nextPollAt).toBe(new Date(world.clock.now() + 3_000).toISOString());
    expect(shown.expiresAt).toBe(new Date(world.clock.now() + 24 * HOUR).toISOString());
    expect(Date.parse(shown.expiresAt ?? '')).toBeLessThan(Date.parse(contract.holdUntil ?? ''));
    expect(calls.charge).toBe(1);
    const agenda = (await world.kv.getByPrefix('agenda:')) as { kind: string; id: string }[];
    expect(
      agenda
        .filter(({ id }) => id === payment.id)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['expire-payment', 'poll-payment']);
  });

  it('pressing again, ten times at once, re-sends the same QR and never charges again', async () => {
    const { world, double, invoice } = await charged();
    const again = await Promise.all(
      Array.from({ length: 10 }, () => world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id })),
    );
    expect(new Set(again.map((a) => `${a.kind} ${a.payment.id}`)).size).toBe(1);
    expect(again[0]?.kind).toBe('resent');
    expect(await world.kv.getByPrefix('payment:')).toHaveLength(1);
    expect(double.calls.charge).toBe(1);
    expect(await world.told(world.tenant)).toEqual(Array(10).fill('payment.qr'));
  });

  it('ten first presses at once make one payment', async () => {
    const world = await rentWorld();
    const { invoice } = await world.rented();
    await Promise.all(
      Array.from({ length: 10 }, () => world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id })),
    );
    expect(await world.kv.getByPrefix('payment:')).toHaveLength(1);
  });

  it('is for the tenant of that invoice, while it is owed, held and below the limit', async () => {
    const world = await rentWorld({ config: { qrisMaxAmount: 1_699_999 } });
    const { invoice } = await world.rented();
    const start = (person: typeof world.owner, invoiceId = invoice.id) =>
      codeOf(world.by(person)(startQrisPayment, { invoiceId }));
    expect(await start(world.owner)).toBe('common.not-allowed');
    expect(await start(world.other)).toBe('common.not-allowed');
    expect(await start(world.tenant, 'INV-2024-11-999')).toBe('common.not-found');
    expect(await start(world.tenant)).toBe('payment.above-limit');
    const off = world.as(world.actorOf(world.tenant));
    expect(await codeOf(off((ctx) => startQrisPayment({ ...ctx, qris: false }, { invoiceId: invoice.id })))).toBe(
      'payment.not-available',
    );
    world.config.qrisMaxAmount = 1_700_000;
    world.pass(48 * HOUR);
    expect(await start(world.tenant)).toBe('contract.hold-over');
    expect(await world.kv.getByPrefix('payment:')).toHaveLength(0);
  });

  it('is never valid past the hold', async () => {
    const world = await rentWorld();
    const { invoice, contract } = await world.rented();
    world.pass(47 * HOUR);
    const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    expect(payment.expiresAt).toBe(contract.holdUntil);
  });

  it('nothing is owed on a paid invoice', async () => {
    const { world, double, invoice, orderId, reconcile } = await charged();
    double.pay(orderId);
    await reconcile();
    expect(await codeOf(world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id }))).toBe('invoice.not-open');
  });
});

describe('chargePayment', () => {
  const started = async () => {
    const world = await rentWorld();
    const double = gatewayDouble(world.clock);
    const { invoice } = await world.rented();
    const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    await world.forget();
    const charge = () => chargePayment(world.system, double.gateway, payment.id);
    return { world, double, invoice, payment, charge };
  };

  it('a lost answer is found again: one charge, one QR', async () => {
    const { world, double, charge } = await started();
    double.faults.charge = 'lost';
    await expect(charge()).rejects.toThrow('dropped');
    expect(await world.told(world.tenant)).toEqual([]);
    await charge();
    await charge();
    expect(double.orders.size).toBe(1);
    expect(await world.told(world.tenant)).toEqual(['payment.qr']);
  });

  it('twenty at the same time: one charge, one QR', async () => {
    const { world, double, charge } = await started();
    await Promise.all(Array.from({ length: 20 }, charge));
    expect(double.orders.size).toBe(1);
    expect(await world.told(world.tenant)).toEqual(['payment.qr']);
  });

  it('a refusal is told, frees the invoice and is not polled', async () => {
    const { world, double, payment, invoice, charge } = await started();
    double.faults.charge = 'refused';
    await charge();
    expect(await world.read<Payment>(paymentStore, payment.id)).toMatchObject({
      status: 'failed',
      failureReason: 'not active',
      nextPollAt: null,
    });
    expect(await guardOf(world, invoice.id)).toBeNull();
    expect(await world.told(world.tenant)).toEqual(['payment.qr']);
    delete double.faults.charge;
    expect(await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id })).toMatchObject({
      kind: 'started',
    });
  });

  it('a charge of another amount is not shown and not left open', async () => {
    const { world, double, payment, charge } = await started();
    double.orders.set(payment.midtransOrderId ?? '', {
      orderId: payment.midtransOrderId ?? '',
      transactionId: 'tx-x',
      amount: 1,
      currency: 'IDR',
      status: 'pending',
      statusCode: '201',
    });
    await charge();
    expect((await world.read<Payment>(paymentStore, payment.id)).status).toBe('failed');
    expect(double.orders.get(payment.midtransOrderId ?? '')?.status).toBe('cancel');
  });

  it('a charge that comes back after the payment was closed is cancelled at the gateway', async () => {
    const { world, double, payment, charge } = await started();
    double.faults.charge = 'down';
    await expect(charge()).rejects.toThrow();
    delete double.faults.charge;
    const slow = {
      ...double.gateway,
      chargeQris: async (r: Parameters<typeof double.gateway.chargeQris>[0]) => {
        world.pass(25 * HOUR);
        await expirePayment(world.system, double.gateway, payment.id);
        return double.gateway.chargeQris(r);
      },
    };
    await chargePayment(world.system, slow, payment.id);
    expect((await world.read<Payment>(paymentStore, payment.id)).status).toBe('cancelled');
    expect(double.orders.get(payment.midtransOrderId ?? '')?.status).toBe('cancel');
  });

  it('the webhook may be faster than the charge', async () => {
    const { world, double, payment, invoice } = await started();
    const orderId = payment.midtransOrderId ?? '';
    const early = {
      ...double.gateway,
      chargeQris: async (r: Parameters<typeof double.gateway.chargeQris>[0]) => {
        const answer = await double.gateway.chargeQris(r);
        double.pay(orderId);
        await reconcilePayment(world.system, double.gateway, orderId);
        return answer;
      },
    };
    await chargePayment(world.system, early, payment.id);
    expect((await world.read(invoiceStore, invoice.id)).status).toBe('paid');
    expect(await world.told(world.tenant)).toEqual([
      'payment.received',
      'edit:application.approved',
      'contract.agreed',
    ]);
  });
});

describe('reconcilePayment', () => {
  it('settlement: paid, agreed, phones exchanged, other applications withdrawn, both have one receipt', async () => {
    const { world, double, orderId, payment, invoiceNow, contractNow, reconcile, invoice } = await charged();
    const other = await world.by(world.tenant)(submitApplication, world.wish({ roomTypeId: 'fan' }));
    await world.forget();
    expect(await reconcile()).toEqual({ kind: 'unchanged', status: 'pending' });
    double.pay(orderId);
    world.pass(MINUTE);
    expect(await reconcile()).toEqual({ kind: 'changed', status: 'success' });
    expect(await payment()).toMatchObject({
      status: 'success',
      midtransStatus: 'settlement',
      midtransTransactionId: 'tx-1',
      nextPollAt: null,
      allocations: [{ invoiceId: invoice.id, amount: 1_700_000 }],
    });
    expect(await invoiceNow()).toMatchObject({
      status: 'paid',
      paidAmount: 1_700_000,
      paidDate: '2024-11-04',
      paymentMethod: 'qris',
    });
    expect(await contractNow()).toMatchObject({ status: 'active', holdUntil: null });
    expect((await contractNow()).acceptedAt).not.toBeNull();
    expect((await world.read(applicationStore, other.id)).status).toBe('withdrawn');
    expect(await guardOf(world, invoice.id)).toBeNull();
    expect(await world.kv.getByPrefix('agenda:')).toEqual([]);
    expect(await world.told(world.tenant)).toEqual([
      'edit:payment.qr',
      'payment.received',
      'edit:application.approved',
      'contract.agreed',
    ]);
    expect(await world.told(world.owner)).toEqual([
      'payment.received',
      'contract.agreed',
      'edit:application.card',
      'application.withdrawn',
    ]);
  });

  it('a hundred copies, slow answers overtaking each other, with the poller: one payment, one receipt', async () => {
    const { world, double, orderId, paymentId, payment, invoiceNow, reconcile } = await charged({ maxDelayMs: 30 });
    const asking: Promise<unknown>[] = [];
    for (let i = 0; i < 100; i++) {
      if (i === 30) double.pay(orderId);
      world.pass(100);
      asking.push(reconcile());
      if (i % 5 === 0) asking.push(pollPayment(world.system, double.gateway, paymentId));
    }
    await Promise.all(asking);
    await reconcile();
    expect((await payment()).status).toBe('success');
    expect(await invoiceNow()).toMatchObject({ status: 'paid', paidAmount: 1_700_000 });
    const told = await world.told(world.tenant);
    expect(told.filter((event) => event === 'payment.received')).toHaveLength(1);
    expect((await world.told(world.owner)).filter((event) => event === 'payment.received')).toHaveLength(1);
    expect(await world.kv.getByPrefix('credit:')).toEqual([]);
  });

  const permutations = <T>(items: T[]): T[][] =>
    items.length <= 1
      ? [items]
      : items.flatMap((item, i) =>
          permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
        );

  it.each(
    permutations<GatewayStatus>(['pending', 'deny', 'expire', 'settlement']).map(
      (order) => [order.join(' → '), order] as const,
    ),
  )('answers in the order %s: the money is booked once', async (_, order) => {
    const { world, double, orderId, payment, invoiceNow, reconcile } = await charged();
    for (const status of order) {
      double.set(orderId, status);
      await reconcile();
      await reconcile();
    }
    expect((await payment()).status).toBe('success');
    expect(await invoiceNow()).toMatchObject({ status: 'paid', paidAmount: 1_700_000 });
    expect((await world.told(world.tenant)).filter((event) => event === 'payment.received')).toHaveLength(1);
  });

  it.each([
    ['another amount', { amount: 1 }, { kind: 'mismatch', field: 'amount' }],
    ['a foreign transaction id', { transactionId: 'somebody-else' }, { kind: 'mismatch', field: 'transaction_id' }],
    ['another order', { orderId: 'ORDER-0-abcdef' }, { kind: 'mismatch', field: 'order_id' }],
    ['another currency', { currency: 'USD' }, { kind: 'mismatch', field: 'currency' }],
  ])('%s: nothing changes', async (_, fields, outcome) => {
    const { world, double, orderId, payment, invoiceNow, reconcile } = await charged();
    const before = [await payment(), await invoiceNow()];
    double.pay(orderId);
    double.change(orderId, fields);
    expect(await reconcile()).toEqual(outcome);
    expect([await payment(), await invoiceNow()]).toEqual(before);
    expect(await world.outbox()).toEqual([]);
  });

  it('unknown orders, orders the gateway does not know, and silence change nothing', async () => {
    const { world, double, orderId, reconcile, payment } = await charged();
    const before = await payment();
    expect(await reconcilePayment(world.system, double.gateway, 'ORDER-1-zzzzzz')).toEqual({ kind: 'unknown-order' });
    double.faults.status = 'down';
    expect(await reconcile()).toMatchObject({ kind: 'unavailable' });
    delete double.faults.status;
    double.orders.delete(orderId);
    expect(await reconcile()).toEqual({ kind: 'no-transaction' });
    expect(await payment()).toEqual(before);
  });

  it.each(['deny', 'failure', 'cancel', 'expire'] as const)(
    '%s frees the invoice and tells the tenant',
    async (status) => {
      const { world, double, orderId, invoice, payment, reconcile } = await charged();
      double.set(orderId, status);
      await reconcile();
      expect((await payment()).status).toBe(status === 'deny' || status === 'failure' ? 'failed' : 'cancelled');
      expect(await guardOf(world, invoice.id)).toBeNull();
      expect(await world.told(world.tenant)).toEqual(['edit:payment.qr']);
      expect(await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id })).toMatchObject({
        kind: 'started',
      });
    },
  );

  it('a denied charge is closed at the gateway before a new one is made', async () => {
    const { world, double, orderId, invoice, payment, reconcile } = await charged();
    double.set(orderId, 'deny');
    await reconcile();
    const { payment: next } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    double.set(orderId, 'pending');
    await chargePayment(world.system, double.gateway, next.id);
    expect(double.orders.get(orderId)?.status).toBe('cancel');
    expect((await payment()).status).toBe('cancelled');
    expect((await world.read<Payment>(paymentStore, next.id)).chargedAt).not.toBeNull();
  });

  it('a denied charge that was paid after all pays the invoice; the new one is not charged', async () => {
    const { world, double, orderId, invoice, invoiceNow, reconcile } = await charged();
    double.set(orderId, 'deny');
    await reconcile();
    const { payment: next } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    double.pay(orderId);
    await chargePayment(world.system, double.gateway, next.id);
    expect((await invoiceNow()).status).toBe('paid');
    expect(double.calls.charge).toBe(1);
    expect(await world.kv.getByPrefix('credit:')).toEqual([]);
    await expirePayment(world.system, double.gateway, next.id);
    expect((await world.read<Payment>(paymentStore, next.id)).status).toBe('cancelled');
  });
});

describe('late and double money', () => {
  it('late, still owed: the same invoice; the newer open charge is closed at the gateway', async () => {
    const { world, double, orderId, invoice, invoiceNow, reconcile } = await charged();
    world.pass(24 * HOUR);
    await expirePayment(
      world.system,
      double.gateway,
      ((await world.kv.getByPrefix('payment:')) as Payment[])[0]?.id ?? '',
    );
    const { payment: second } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    await chargePayment(world.system, double.gateway, second.id);
    double.pay(orderId);
    expect(await reconcile()).toEqual({ kind: 'changed', status: 'success' });
    expect(await invoiceNow()).toMatchObject({ status: 'paid', paidAmount: 1_700_000 });
    await expirePayment(world.system, double.gateway, second.id);
    expect(double.orders.get(second.midtransOrderId ?? '')?.status).toBe('cancel');
    expect((await world.read<Payment>(paymentStore, second.id)).status).toBe('cancelled');
  });

  it('paid twice: the second becomes credit, both are told of both', async () => {
    const { world, double, orderId, paymentId, invoice, invoiceNow, reconcile } = await charged();
    world.pass(24 * HOUR);
    await expirePayment(world.system, double.gateway, paymentId);
    const { payment: second } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    await chargePayment(world.system, double.gateway, second.id);
    double.pay(second.midtransOrderId ?? '');
    await reconcilePayment(world.system, double.gateway, second.midtransOrderId ?? '');
    double.pay(orderId);
    await Promise.all(Array.from({ length: 10 }, reconcile));
    expect(await invoiceNow()).toMatchObject({ status: 'paid', paidAmount: 1_700_000 });
    expect(await world.kv.get(keys.payment.credit(world.tenant.id, world.owner.id))).toMatchObject({
      balance: 1_700_000,
      entries: [{ paymentId, amount: 1_700_000, reason: 'late' }],
    });
    expect((await world.told(world.owner)).filter((event) => event === 'payment.received')).toHaveLength(2);
  });

  it("goes to the contract's oldest open invoice when its own is closed", async () => {
    const { world, double, orderId, invoice, reconcile } = await charged();
    await world.system(async (ctx) => {
      const own = await invoiceStore.get(ctx.tx, invoice.id);
      invoiceStore.update(ctx.tx, own, { ...own, status: 'cancelled' });
      for (const [number, dueDate] of [
        ['777', '2025-02-20'],
        ['778', '2025-01-20'],
      ] as const) {
        invoiceStore.create(ctx.tx, {
          ...own,
          id: `INV-2025-01-${number}`,
          period: 3,
          dueDate,
          amount: 1_200_000,
          items: [{ kind: 'rent', label: 'Sewa', amount: 1_200_000 }],
        });
      }
    });
    double.pay(orderId);
    await reconcile();
    expect(await world.read(invoiceStore, 'INV-2025-01-778')).toMatchObject({ status: 'paid', paidAmount: 1_200_000 });
    expect(await world.read(invoiceStore, 'INV-2025-01-777')).toMatchObject({ status: 'pending', paidAmount: 500_000 });
    expect(await world.kv.getByPrefix('credit:')).toEqual([]);
  });
});

describe('polling, checking, expiring', () => {
  it('polls only when it is due, plans the next, and survives a silent gateway', async () => {
    const { world, double, paymentId, payment } = await charged();
    const poll = () => pollPayment(world.system, double.gateway, paymentId);
    expect(await poll()).toBeNull();
    world.pass(3_000);
    double.faults.status = 'down';
    expect(await poll()).toMatchObject({ kind: 'unavailable' });
    expect(await poll()).toBeNull();
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now() + 3_000).toISOString());
  });

  it('check asks at once and is for the tenant alone', async () => {
    const { world, double, paymentId, orderId, payment } = await charged();
    world.pass(HOUR);
    expect(await codeOf(world.by(world.owner)(checkPayment, { paymentId }))).toBe('common.not-allowed');
    await world.by(world.tenant)(checkPayment, { paymentId });
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now()).toISOString());
    double.pay(orderId);
    expect(await pollPayment(world.system, double.gateway, paymentId)).toEqual({ kind: 'changed', status: 'success' });
    expect((await world.by(world.tenant)(checkPayment, { paymentId })).status).toBe('success');
  });

  it('expires by our own clock: cancelled at the gateway, guard freed, message changed, once', async () => {
    const { world, double, paymentId, orderId, invoice, payment } = await charged();
    const expire = () => expirePayment(world.system, double.gateway, paymentId);
    await expire();
    expect((await payment()).status).toBe('pending');
    world.pass(24 * HOUR);
    double.faults.cancel = 'down';
    await expect(expire()).rejects.toThrow('could not say');
    delete double.faults.cancel;
    expect(await codeOf(world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id }))).toBe('payment.closing');
    await Promise.all([expire(), expire(), expire()]);
    expect((await payment()).status).toBe('cancelled');
    expect(double.orders.get(orderId)?.status).toBe('cancel');
    expect(await guardOf(world, invoice.id)).toBeNull();
    expect(await world.told(world.tenant)).toEqual(['edit:payment.qr']);
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now() + 5 * MINUTE).toISOString());
  });

  it('paid in the last moment: booked, not cancelled', async () => {
    const { world, double, paymentId, orderId, payment, invoiceNow } = await charged();
    world.pass(24 * HOUR);
    double.pay(orderId);
    await expirePayment(world.system, double.gateway, paymentId);
    expect((await payment()).status).toBe('success');
    expect((await invoiceNow()).status).toBe('paid');
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
