import type { InvoiceDetail } from '../../domain/invoice/get-invoice.ts';
import { type Invoice, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { PaymentWay } from '../../domain/payment/payment-way.ts';
import { checkButton, payButton } from '../payment/payment-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { type Html, html, joinHtml, lines } from '../ui/html.ts';
import { itemLines } from '../ui/invoice-lines.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';
import { invoicesTap, invoiceTap } from './invoice-buttons.ts';

const HISTORY = 8;

const titleOf = (words: Words, invoice: Invoice): Html =>
  words.t('invoice-title', { month: words.month(invoice), property: invoice.propertyName });

/** `/tagihan`: what is owed first, then history. */
export function invoicesView(words: Words, mine: { owed: Invoice[]; history: Invoice[] }): OutMessage {
  const { t } = words;
  const { owed, history } = mine;
  if (owed.length === 0 && history.length === 0) {
    return { text: t('invoice-none'), keyboard: inlineKeyboard([[menuButton(t)]]) };
  }
  const blocks = owed.map((invoice) =>
    lines(
      html`<b>${titleOf(words, invoice)}</b>`,
      t('invoice-owed', { amount: formatRupiah(owedOn(invoice)), due: words.date(invoice.dueDate) }),
    ),
  );
  const open = (invoice: Invoice) => [
    button(
      t('invoice-list-button', {
        status: t(`invoice-mark-${invoice.status}`),
        month: words.month(invoice),
        property: invoice.propertyName,
      }),
      invoiceTap.pack({ id: invoice.id }),
    ),
  ];
  return {
    text: joinHtml([owed.length > 0 ? t('invoice-owed-title') : t('invoice-nothing-owed'), ...blocks], '\n\n'),
    keyboard: inlineKeyboard([...owed.map(open), ...history.slice(0, HISTORY).map(open), [menuButton(t)]]),
  };
}

const paymentLine = (words: Words, payment: Payment): Html =>
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
  const text = lines(
    html`<b>${titleOf(words, invoice)}</b>`,
    html`<code>${invoice.id}</code> · ${t(`invoice-status-${invoice.status}`)}`,
    t('invoice-period', { start: words.date(invoice.periodStart), end: words.date(invoice.periodEnd) }),
    '',
    ...itemLines(words, invoice),
    t('invoice-total', { amount: formatRupiah(invoice.amount + invoice.lateFee) }),
    inPart && t('invoice-paid', { amount: formatRupiah(invoice.paidAmount) }),
    owed > 0 && html`\n${t('invoice-owed', { amount: formatRupiah(owed), due: words.date(invoice.dueDate) })}`,
    invoice.paidDate !== null && t('invoice-paid-date', { date: words.date(invoice.paidDate) }),
    known.length > 0 && html`\n${t('invoice-payments')}`,
    ...known.slice(-5).map((payment) => paymentLine(words, payment)),
  );
  return {
    text,
    keyboard: inlineKeyboard([
      tenant && ways.includes('qris') && owed > 0 && [payButton(t, invoice.id)],
      tenant && open !== null && open.chargedAt !== null && [checkButton(t, open.id)],
      [tenant && button(t('invoice-button-all'), invoicesTap.pack({})), menuButton(t)],
    ]),
  };
}
