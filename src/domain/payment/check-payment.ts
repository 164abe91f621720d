import { requireTenantOf } from '../access.ts';
import type { Ctx } from '../context.ts';
import type { Payment } from './payment.ts';
import { paymentStore } from './payment-store.ts';

/**
 * `🔄 Cek pembayaran`: the gateway is asked at once and frequently again. Returns the payment as it is now; news
 * arrive by themselves. Also for closed payments: money may have come late.
 */
export async function checkPayment(ctx: Ctx, input: { paymentId: string }): Promise<Payment> {
  const payment = await paymentStore.get(ctx.tx, input.paymentId);
  await requireTenantOf(ctx, payment, { banned: 'allowed' });
  if (payment.status === 'success' || payment.chargedAt === null) return payment;
  const watched: Payment = { ...payment, watchedAt: ctx.now, nextPollAt: ctx.now };
  paymentStore.update(ctx.tx, payment, watched);
  return watched;
}
