import { describe, expect, it } from 'vitest';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { GatewayStatus } from '../../src/domain/ports.ts';
import { charged, guardOf } from '../support/payment-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
    // What is left lets copies of the listing follow: a room was taken.
    expect(await world.kv.getByPrefix('agenda:')).toMatchObject([{ kind: 'follow-property' }]);
    expect(await world.told(world.tenant)).toEqual([
      'edit:payment.card',
      'payment.received',
      'edit:contract.offer',
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
      if (i % 5 === 0) asking.push(pollPayment({ run: world.system, gateway: double.gateway }, { paymentId }));
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
    expect(
      await reconcilePayment({ run: world.system, gateway: double.gateway }, { orderId: 'ORDER-1-zzzzzz' }),
    ).toEqual({ kind: 'unknown-order' });
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
      expect(await world.told(world.tenant)).toEqual(['edit:payment.card']);
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
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: next.id });
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
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: next.id });
    expect((await invoiceNow()).status).toBe('paid');
    expect(double.calls.charge).toBe(1);
    expect(await world.kv.getByPrefix('credit:')).toEqual([]);
    await expirePayment({ run: world.system, gateway: double.gateway }, { paymentId: next.id });
    expect((await world.read<Payment>(paymentStore, next.id)).status).toBe('cancelled');
  });
});

describe('late and double money', () => {
  it('late, still owed: the same invoice; the newer open charge is closed at the gateway', async () => {
    const { world, double, orderId, invoice, invoiceNow, reconcile } = await charged();
    world.pass(24 * HOUR);
    await expirePayment(
      { run: world.system, gateway: double.gateway },
      { paymentId: ((await world.kv.getByPrefix('payment:')) as Payment[])[0]?.id ?? '' },
    );
    const { payment: second } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: second.id });
    double.pay(orderId);
    expect(await reconcile()).toEqual({ kind: 'changed', status: 'success' });
    expect(await invoiceNow()).toMatchObject({ status: 'paid', paidAmount: 1_700_000 });
    await expirePayment({ run: world.system, gateway: double.gateway }, { paymentId: second.id });
    expect(double.orders.get(second.midtransOrderId ?? '')?.status).toBe('cancel');
    expect((await world.read<Payment>(paymentStore, second.id)).status).toBe('cancelled');
  });

  it('paid twice: the second becomes credit, both are told of both', async () => {
    const { world, double, orderId, paymentId, invoice, invoiceNow, reconcile } = await charged();
    world.pass(24 * HOUR);
    await expirePayment({ run: world.system, gateway: double.gateway }, { paymentId });
    const { payment: second } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: second.id });
    double.pay(second.midtransOrderId ?? '');
    await reconcilePayment({ run: world.system, gateway: double.gateway }, { orderId: second.midtransOrderId ?? '' });
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
