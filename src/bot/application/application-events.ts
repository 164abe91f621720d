import type { Application } from '../../domain/application/application.ts';
import { applicationStore } from '../../domain/application/application-store.ts';
import { contractStore } from '../../domain/contract/contract-store.ts';
import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { isOwnerOf, type OutboxView, type OutboxViews } from '../ui/outbox-view.ts';
import { wordsFor } from '../ui/words.ts';
import { cardFor } from './application-card.ts';
import {
  approvedForOwner,
  approvedForTenant,
  expiredForOwner,
  expiredForTenant,
  rejectedForTenant,
  withdrawnForOwner,
} from './application-messages.ts';

const callOwner = (view: OutboxView, application: Application): Promise<string> =>
  ownerName(view.tx, { ownerId: application.ownerId, fallback: '' });

export const applicationEvents: Partial<OutboxViews> = {
  'application.card': async (view, { applicationId }) => {
    const application = await applicationStore.peek(view.tx, applicationId);
    return application && cardFor(wordsFor(view), view.tx, application);
  },
  'application.approved': async (view, { contractId, invoiceId }) => {
    const [contract, invoice] = await Promise.all([
      contractStore.peek(view.tx, contractId),
      invoiceStore.peek(view.tx, invoiceId),
    ]);
    if (!contract || !invoice) return null;
    if (isOwnerOf(view, contract)) return approvedForOwner(wordsFor(view), contract);
    const owner = await ownerName(view.tx, { ownerId: contract.ownerId, fallback: contract.ownerName });
    return approvedForTenant(wordsFor(view), { contract, invoice, owner, qris: view.qris });
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
    return isOwnerOf(view, application)
      ? expiredForOwner(wordsFor(view), application)
      : expiredForTenant(wordsFor(view), application);
  },
};
