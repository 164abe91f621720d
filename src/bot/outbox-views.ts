import { type Side, sideOf } from '../domain/access.ts';
import type { Application } from '../domain/application/application.ts';
import { applicationStore } from '../domain/application/application-store.ts';
import { contractStore } from '../domain/contract/contract-store.ts';
import { invoiceStore } from '../domain/invoice/invoice-store.ts';
import { contractIdOf, paymentStore } from '../domain/payment/payment-store.ts';
import { cardFor } from './application/application-feature.ts';
import {
  approvedForOwner,
  approvedForTenant,
  expiredForOwner,
  expiredForTenant,
  rejectedForTenant,
  withdrawnForOwner,
} from './application/application-messages.ts';
import { contractPeople } from './contract/contract-people.ts';
import { agreedView, notPaidView } from './contract/contract-view.ts';
import { ownerName } from './contract/owner-name.ts';
import { qrView, receiptView } from './payment/payment-view.ts';
import type { OutboxView, OutboxViews } from './ui/outbox-view.ts';
import { wordsFor } from './ui/words.ts';

/** Somebody who cannot be read any more gets the tenant's words. */
const recipientOf = (view: OutboxView, record: { tenantId: string; ownerId: string }): Side =>
  sideOf(record, view.recipient?.id) ?? 'tenant';

const callOwner = (view: OutboxView, application: Application): Promise<string> =>
  ownerName(view.tx, { ownerId: application.ownerId, fallback: '' });

/** What everybody is told without having asked, as things stand when it is delivered. Null: nothing to say any more. */
export const outboxViews: OutboxViews = {
  'application.card': async (view, { applicationId }) => {
    const application = await applicationStore.peek(view.tx, applicationId);
    return application && cardFor(wordsFor(view), view.tx, application);
  },
  'application.approved': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && approvedForOwner(wordsFor(view), contract);
  },
  'contract.offer': async (view, { contractId, invoiceId }) => {
    const [contract, invoice] = await Promise.all([
      contractStore.peek(view.tx, contractId),
      invoiceStore.peek(view.tx, invoiceId),
    ]);
    if (!contract || !invoice) return null;
    const owner = await ownerName(view.tx, { ownerId: contract.ownerId, fallback: contract.ownerName });
    return approvedForTenant(wordsFor(view), { contract, invoice, owner, ways: view.paymentWays });
  },
  'application.rejected': async (view, { applicationId }) => {
    const application = await applicationStore.peek(view.tx, applicationId);
    return application && rejectedForTenant(wordsFor(view), application, await callOwner(view, application));
  },
  'application.withdrawn': async (view, { applicationId }) => {
    const application = await applicationStore.peek(view.tx, applicationId);
    return application && withdrawnForOwner(wordsFor(view), application);
  },
  'application.expired': async (view, { applicationId }) => {
    const application = await applicationStore.peek(view.tx, applicationId);
    if (!application) return null;
    return recipientOf(view, application) === 'owner'
      ? expiredForOwner(wordsFor(view), application)
      : expiredForTenant(wordsFor(view), application);
  },
  'contract.agreed': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return (
      contract &&
      agreedView(wordsFor(view), contract, await contractPeople(view.tx, contract, recipientOf(view, contract)))
    );
  },
  'contract.not-paid': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && notPaidView(wordsFor(view), contract, recipientOf(view, contract));
  },
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
    const side = recipientOf(view, payment);
    return receiptView(wordsFor(view), { payment, invoice, side, room: contract.roomNumber });
  },
};
