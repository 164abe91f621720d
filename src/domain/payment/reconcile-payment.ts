import type { Ctx, PaymentOutside } from '../context.ts';
import { keys } from '../keys.ts';
import type { GatewayTransaction } from '../ports.ts';
import { bookPayment } from './book-payment.ts';
import { closePayment } from './close-payment.ts';
import { verdictOf } from './gateway-verdict.ts';
import { paymentStore } from './payment-store.ts';
import type { ReconcileOutcome } from './reconcile-outcome.ts';

/**
 * Asks the gateway about one order and makes our records agree. Any number of times, in any order, from webhook,
 * poller and *check* button alike: each step is one commit decided from what the records say then.
 */
export async function reconcilePayment(
  { run, gateway }: PaymentOutside,
  { orderId }: { orderId: string },
): Promise<ReconcileOutcome> {
  const known = await run((ctx) => paymentStore.findBy(ctx.tx, keys.payment.midtrans(orderId)));
  if (!known) return { kind: 'unknown-order' };
  const answer = await gateway.status(orderId);
  if (answer.kind === 'unknown') return { kind: 'unavailable', message: answer.message };
  if (answer.kind === 'not-found') return { kind: 'no-transaction' };
  return run((ctx) => converge(ctx, known.id, answer.transaction));
}

async function converge(ctx: Ctx, paymentId: string, transaction: GatewayTransaction): Promise<ReconcileOutcome> {
  const payment = await paymentStore.get(ctx.tx, paymentId);
  const verdict = verdictOf(payment, transaction);
  if (verdict.kind === 'mismatch') return verdict;
  const { transactionId: midtransTransactionId, status: midtransStatus } = transaction;
  if (verdict.kind === 'same') {
    if (payment.midtransStatus !== midtransStatus && isProgress(payment.midtransStatus, midtransStatus)) {
      paymentStore.update(ctx.tx, payment, { ...payment, midtransStatus, midtransTransactionId });
    }
    return { kind: 'unchanged', status: payment.status };
  }
  if (verdict.status === 'success') await bookPayment(ctx, { payment, transaction });
  else if (verdict.status !== 'pending') {
    await closePayment(ctx, { payment, status: verdict.status, midtransStatus, midtransTransactionId });
  }
  return { kind: 'changed', status: verdict.status };
}

/** An answer that was overtaken (`pending` after `settlement`) is not news. */
const isProgress = (before: string | null, now: string): boolean => before === null || now !== 'pending';
