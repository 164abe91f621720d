import { afterEach, expect, it } from 'vitest';
import { GatewayUnavailable } from '../../src/domain/errors.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { until, type WebhookWorld, webhookWorld } from './webhook-world.ts';

let world: WebhookWorld;
afterEach(() => world.close());

it.each([
  ['within the key’s five minutes', 0],
  ['later', 10 * 60_000],
])('a lost charge answer gives one QR for one charge after all, asked again %s', async (_name, wait) => {
  world = await webhookWorld();
  const { midtrans, system, tenant } = world;
  const { invoice } = await world.rented();
  const { payment } = await world.by(tenant)(startQrisPayment, { invoiceId: invoice.id });
  await world.forget();
  midtrans.simulator.faults.add({ on: 'charge', kind: 'drop-after' });
  await expect(
    chargePayment({ run: system, gateway: midtrans.gateway }, { paymentId: payment.id }),
  ).rejects.toBeInstanceOf(GatewayUnavailable);
  expect(await world.told(tenant)).toEqual([]);
  world.pass(wait);
  await Promise.all(
    [1, 2, 3].map(() =>
      chargePayment({ run: system, gateway: midtrans.gateway }, { paymentId: payment.id }).catch(() => {}),
    ),
  );
  await chargePayment({ run: system, gateway: midtrans.gateway }, { paymentId: payment.id });
  expect(await world.told(tenant)).toEqual(['payment.card']);
  expect(midtrans.simulator.transactions()).toHaveLength(1);
  const [transaction] = midtrans.simulator.transactions();
  expect(await world.payment(payment.id)).toMatchObject({
    status: 'pending',
    midtransTransactionId: transaction?.transactionId,
    qrisString: transaction?.qrString,
  });
});

it('webhook, poller and button racing over one payment make one receipt', async () => {
  world = await webhookWorld();
  const { midtrans, system } = world;
  const { invoice, paymentId, orderId } = await world.charged();
  await world.forget();
  world.notify();
  midtrans.simulator.faults.duplicates = 9;
  midtrans.simulator.pay(orderId);
  await Promise.all(
    Array.from({ length: 20 }, () => reconcilePayment({ run: system, gateway: midtrans.gateway }, { orderId })),
  );
  await until(() => midtrans.simulator.deliveries().length === 10);
  expect(midtrans.simulator.deliveries().every((each) => each.httpStatus === 200)).toBe(true);
  expect(await world.payment(paymentId)).toMatchObject({ status: 'success' });
  expect(await world.read(invoiceStore, invoice.id)).toMatchObject({ status: 'paid', paidAmount: invoice.amount });
  for (const person of [world.owner, world.tenant]) {
    expect((await world.told(person)).filter((event) => event === 'payment.received')).toHaveLength(1);
  }
});
