import { type AgendaItem, defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { needsCharge, type Payment, paymentSchema, paymentTransitions } from './payment.ts';

export const paymentStore = defineStore<Payment>({
  transitions: paymentTransitions,
  schema: paymentSchema,
  key: keys.payment.record,
  idOf: (payment) => payment.id,
  indexes: ({ id, invoiceId, tenantId, method, status, midtransOrderId }) => [
    keys.payment.invoice(invoiceId, id),
    keys.payment.tenant(tenantId, id),
    keys.payment.type(method, id),
    keys.payment.status(status, id),
    ...(midtransOrderId === null ? [] : [keys.payment.midtrans(midtransOrderId)]),
  ],
  agenda: (payment) => {
    const items: AgendaItem[] = [];
    if (needsCharge(payment)) items.push({ kind: 'charge-payment', at: payment.pollFrom ?? payment.createdAt });
    if (payment.nextPollAt !== null) items.push({ kind: 'poll-payment', at: payment.nextPollAt });
    if (payment.status === 'pending' && payment.expiresAt !== null) {
      items.push({ kind: 'expire-payment', at: payment.expiresAt });
    }
    return items;
  },
});
