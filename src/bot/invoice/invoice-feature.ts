import { Composer } from 'grammy';
import { getInvoice, listOwnInvoices } from '../../domain/invoice/get-invoice.ts';
import type { BotContext } from '../context.ts';
import { openInvoices } from '../start/menu.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import { wordsOf } from '../ui/words.ts';
import { invoicesView, invoiceView, openInvoice } from './invoice-view.ts';

/** `/tagihan`, an invoice's card, and `t.me/<bot>?start=i_<invoiceId>`. List it before the start feature. */
export const invoiceFeature = new Composer<BotContext>();

async function invoices(ctx: BotContext): Promise<OutMessage> {
  if (ctx.person.profile === null) return invoicesView(wordsOf(ctx), { owed: [], history: [] });
  return invoicesView(wordsOf(ctx), await listOwnInvoices(ctx.domain));
}

async function invoice(ctx: BotContext, invoiceId: string): Promise<OutMessage> {
  return invoiceView(wordsOf(ctx), await getInvoice(ctx.domain, { invoiceId }), ctx.domain.paymentWays);
}

invoiceFeature.chatType('private').command('start', async (ctx, next) => {
  const id = /^i_([\w-]{1,60})$/.exec(ctx.match)?.[1];
  if (id === undefined) return next();
  ctx.answer(await invoice(ctx, id));
});

invoiceFeature.chatType('private').command(['tagihan', 'invoices'], async (ctx) => ctx.answer(await invoices(ctx)));
onCallback(invoiceFeature, openInvoices, async (ctx) => ctx.answer(await invoices(ctx)));
// A new message: the one with the button may be a QR or a receipt that stays.
onCallback(invoiceFeature, openInvoice, async (ctx, { id }) => ctx.answer(await invoice(ctx, id)));
