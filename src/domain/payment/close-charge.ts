import type { PaymentOutside } from '../context.ts';
import { GatewayUnavailable } from '../errors.ts';
import { closePayment } from './close-payment.ts';
import type { Payment } from './payment.ts';
import { paymentStore } from './payment-store.ts';
import { reconcilePayment } from './reconcile-payment.ts';

const isClosed = (payment: Payment): boolean => payment.status === 'success' || payment.status === 'cancelled';

/**
 * Makes sure that a charge can no longer be paid: cancelled at the gateway first, then here. What turns out to be
 * paid already is booked instead. Does nothing when it is closed. Throws GatewayUnavailable: ask again later.
 */
export async function closeCharge(outside: PaymentOutside, input: { paymentId: string }): Promise<void> {
  const { run, gateway } = outside;
  const { paymentId } = input;
  const payment = await run((ctx) => paymentStore.find(ctx.tx, paymentId));
  if (!payment || isClosed(payment) || payment.midtransOrderId === null) return;
  const answer = await gateway.cancel(payment.midtransOrderId);
  if (answer.kind === 'unknown') throw new GatewayUnavailable(answer.message);
  if (answer.kind === 'not-pending') {
    // 412: paid, denied or closed by itself meanwhile.
    const outcome = await reconcilePayment(outside, { orderId: payment.midtransOrderId });
    if (outcome.kind === 'unavailable') throw new GatewayUnavailable(outcome.message);
  }
  await run(async (ctx) => {
    const now = await paymentStore.get(ctx.tx, paymentId);
    // By our own clock, whatever the gateway still says of it (architecture 11.2); polling goes on for a day.
    if (now.status === 'pending') {
      const facts = answer.kind === 'cancelled' ? { midtransStatus: 'cancel' } : {};
      await closePayment(ctx, { payment: now, status: 'cancelled', ...facts });
    } else if (now.status === 'failed' && answer.kind === 'cancelled') {
      await closePayment(ctx, { payment: now, status: 'cancelled', midtransStatus: 'cancel' });
    }
  });
}
