import type { Invoice, InvoiceItem } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import { escapeHtml } from './html.ts';
import type { Words } from './words.ts';

/** The rent and deposit in the reader's language; lines that an owner wrote as they are. */
const itemLabel = (words: Words, invoice: Invoice, item: InvoiceItem): string => {
  if (item.kind === 'rent') return words.t('invoice-item-rent', { month: words.month(invoice) });
  return item.kind === 'deposit' ? words.t('invoice-item-deposit') : escapeHtml(item.label);
};

export const itemLines = (words: Words, invoice: Invoice): string[] => [
  ...invoice.items.map((item) => `• ${itemLabel(words, invoice, item)}: ${formatRupiah(item.amount)}`),
  ...(invoice.lateFee > 0 ? [`• ${words.t('invoice-late-fee')}: ${formatRupiah(invoice.lateFee)}`] : []),
];
