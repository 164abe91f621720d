import { z } from 'zod';
import type { InvoiceDetail } from '../../domain/invoice/get-invoice.ts';
import { type Invoice, type InvoiceItem, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { PaymentWay } from '../../domain/payment/payment-way.ts';
import { checkButton, payButton } from '../payment/payment-buttons.ts';
import { menuButton, openInvoices } from '../start/menu.ts';
import { defineCallback } from '../ui/callback.ts';
import { escapeHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';

export const openInvoice = defineCallback('invoice', { id: z.string() });

const HISTORY = 8;

/** The rent and deposit in the reader's language; lines that an owner wrote as they are. */
const itemLabel = (words: Words, invoice: Invoice, item: InvoiceItem): string => {
  if (item.kind === 'rent') return words.t('invoice-item-rent', { month: words.month(invoice) });
  return item.kind === 'deposit' ? words.t('invoice-item-deposit') : escapeHtml(item.label);
};

export const itemLines = (words: Words, invoice: Invoice): string[] => [
  ...invoice.items.map((item) => `• ${itemLabel(words, invoice, item)}: ${formatRupiah(item.amount)}`),
  ...(invoice.lateFee > 0 ? [`• ${words.t('invoice-late-fee')}: ${formatRupiah(invoice.lateFee)}`] : []),
];

const titleOf = (words: Words, invoice: Invoice): string =>
  words.t('invoice-title', { month: words.month(invoice), property: escapeHtml(invoice.propertyName) });

/** `/tagihan`: what is owed first, then history. */
export function invoicesView(words: Words, mine: { owed: Invoice[]; history: Invoice[] }): OutMessage {
  const { t } = words;
  const { owed, history } = mine;
  if (owed.length === 0 && history.length === 0) {
    return { text: t('invoice-none'), keyboard: inlineKeyboard([[menuButton(t)]]) };
  }
  const blocks = owed.map((invoice) =>
    [
      `<b>${titleOf(words, invoice)}</b>`,
      t('invoice-owed', { amount: formatRupiah(owedOn(invoice)), due: words.date(invoice.dueDate) }),
    ].join('\n'),
  );
  const open = (invoice: Invoice) => [
    button(
      t('invoice-list-button', {
        status: t(`invoice-mark-${invoice.status}`),
        month: words.month(invoice),
        property: invoice.propertyName,
      }),
      openInvoice.pack({ id: invoice.id }),
    ),
  ];
  return {
    text: [owed.length > 0 ? t('invoice-owed-title') : t('invoice-nothing-owed'), ...blocks].join('\n\n'),
    keyboard: inlineKeyboard([...owed.map(open), ...history.slice(0, HISTORY).map(open), [menuButton(t)]]),
  };
}

const paymentLine = (words: Words, payment: Payment): string =>
  words.t('invoice-payment', {
    amount: formatRupiah(payment.amount),
    method: words.t(`payment-method-${payment.method}`),
    status: words.t(`payment-status-${payment.status}`),
    at: words.moment(payment.paidAt ?? payment.createdAt),
  });

/** One invoice with its lines and payments; the tenant can pay what is owed. */
export function invoiceView(words: Words, detail: InvoiceDetail, ways: readonly PaymentWay[]): OutMessage {
  const { t } = words;
  const { invoice, payments, open } = detail;
  const tenant = detail.side === 'tenant';
  const owed = owedOn(invoice);
  // A QR that ran out unpaid is no payment to whoever reads this.
  const known = payments.filter(
    ({ status, chargedAt }) => status === 'success' || (chargedAt !== null && status !== 'cancelled'),
  );
  const inPart = invoice.paidAmount > 0 && owed > 0;
  const text = [
    `<b>${titleOf(words, invoice)}</b>`,
    `<code>${escapeHtml(invoice.id)}</code> · ${t(`invoice-status-${invoice.status}`)}`,
    t('invoice-period', { start: words.date(invoice.periodStart), end: words.date(invoice.periodEnd) }),
    '',
    ...itemLines(words, invoice),
    t('invoice-total', { amount: formatRupiah(invoice.amount + invoice.lateFee) }),
    ...(inPart ? [t('invoice-paid', { amount: formatRupiah(invoice.paidAmount) })] : []),
    ...(owed > 0 ? ['', t('invoice-owed', { amount: formatRupiah(owed), due: words.date(invoice.dueDate) })] : []),
    ...(invoice.paidDate !== null ? [t('invoice-paid-date', { date: words.date(invoice.paidDate) })] : []),
    ...(known.length > 0 ? ['', t('invoice-payments'), ...known.slice(-5).map((p) => paymentLine(words, p))] : []),
  ].join('\n');
  return {
    text,
    keyboard: inlineKeyboard([
      tenant && ways.includes('qris') && owed > 0 && [payButton(t, invoice.id)],
      tenant && open !== null && open.chargedAt !== null && [checkButton(t, open.id)],
      [tenant && button(t('invoice-button-all'), openInvoices.pack({})), menuButton(t)],
    ]),
  };
}
