import { requireTenantOf } from '../access.ts';
import type { Ctx } from '../context.ts';
import { isHeld } from '../contract/contract.ts';
import { contractStore } from '../contract/contract-store.ts';
import { DomainError } from '../errors.ts';
import { type Invoice, owedOn } from '../invoice/invoice.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import { orderIdOf, type Payment, type PaymentInput, paymentSchema, qrRef } from './payment.ts';
import { paymentStore } from './payment-store.ts';
import { nextPollAt } from './poll-schedule.ts';

export type StartedPayment =
  /** A new charge is being made; the QR follows by itself. */
  | { kind: 'started'; payment: Payment }
  /** One is open already and its QR is on its way. */
  | { kind: 'preparing'; payment: Payment }
  /** One is open already: the same QR is sent again. */
  | { kind: 'resent'; payment: Payment };

/**
 * The tenant of an invoice wants to pay it by QRIS. At most one charge is open per invoice; pressing again sends
 * the same QR again. Throws `invoice.not-open`, `contract.hold-over`, `payment.above-limit`, `payment.closing`,
 * `payment.not-available`.
 */
export async function startQrisPayment(ctx: Ctx, input: { invoiceId: string }): Promise<StartedPayment> {
  if (!ctx.paymentWays.includes('qris')) throw new DomainError('payment.not-available');
  const invoice = await invoiceStore.get(ctx.tx, input.invoiceId);
  await requireTenantOf(ctx, invoice, { banned: 'allowed' });
  const owed = owedOn(invoice);
  if (owed === 0) throw new DomainError('invoice.not-open', { status: invoice.status });
  const guard = keys.payment.open(invoice.id);
  await ctx.tx.preload([keys.contract.record(invoice.contractId), guard]);
  const contract = await contractStore.get(ctx.tx, invoice.contractId);
  const heldUntil = isHeld(contract) && contract.holdUntil !== null ? Date.parse(contract.holdUntil) : null;
  const now = ctx.clock.now();
  if (heldUntil !== null && heldUntil <= now) throw new DomainError('contract.hold-over');

  const open = await paymentStore.findBy(ctx.tx, guard);
  if (open) return showAgain(ctx, open);
  if (owed > ctx.config.qrisMaxAmount) throw new DomainError('payment.above-limit', { max: ctx.config.qrisMaxAmount });
  const expires = Math.min(now + ctx.config.qrisExpiryMinutes * 60_000, heldUntil ?? Number.POSITIVE_INFINITY);
  const payment = newPayment(invoice, owed, {
    id: ctx.ids.next('payment'),
    orderId: orderIdOf(now, ctx.ids.random(6)),
    expiresAt: new Date(expires).toISOString(),
    now: ctx.now,
  });
  paymentStore.create(ctx.tx, payment);
  return { kind: 'started', payment };
}

async function showAgain(ctx: Ctx, payment: Payment): Promise<StartedPayment> {
  const now = ctx.clock.now();
  if (payment.expiresAt !== null && Date.parse(payment.expiresAt) <= now) throw new DomainError('payment.closing');
  if (payment.chargedAt === null) return { kind: 'preparing', payment: askAgain(ctx, payment) };
  const watched: Payment = { ...payment, watchedAt: ctx.now };
  const shown: Payment = { ...watched, nextPollAt: nextPollAt(watched, now) };
  paymentStore.update(ctx.tx, payment, shown);
  await tell(ctx, payment.tenantId, 'payment.card', { paymentId: payment.id }, { ref: qrRef(payment) });
  return { kind: 'resent', payment: shown };
}

/** Sooner than that a first answer may still be under way. */
const ASK_AGAIN_MS = 5_000;

/** The gateway was away and may be back: whoever presses again does not wait for the end of a long back-off. */
function askAgain(ctx: Ctx, payment: Payment): Payment {
  const now = ctx.clock.now();
  if (now - Date.parse(payment.chargeAskedAt ?? payment.createdAt) < ASK_AGAIN_MS) return payment;
  const asked: Payment = { ...payment, chargeAskedAt: ctx.now };
  paymentStore.update(ctx.tx, payment, asked);
  return asked;
}

/** The charge follows; what is not known yet is null. */
const newPayment = (
  { id: invoiceId, contractId, tenantId, ownerId }: Invoice,
  amount: number,
  facts: { id: string; orderId: string; expiresAt: string; now: string },
): Payment =>
  paymentSchema.parse({
    id: facts.id,
    invoiceId,
    contractId,
    tenantId,
    ownerId,
    amount,
    method: 'qris',
    status: 'pending',
    type: 'automatic',
    midtransOrderId: facts.orderId,
    expiresAt: facts.expiresAt,
    allocations: [],
    createdAt: facts.now,
    updatedAt: facts.now,
  } satisfies PaymentInput);
