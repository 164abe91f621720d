import { getInvoice, listOwnInvoices } from '../../domain/invoice/get-invoice.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand, onLink } from '../feature.ts';
import { wordsOf } from '../ui/words.ts';
import { invoicesButton, invoicesTap, invoiceTap } from './invoice-buttons.ts';
import { invoicesView, invoiceView } from './invoice-view.ts';

async function showInvoices(ctx: BotContext): Promise<void> {
  if (ctx.person.profile === null) return ctx.answer(invoicesView(wordsOf(ctx), { owed: [], history: [] }));
  ctx.answer(invoicesView(wordsOf(ctx), await listOwnInvoices(ctx.domain)));
}

// A new message: the one with the button may be a QR or a receipt that stays.
async function showInvoice(ctx: BotContext, invoiceId: string): Promise<void> {
  ctx.answer(invoiceView(wordsOf(ctx), await getInvoice(ctx.domain, { invoiceId }), ctx.domain.paymentWays));
}

/** `/tagihan`, an invoice's card, and `t.me/<bot>?start=i_<invoiceId>`. */
export const invoiceFeature: Feature = {
  name: 'invoice',
  links: [onLink('i_', showInvoice)],
  commands: [onCommand(['tagihan', 'invoices'], showInvoices, { published: true })],
  callbacks: [onCallback(invoicesTap, showInvoices), onCallback(invoiceTap, (ctx, { id }) => showInvoice(ctx, id))],
  menu: [{ row: 3, shown: (profile) => profile !== null, button: invoicesButton }],
};
