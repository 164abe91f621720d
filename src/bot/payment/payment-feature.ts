import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { formatRupiah } from '../../domain/money.ts';
import { checkPayment } from '../../domain/payment/check-payment.ts';
import { startQrisPayment } from '../../domain/payment/start-qris-payment.ts';
import { type Feature, onCallback } from '../feature.ts';
import { wordsOf } from '../ui/words.ts';
import { checkTap, payTap } from './payment-buttons.ts';
import { paymentEvents } from './payment-events.ts';
import { checkToast, qrView } from './payment-view.ts';

/** `📲 Bayar pakai QRIS` and `🔄 Cek pembayaran`. */
export const paymentFeature: Feature = {
  name: 'payment',
  callbacks: [
    // The QR itself comes through the outbox: nothing slower than the store is awaited here.
    onCallback(payTap, async (ctx, { invoice }) => {
      const { kind, payment } = await startQrisPayment(ctx.domain, { invoiceId: invoice });
      if (kind === 'resent') return ctx.toast(ctx.t('payment-resent'));
      if (kind === 'preparing') return ctx.toast(ctx.t('payment-still-preparing'));
      ctx.toast(ctx.t('payment-started', { amount: formatRupiah(payment.amount) }));
    }),
    onCallback(checkTap, async (ctx, { id }) => {
      const payment = await checkPayment(ctx.domain, { paymentId: id });
      ctx.toast(checkToast(ctx.t, payment));
      // A copy that was sent again earlier still shows the QR of a payment that is over.
      if (payment.status === 'pending') return;
      const invoice = await invoiceStore.peek(ctx.domain.tx, payment.invoiceId);
      if (invoice) ctx.change(qrView(wordsOf(ctx), payment, invoice));
    }),
  ],
  events: paymentEvents,
};
