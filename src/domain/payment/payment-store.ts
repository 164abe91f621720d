import type { AgendaItem } from '../agenda.ts';
import { addMs } from '../calendar.ts';
import { defineStore, type Migration } from '../entity-store.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import type { Tx } from '../transaction.ts';
import { needsCharge, type Payment, paymentSchema, paymentTransitions } from './payment.ts';

const DAY = 86_400_000;
const dayAfter = (at: Json | undefined): Json =>
  typeof at === 'string' && Number.isFinite(Date.parse(at)) ? addMs(at, DAY) : null;

/**
 * The seed's payments don't name their contract (their invoice does), nor what our poller keeps. Their `qrisString` is
 * the address of a picture. One with an order id was charged when it was made; left open it would hold its invoice for
 * ever, so its day ends and the agenda asks the gateway what became of it.
 */
const fromSeed: Migration = (value) => ({
  contractId: null,
  chargedAt: value.midtransOrderId ? (value.createdAt ?? null) : null,
  expiresAt: value.midtransOrderId ? dayAfter(value.createdAt) : null,
  allocations: value.status === 'success' ? [{ invoiceId: value.invoiceId ?? null, amount: value.amount ?? null }] : [],
  ...value,
  ...pictureOf(value.qrisString),
});

const pictureOf = (text: Json | undefined): Record<string, Json> =>
  typeof text === 'string' && /^https?:/.test(text) ? { qrisString: null, qrisImageUrl: text } : {};

/** The contract that a payment is for: its own word, or in the seed's payments its invoice's. */
export const contractIdOf = async (tx: Tx, payment: Payment): Promise<string> =>
  payment.contractId ?? (await invoiceStore.get(tx, payment.invoiceId)).contractId;

export const paymentStore = defineStore({
  key: keys.payment.record,
  schema: paymentSchema,
  transitions: paymentTransitions,
  migrations: [fromSeed],
  indexes: ({ id, invoiceId, tenantId, method, status }) => [
    keys.payment.invoice(invoiceId, id),
    keys.payment.tenant(tenantId, id),
    keys.payment.type(method, id),
    keys.payment.status(status, id),
  ],
  guards: ({ invoiceId, status, midtransOrderId }) => [
    ...(midtransOrderId === null ? [] : [keys.payment.midtrans(midtransOrderId)]),
    ...(status === 'pending' ? [keys.payment.open(invoiceId)] : []),
  ],
  references: [
    { field: 'invoiceId', entity: 'invoice' },
    { field: 'contractId', entity: 'contract' },
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'verifiedBy', entity: 'profile' },
    { field: 'allocations.invoiceId', entity: 'invoice' },
  ],
  outlivesPeople: ({ status }) => status !== 'pending',
  agenda: (payment) => {
    const items: AgendaItem[] = [];
    if (needsCharge(payment)) items.push({ kind: 'charge-payment', at: payment.chargeAskedAt ?? payment.createdAt });
    if (payment.nextPollAt !== null) items.push({ kind: 'poll-payment', at: payment.nextPollAt });
    if (payment.status === 'pending' && payment.expiresAt !== null) {
      items.push({ kind: 'expire-payment', at: payment.expiresAt });
    }
    return items;
  },
});
