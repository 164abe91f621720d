import type { Invoice, InvoiceItem } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import type { Words } from './words.ts';

/** The rent and deposit in the reader's language; lines that an owner wrote as they are. */
const itemLabel = (words: Words, invoice: Invoice, item: InvoiceItem): HtmlPart => {
  if (item.kind === 'rent') return words.t('invoice-item-rent', { month: words.month(invoice) });
  return item.kind === 'deposit' ? words.t('invoice-item-deposit') : item.label;
};

export const itemLines = (words: Words, invoice: Invoice): Html[] => [
  ...invoice.items.map((item) => html`• ${itemLabel(words, invoice, item)}: ${formatRupiah(item.amount)}`),
  ...(invoice.lateFee > 0 ? [html`• ${words.t('invoice-late-fee')}: ${formatRupiah(invoice.lateFee)}`] : []),
];
