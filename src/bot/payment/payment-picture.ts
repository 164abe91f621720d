import { formatDateTime, formatMonth } from '../../domain/calendar.ts';
import type { Language } from '../../domain/context.ts';
import { contractStore } from '../../domain/contract/contract-store.ts';
import type { Invoice } from '../../domain/invoice/invoice.ts';
import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { contractIdOf, paymentStore } from '../../domain/payment/payment-store.ts';
import type { Kv } from '../../domain/ports.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import { Tx } from '../../domain/transaction.ts';
import { plainText } from '../ui/html.ts';
import { translator } from '../ui/i18n.ts';
import { drawQrPicture, type QrPicture } from '../ui/qr-picture.ts';

/** The framed QR of a payment as PNG, in the tenant's language. Throws when it has no QR (yet). */
export async function paymentPicture(kv: Kv, timezone: string, paymentId: string): Promise<Uint8Array> {
  const tx = new Tx(kv);
  const payment = await paymentStore.get(tx, paymentId);
  const [invoice, contract, tenant] = await Promise.all([
    invoiceStore.get(tx, payment.invoiceId),
    contractIdOf(tx, payment).then((id) => contractStore.get(tx, id)),
    profileStore.peek(tx, payment.tenantId),
  ]);
  const facts = { payment, invoice, room: contract.roomNumber };
  return drawQrPicture(picturedPayment(tenant?.language ?? 'id', timezone, facts));
}

/** What stands on it, plain: a picture has no markup. Throws when the payment has no QR (yet). */
export function picturedPayment(
  language: Language,
  timezone: string,
  { payment, invoice, room }: { payment: Payment; invoice: Invoice; room: string },
): QrPicture {
  if (payment.qrisString === null || payment.expiresAt === null) throw new Error('this payment has no QR');
  const t = translator(language);
  const month = formatMonth(invoice.year, invoice.monthNumber, language);
  const until = formatDateTime(payment.expiresAt, timezone, language);
  return {
    qrString: payment.qrisString,
    title: invoice.propertyName,
    subtitle: plainText(t('payment-picture-subtitle', { month, room })),
    amount: formatRupiah(payment.amount),
    until: plainText(t('payment-picture-until', { until })),
    ...(payment.midtransOrderId ? { note: payment.midtransOrderId } : {}),
  };
}
