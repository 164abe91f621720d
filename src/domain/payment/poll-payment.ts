import type { Ctx, PaymentOutside } from '../context.ts';
import { paymentStore } from './payment-store.ts';
import { nextPollAt } from './poll-schedule.ts';
import type { ReconcileOutcome } from './reconcile-outcome.ts';
import { reconcilePayment } from './reconcile-payment.ts';

/**
 * Asks the gateway about a payment whose turn has come, and plans the next time. An answer that does not come is
 * no failure: the schedule goes on. Null: it was not its turn.
 */
export async function pollPayment(
  outside: PaymentOutside,
  input: { paymentId: string },
): Promise<ReconcileOutcome | null> {
  const { run } = outside;
  const { paymentId } = input;
  const orderId = await run(async (ctx) => {
    const payment = await paymentStore.find(ctx.tx, paymentId);
    return payment && isDue(ctx, payment) ? payment.midtransOrderId : null;
  });
  if (orderId === null) return null;
  const outcome = await reconcilePayment(outside, { orderId });
  await run(async (ctx) => {
    const payment = await paymentStore.find(ctx.tx, paymentId);
    if (!payment || !isDue(ctx, payment)) return;
    paymentStore.update(ctx.tx, payment, { ...payment, nextPollAt: nextPollAt(payment, ctx.clock.now()) });
  });
  return outcome;
}

const isDue = (ctx: Ctx, payment: { nextPollAt: string | null }): boolean =>
  payment.nextPollAt !== null && Date.parse(payment.nextPollAt) <= ctx.clock.now();
