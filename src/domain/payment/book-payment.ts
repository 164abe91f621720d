import { dateOf } from '../calendar.ts';
import type { Ctx } from '../context.ts';
import { acceptContract } from '../contract/accept-contract.ts';
import { isHeld } from '../contract/contract.ts';
import { contractStore } from '../contract/contract-store.ts';
import { type Invoice, isOpen, owedOn } from '../invoice/invoice.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import type { GatewayTransaction } from '../ports.ts';
import { allocate } from './allocate.ts';
import { addCredit } from './credit.ts';
import { type Payment, qrRef } from './payment.ts';
import { contractIdOf, paymentStore } from './payment-store.ts';

/**
 * Money has come: the payment is a success and its amount is placed to the last rupiah (see `allocate`), the first
 * paid invoice is the tenant's agreement, both sides get the receipt. One commit; the caller checked the verdict.
 */
export async function bookPayment(
  ctx: Ctx,
  input: { payment: Payment; transaction: GatewayTransaction },
): Promise<void> {
  const { now } = ctx;
  const { payment, transaction } = input;
  const paidAt = transaction.settledAt ?? now;
  const contractId = await contractIdOf(ctx.tx, payment);
  await ctx.tx.preload([
    keys.contract.record(contractId),
    keys.invoice.record(payment.invoiceId),
    keys.payment.open(payment.invoiceId),
    keys.profile.record(payment.tenantId),
    keys.profile.record(payment.ownerId),
  ]);
  const contract = await contractStore.get(ctx.tx, contractId);
  const allocations = allocate(payment.amount, await openInvoices(ctx, payment, contractId), payment.invoiceId);
  let agreedBy: Invoice | null = null;
  for (const { invoiceId, amount } of allocations) {
    if (invoiceId === null) {
      const reason = payment.status === 'cancelled' ? 'late' : 'twice';
      const { tenantId, ownerId } = payment;
      await addCredit(ctx, { tenantId, ownerId, entry: { paymentId: payment.id, amount, at: now, reason } });
      continue;
    }
    const invoice = await payInvoice(ctx, invoiceId, amount, { method: payment.method, paidAt, now });
    await expireOtherCharge(ctx, invoiceId, payment.id);
    if (invoice.status === 'paid' && invoice.period === 1 && isHeld(contract)) agreedBy = invoice;
  }
  paymentStore.update(ctx.tx, payment, {
    ...payment,
    status: 'success',
    midtransStatus: transaction.status,
    midtransTransactionId: transaction.transactionId,
    allocations,
    nextPollAt: null,
    paidAt,
    updatedAt: now,
  });
  if (payment.chargedAt !== null) {
    await tell(
      ctx,
      payment.tenantId,
      'payment.card',
      { paymentId: payment.id },
      { edit: qrRef(payment), silent: true },
    );
  }
  await tell(ctx, payment.tenantId, 'payment.received', { paymentId: payment.id });
  await tell(ctx, payment.ownerId, 'payment.received', { paymentId: payment.id });
  // After the receipt: people read that the money came, then what follows from it.
  if (agreedBy) await acceptContract(ctx, { contract, invoice: agreedBy });
}

async function openInvoices(ctx: Ctx, payment: Payment, contractId: string): Promise<Invoice[]> {
  const listed = await invoiceStore.list(ctx.tx, keys.invoice.contract.prefix(contractId));
  const ids = new Set([
    payment.invoiceId,
    ...listed.filter(({ record }) => isOpen(record)).map(({ record }) => record.id),
  ]);
  const invoices: Invoice[] = [];
  // Read again by id: only a checked read makes two bookings of one debt impossible.
  for (const id of ids) invoices.push(await invoiceStore.get(ctx.tx, id));
  return invoices;
}

async function payInvoice(
  ctx: Ctx,
  invoiceId: string,
  amount: number,
  facts: { method: Payment['method']; paidAt: string; now: string },
): Promise<Invoice> {
  const before = await invoiceStore.get(ctx.tx, invoiceId);
  const grown: Invoice = { ...before, paidAmount: before.paidAmount + amount, updatedAt: facts.now };
  const after: Invoice =
    owedOn(grown) > 0
      ? grown
      : {
          ...grown,
          status: 'paid',
          paymentMethod: facts.method,
          paidDate: dateOf(facts.paidAt, ctx.timezone),
        };
  invoiceStore.update(ctx.tx, before, after);
  return after;
}

/** What is owed has changed under another open charge: its time is over now, the agenda closes it at the gateway. */
async function expireOtherCharge(ctx: Ctx, invoiceId: string, paymentId: string): Promise<void> {
  const other = await paymentStore.findBy(ctx.tx, keys.payment.open(invoiceId));
  if (!other || other.id === paymentId || other.status !== 'pending') return;
  paymentStore.update(ctx.tx, other, { ...other, expiresAt: ctx.now });
}
