import { describe, expect, it } from 'vitest';
import { paymentMethods } from '../../src/domain/invoice/invoice.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import { needsCharge, type Payment } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { ChargeRequest } from '../../src/domain/ports.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { charged, guardOf } from '../support/payment-world.ts';
import { codeOf, rentWorld } from '../support/rent-world.ts';
import { samples } from '../support/samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
    await chargePayment({ run: world.system, gateway }, { paymentId: payment.id });
    expect(await world.told(world.tenant)).toEqual(['payment.card']);
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
    expect(await world.told(world.tenant)).toEqual(Array(10).fill('payment.card'));
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
    expect(await codeOf(off((ctx) => startQrisPayment({ ...ctx, paymentWays: [] }, { invoiceId: invoice.id })))).toBe(
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
    const charge = () => chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
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
    expect(await world.told(world.tenant)).toEqual(['payment.card']);
  });

  it('pressing while the gateway does not answer asks it again at once; nobody watches a QR yet', async () => {
    const { world, double, invoice, payment, charge } = await started();
    const kept = () => world.read<Payment>(paymentStore, payment.id);
    const press = () => world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
    const due = async () => (await world.kv.list('agenda:charge-payment:')).map(({ value }) => value);
    double.faults.charge = 'down';
    await expect(charge()).rejects.toThrow('down');
    world.pass(4_000);
    expect(await press()).toMatchObject({ kind: 'preparing' });
    // A first answer may still be under way.
    expect(await due()).toMatchObject([{ at: payment.createdAt }]);
    world.pass(2_000);
    await press();
    const askedAt = new Date(world.clock.now()).toISOString();
    expect(await due()).toMatchObject([{ at: askedAt }]);
    expect(await kept()).toMatchObject({ chargeAskedAt: askedAt, watchedAt: null, nextPollAt: null });
    world.pass(60_000);
    delete double.faults.charge;
    await charge();
    const shownAt = new Date(world.clock.now()).toISOString();
    expect(await kept()).toMatchObject({ chargeAskedAt: askedAt, watchedAt: shownAt });
    expect(Date.parse((await kept()).nextPollAt ?? '') - world.clock.now()).toBe(3_000);
  });

  it('only a payment whose method the gateway charges is charged there', () => {
    const payment = { ...samples.payment, status: 'pending', chargedAt: null } as const;
    expect(needsCharge(payment)).toBe(true);
    for (const method of paymentMethods.filter((one) => one !== 'qris')) {
      expect(needsCharge({ ...payment, method })).toBe(false);
      expect(paymentStore.derived({ ...payment, method }).agenda.size).toBe(0);
    }
  });

  it('twenty at the same time: one charge, one QR', async () => {
    const { world, double, charge } = await started();
    await Promise.all(Array.from({ length: 20 }, charge));
    expect(double.orders.size).toBe(1);
    expect(await world.told(world.tenant)).toEqual(['payment.card']);
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
    expect(await world.told(world.tenant)).toEqual(['payment.card']);
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
      charge: async (r: ChargeRequest) => {
        world.pass(25 * HOUR);
        await expirePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
        return double.gateway.charge(r);
      },
    };
    await chargePayment({ run: world.system, gateway: slow }, { paymentId: payment.id });
    expect((await world.read<Payment>(paymentStore, payment.id)).status).toBe('cancelled');
    expect(double.orders.get(payment.midtransOrderId ?? '')?.status).toBe('cancel');
  });

  it('the webhook may be faster than the charge', async () => {
    const { world, double, payment, invoice } = await started();
    const orderId = payment.midtransOrderId ?? '';
    const early = {
      ...double.gateway,
      charge: async (r: ChargeRequest) => {
        const answer = await double.gateway.charge(r);
        double.pay(orderId);
        await reconcilePayment({ run: world.system, gateway: double.gateway }, { orderId });
        return answer;
      },
    };
    await chargePayment({ run: world.system, gateway: early }, { paymentId: payment.id });
    expect((await world.read(invoiceStore, invoice.id)).status).toBe('paid');
    expect(await world.told(world.tenant)).toEqual(['payment.received', 'edit:contract.offer', 'contract.agreed']);
  });
});
