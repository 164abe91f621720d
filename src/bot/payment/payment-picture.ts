import { formatDateTime, formatMonth } from '../../domain/calendar.ts';
import { contractStore } from '../../domain/contract/contract-store.ts';
import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { formatRupiah } from '../../domain/money.ts';
import { contractIdOf, paymentStore } from '../../domain/payment/payment-store.ts';
import type { Kv } from '../../domain/ports.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import { Tx } from '../../domain/transaction.ts';
import { plainText } from '../ui/html.ts';
import { translator } from '../ui/i18n.ts';
import { drawQrPicture } from '../ui/qr-picture.ts';

/** The framed QR of a payment as PNG, in the tenant's language. Throws when it has no QR (yet). */
export async function paymentPicture(kv: Kv, timezone: string, paymentId: string): Promise<Uint8Array> {
  const tx = new Tx(kv);
  const payment = await paymentStore.get(tx, paymentId);
  if (payment.qrisString === null || payment.expiresAt === null) throw new Error('this payment has no QR');
  const [invoice, contract, tenant] = await Promise.all([
    invoiceStore.get(tx, payment.invoiceId),
    contractIdOf(tx, payment).then((id) => contractStore.get(tx, id)),
    profileStore.peek(tx, payment.tenantId),
  ]);
  const language = tenant?.language ?? 'id';
  const t = translator(language);
  return drawQrPicture({
    qrString: payment.qrisString,
    title: invoice.propertyName,
    subtitle: plainText(
      t('payment-picture-subtitle', {
        month: formatMonth(invoice.year, invoice.monthNumber, language),
        room: contract.roomNumber,
      }),
    ),
    amount: formatRupiah(payment.amount),
    until: plainText(t('payment-picture-until', { until: formatDateTime(payment.expiresAt, timezone, language) })),
    ...(payment.midtransOrderId ? { note: payment.midtransOrderId } : {}),
  });
}
