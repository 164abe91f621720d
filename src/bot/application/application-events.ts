import type { Application } from '../../domain/application/application.ts';
import { applicationStore } from '../../domain/application/application-store.ts';
import { contractStore } from '../../domain/contract/contract-store.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { type OutboxView, type OutboxViews, recipientSide } from '../ui/outbox-view.ts';
import { wordsFor } from '../ui/words.ts';
import { cardFor } from './application-card.ts';
import {
  approvedForOwner,
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
  'application.approved': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && approvedForOwner(wordsFor(view), contract);
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
    return recipientSide(view, application) === 'owner'
      ? expiredForOwner(wordsFor(view), application)
      : expiredForTenant(wordsFor(view), application);
  },
};
