import { contractStore } from '../../domain/contract/contract-store.ts';
import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { contractIdOf, paymentStore } from '../../domain/payment/payment-store.ts';
import { type OutboxViews, recipientSide } from '../ui/outbox-view.ts';
import { wordsFor } from '../ui/words.ts';
import { qrView, receiptView } from './payment-view.ts';

export const paymentEvents: Partial<OutboxViews> = {
  'payment.card': async (view, { paymentId }) => {
    const payment = await paymentStore.peek(view.tx, paymentId);
    const invoice = payment && (await invoiceStore.peek(view.tx, payment.invoiceId));
    return payment && invoice && qrView(wordsFor(view), payment, invoice);
  },
  'payment.received': async (view, { paymentId }) => {
    const payment = await paymentStore.peek(view.tx, paymentId);
    if (!payment) return null;
    const [invoice, contract] = await Promise.all([
      invoiceStore.peek(view.tx, payment.invoiceId),
      contractIdOf(view.tx, payment).then((id) => contractStore.peek(view.tx, id)),
    ]);
    if (!invoice || !contract) return null;
    const side = recipientSide(view, payment);
    return receiptView(wordsFor(view), { payment, invoice, side, room: contract.roomNumber });
  },
};
