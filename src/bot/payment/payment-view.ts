import type { Side } from '../../domain/access.ts';
import { type Invoice, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { Translate } from '../context.ts';
import { invoiceButton } from '../invoice/invoice-buttons.ts';
import { type Html, lines } from '../ui/html.ts';
import { itemLines } from '../ui/invoice-lines.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';
import { checkButton, payButton } from './payment-buttons.ts';

/** The QR as it is now: to pay, paid, closed or refused. A closed one keeps its picture under other words. */
export function qrView(words: Words, payment: Payment, invoice: Invoice): OutMessage {
  const { t } = words;
  const facts = {
    amount: formatRupiah(payment.amount),
    month: words.month(invoice),
    property: invoice.propertyName,
    order: payment.midtransOrderId ?? '',
  };
  const again = owedOn(invoice) > 0;
  switch (payment.status) {
    case 'pending':
      if (payment.qrisString === null) return { text: t('payment-preparing', facts) };
      return {
        text: t('payment-qr', { ...facts, until: words.moment(payment.expiresAt ?? payment.createdAt) }),
        photo: { kind: 'qris', paymentId: payment.id },
        keyboard: inlineKeyboard([[checkButton(t, payment.id)], [invoiceButton(t, invoice.id)]]),
      };
    case 'success':
      return {
        text: t('payment-qr-paid', { ...facts, at: words.moment(payment.paidAt ?? payment.updatedAt) }),
        keyboard: inlineKeyboard([[invoiceButton(t, invoice.id)]]),
      };
    case 'failed':
      return {
        text: payment.chargedAt === null ? t('payment-qr-refused', facts) : t('payment-qr-denied', facts),
        keyboard: inlineKeyboard([again && [payButton(t, invoice.id)], [invoiceButton(t, invoice.id)]]),
      };
    case 'cancelled':
      return {
        text: again ? t('payment-qr-expired', facts) : t('payment-qr-closed', facts),
        keyboard: inlineKeyboard([
          again && [payButton(t, invoice.id)],
          payment.chargedAt !== null && [checkButton(t, payment.id)],
          [invoiceButton(t, invoice.id)],
        ]),
      };
  }
}

/** Where money went that was not simply this invoice's. */
function placedLines(words: Words, payment: Payment): Html[] {
  const { t } = words;
  const simple = payment.allocations.every(({ invoiceId }) => invoiceId === payment.invoiceId);
  if (simple) return [];
  return payment.allocations.map(({ invoiceId, amount }) =>
    invoiceId === null
      ? t('payment-placed-credit', { amount: formatRupiah(amount) })
      : t('payment-placed-invoice', { amount: formatRupiah(amount), invoice: invoiceId }),
  );
}

/** The receipt, for both sides. */
export function receiptView(
  words: Words,
  facts: { payment: Payment; invoice: Invoice; side: Side; room: string },
): OutMessage {
  const { t } = words;
  const { payment, invoice, side } = facts;
  const placed = placedLines(words, payment);
  const paidOff = invoice.status === 'paid' && placed.length === 0;
  const about = {
    amount: formatRupiah(payment.amount),
    month: words.month(invoice),
    property: invoice.propertyName,
    room: facts.room,
    name: invoice.tenantName,
  };
  const owed = owedOn(invoice);
  return {
    text: lines(
      t(paidOff ? 'payment-receipt-paid' : 'payment-receipt-received'),
      t(side === 'tenant' ? 'payment-receipt-tenant' : 'payment-receipt-owner', about),
      '',
      ...(placed.length > 0 ? placed : itemLines(words, invoice)),
      owed > 0 && placed.length === 0 && t('payment-receipt-rest', { amount: formatRupiah(owed) }),
      '',
      t('payment-receipt-facts', {
        at: words.moment(payment.paidAt ?? payment.updatedAt),
        method: t(`payment-method-${payment.method}`),
        invoice: invoice.id,
        order: payment.midtransOrderId ?? payment.id,
      }),
    ),
    keyboard: inlineKeyboard([[invoiceButton(t, invoice.id)]]),
  };
}

/** The toast that answers `🔄 Cek pembayaran`; news come by themselves. */
export const checkToast = (t: Translate, payment: Payment): Html => t(`payment-check-${payment.status}`);
