import type { Ctx } from '../context.ts';
import { tell } from '../outbox.ts';
import { mayBecome, type Payment, qrRef } from './payment.ts';
import { paymentStore } from './payment-store.ts';
import { nextPollAt } from './poll-schedule.ts';

/**
 * Writes that a charge is no longer payable and frees the invoice for a new one; the tenant's QR message says so.
 * Does nothing when the payment cannot become that any more. Returns whether it did.
 */
export async function closePayment(
  ctx: Ctx,
  input: {
    payment: Payment;
    status: 'failed' | 'cancelled';
    midtransStatus?: string;
    midtransTransactionId?: string;
    reason?: string;
  },
): Promise<boolean> {
  const { payment: before, status } = input;
  if (!mayBecome(before.status, status)) return false;
  const closed: Payment = {
    ...before,
    status,
    midtransStatus: input.midtransStatus ?? before.midtransStatus,
    midtransTransactionId: input.midtransTransactionId ?? before.midtransTransactionId,
    failureReason: input.reason ?? before.failureReason,
    watchedAt: before.watchedAt ?? ctx.now,
    closedAt: ctx.now,
    updatedAt: ctx.now,
  };
  paymentStore.update(ctx.tx, before, {
    ...closed,
    nextPollAt: mayStillBringMoney(closed) ? nextPollAt(closed, ctx.clock.now()) : null,
  });
  // Without a QR on the screen there is nothing to edit: the news is a message of its own.
  const options = before.chargedAt === null ? { ref: qrRef(before) } : { edit: qrRef(before), ref: qrRef(before) };
  await tell(ctx, before.tenantId, 'payment.card', { paymentId: before.id }, options);
  return true;
}

/** The gateway refused to make it: no charge, no money. */
const mayStillBringMoney = (payment: Payment): boolean => payment.status !== 'failed' || payment.chargedAt !== null;
