import { requireSideOf, requireUser, type Side } from '../access.ts';
import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import type { Payment } from '../payment/payment.ts';
import { paymentStore } from '../payment/payment-store.ts';
import { type Invoice, isOpen } from './invoice.ts';
import { invoiceStore } from './invoice-store.ts';

export interface InvoiceDetail {
  invoice: Invoice;
  /** Who looks at it. */
  side: Side;
  /** Oldest first. */
  payments: Payment[];
  /** The charge that can be paid right now. */
  open: Payment | null;
}

/** An invoice for one of its two sides, with its payments. Throws `common.not-found`, `common.not-allowed`. */
export async function getInvoice(ctx: Ctx, input: { invoiceId: string }): Promise<InvoiceDetail> {
  const { record: invoice, side } = await requireSideOf(ctx, await invoiceStore.peek(ctx.tx, input.invoiceId));
  const listed = await paymentStore.list(ctx.tx, keys.payment.invoice.prefix(invoice.id));
  const payments = listed.map(({ record }) => record);
  return { invoice, side, payments, open: payments.find(({ status }) => status === 'pending') ?? null };
}

/** This tenant's invoices: what is owed, the oldest due date first, then history, newest first. */
export async function listOwnInvoices(ctx: Ctx): Promise<{ owed: Invoice[]; history: Invoice[] }> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const page = await invoiceStore.list(ctx.tx, keys.invoice.tenant.prefix(user.id), { reverse: true, limit: 100 });
  const all = page.map(({ record }) => record);
  return {
    owed: all.filter(isOpen).sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0)),
    history: all.filter((invoice) => !isOpen(invoice)),
  };
}
