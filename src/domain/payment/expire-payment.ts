import type { PaymentOutside } from '../context.ts';
import { closeCharge } from './close-charge.ts';
import { paymentStore } from './payment-store.ts';

/**
 * A charge whose time is over is closed, or booked when it was paid in the last moment. Does nothing when it is
 * not due or closed already. Throws GatewayUnavailable: ask again later.
 */
export async function expirePayment(outside: PaymentOutside, input: { paymentId: string }): Promise<void> {
  const due = await outside.run(async (ctx) => {
    const payment = await paymentStore.find(ctx.tx, input.paymentId);
    if (payment?.status !== 'pending' || payment.expiresAt === null) return false;
    return Date.parse(payment.expiresAt) <= ctx.clock.now();
  });
  if (due) await closeCharge(outside, input);
}
