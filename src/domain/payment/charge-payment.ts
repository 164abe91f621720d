import type { Ctx, PaymentOutside } from '../context.ts';
import { GatewayUnavailable } from '../errors.ts';
import { owedOn } from '../invoice/invoice.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import type { Charge, PaymentInstructions } from '../ports.ts';
import { closeCharge } from './close-charge.ts';
import { closePayment } from './close-payment.ts';
import { verdictOf } from './gateway-verdict.ts';
import { needsCharge, type Payment, qrRef } from './payment.ts';
import { paymentStore } from './payment-store.ts';
import { nextPollAt } from './poll-schedule.ts';
import { reconcilePayment } from './reconcile-payment.ts';

/**
 * The effect behind `startQrisPayment`: asks the gateway for the charge of a committed payment and commits the
 * answer; the tenant gets the QR, or why there is none. Safe to run twice, also at the same time: the gateway finds
 * its charge by our order id, and only the first answer is written. Throws GatewayUnavailable: ask again later.
 */
export async function chargePayment(outside: PaymentOutside, input: { paymentId: string }): Promise<void> {
  const { run, gateway } = outside;
  const { paymentId } = input;
  const before = await run((ctx) => chargeable(ctx, paymentId));
  if (!before) return;
  for (const sibling of before.denied) await closeCharge(outside, { paymentId: sibling });
  const order = before.denied.length === 0 ? before : await run((ctx) => chargeable(ctx, paymentId));
  if (!order) return;
  const answer = await gateway.charge(order.request);
  if (answer.kind === 'unknown') throw new GatewayUnavailable(answer.message);
  if (answer.kind === 'refused') {
    await run(async (ctx) => {
      const payment = await paymentStore.get(ctx.tx, paymentId);
      if (needsCharge(payment)) await closePayment(ctx, { payment, status: 'failed', reason: answer.message });
    });
    return;
  }
  const { charge } = answer;
  const written = await run((ctx) => writeCharge(ctx, paymentId, charge));
  // Closed while the gateway was working: its charge must not stay payable.
  if (written.status === 'cancelled' || written.status === 'failed') await gateway.cancel(order.request.orderId);
  if (charge.status !== 'pending') await reconcilePayment(outside, { orderId: order.request.orderId });
}

/** What to ask for, and the denied charges of the same invoice that must be closed first; null: nothing to charge. */
async function chargeable(ctx: Ctx, paymentId: string) {
  const payment = await paymentStore.find(ctx.tx, paymentId);
  if (!payment || !needsCharge(payment) || payment.expiresAt === null) return null;
  const left = Date.parse(payment.expiresAt) - ctx.clock.now();
  if (left <= 0) return null;
  const invoice = await invoiceStore.get(ctx.tx, payment.invoiceId);
  if (owedOn(invoice) !== payment.amount) {
    await closePayment(ctx, { payment, status: 'cancelled', reason: 'what is owed has changed' });
    return null;
  }
  const siblings = await paymentStore.list(ctx.tx, keys.payment.invoice.prefix(invoice.id));
  return {
    denied: siblings
      .map(({ record }) => record)
      .filter(mayStillBePaid)
      .map((denied) => denied.id),
    request: {
      method: payment.method,
      orderId: payment.midtransOrderId,
      amount: payment.amount,
      itemName: [...`Sewa ${invoice.month} ${invoice.propertyName}`].slice(0, 50).join(''),
      customerName: invoice.tenantName,
      expiryMinutes: Math.max(1, Math.floor(left / 60_000)),
    },
  };
}

const mayStillBePaid = (payment: Payment): boolean => payment.status === 'failed' && payment.chargedAt !== null;

async function writeCharge(ctx: Ctx, paymentId: string, charge: Charge): Promise<Payment> {
  const payment = await paymentStore.get(ctx.tx, paymentId);
  if (!needsCharge(payment)) return payment;
  const verdict = verdictOf(payment, charge);
  if (verdict.kind === 'mismatch') {
    await closePayment(ctx, { payment, status: 'failed', reason: `the charge has another ${verdict.field}` });
    return { ...payment, status: 'failed' };
  }
  const now = ctx.clock.now();
  const charged: Payment = {
    ...payment,
    midtransTransactionId: charge.transactionId,
    midtransStatus: charge.status,
    ...keptOf(charge.instructions),
    chargedAt: ctx.now,
    expiresAt: earlier(payment.expiresAt, charge.expiresAt, now),
    watchedAt: ctx.now,
    updatedAt: ctx.now,
  };
  const shown: Payment = { ...charged, nextPollAt: nextPollAt(charged, now) };
  paymentStore.update(ctx.tx, payment, shown);
  await tell(ctx, payment.tenantId, 'payment.card', { paymentId }, { ref: qrRef(payment) });
  return shown;
}

/** What the payment keeps, to show them again. */
function keptOf(instructions: PaymentInstructions): Pick<Payment, 'qrisString' | 'qrisImageUrl'> {
  switch (instructions.kind) {
    case 'qr':
      return { qrisString: instructions.qrString, qrisImageUrl: instructions.imageUrl };
  }
}

/** The gateway may close the QR before we do; its clock is not ours, so a time that has passed is not believed. */
function earlier(ours: string | null, gateways: string | undefined, now: number): string | null {
  if (ours === null || gateways === undefined) return ours;
  const theirs = Date.parse(gateways);
  return theirs > now && theirs < Date.parse(ours) ? new Date(theirs).toISOString() : ours;
}
