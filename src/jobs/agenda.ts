import type { AgendaKind } from '../domain/agenda.ts';
import { applicationStore } from '../domain/application/application-store.ts';
import { expireApplication } from '../domain/application/expire-application.ts';
import { contractStore } from '../domain/contract/contract-store.ts';
import { expireHold } from '../domain/contract/expire-hold.ts';
import { propertyFollowers } from '../domain/entities.ts';
import { followRecord } from '../domain/follow.ts';
import { chargePayment } from '../domain/payment/charge-payment.ts';
import { expirePayment } from '../domain/payment/expire-payment.ts';
import { paymentStore } from '../domain/payment/payment-store.ts';
import { pollPayment } from '../domain/payment/poll-payment.ts';
import { accountRemovalStore, removeAccount } from '../domain/profile/account-removal.ts';
import { profileStore } from '../domain/profile/profile-store.ts';
import { syncAccount } from '../domain/profile/sync-account.ts';
import { propertyStore } from '../domain/property/property-store.ts';
import type { AgendaJob, DecideJob, EffectJob, JobOutside } from './agenda-job.ts';

/**
 * What happens when: every kind of agenda row, the store whose records derive it (the time is in its `agenda`), and
 * what is done then. In the order in which a tick looks at them: what somebody waits for comes first.
 */
const agenda: Readonly<Record<AgendaKind, Omit<DecideJob, 'kind'> | Omit<EffectJob, 'kind'>>> = {
  /** A payment was started. */
  'charge-payment': {
    type: 'effect',
    store: paymentStore,
    needs: 'gateway',
    act: (outside, paymentId) => chargePayment(outside, { paymentId }),
  },
  /** Money may have come: often while somebody looks, then rarely, and for a day after the charge was closed. */
  'poll-payment': { type: 'effect', store: paymentStore, needs: 'gateway', act: poll },
  /** A charge's time is over. */
  'expire-payment': {
    type: 'effect',
    store: paymentStore,
    needs: 'gateway',
    act: (outside, paymentId) => expirePayment(outside, { paymentId }),
  },
  /** A room was held for the first payment. It ends without a gateway too; only an open charge has to ask one. */
  'expire-hold': {
    type: 'effect',
    store: contractStore,
    needs: null,
    act: (outside, contractId) => expireHold(outside, { contractId }),
  },
  /** Nobody decided. */
  'expire-application': {
    type: 'decide',
    store: applicationStore,
    decide: (ctx, applicationId) => expireApplication(ctx, { applicationId }),
  },
  /** A listing has changed, and others keep copies of it. */
  'follow-property': {
    type: 'effect',
    store: propertyStore,
    needs: null,
    act: (outside, id) => followRecord(outside, { store: propertyStore, id, followers: propertyFollowers }),
  },
  /** A profile is new or has changed. */
  'sync-account': { type: 'effect', store: profileStore, needs: 'accounts', act: tellAccount },
  /** A profile was deleted. */
  'remove-account': {
    type: 'effect',
    store: accountRemovalStore,
    needs: 'accounts',
    act: (outside, userId) => removeAccount(outside, { userId }),
  },
};

export const agendaJobs: readonly AgendaJob[] = (Object.keys(agenda) as AgendaKind[]).map((kind) => ({
  kind,
  ...agenda[kind],
}));

async function poll(outside: JobOutside, paymentId: string): Promise<void> {
  const outcome = await pollPayment(outside, { paymentId });
  // Nothing was booked and the next poll is planned; somebody has to look at it.
  if (outcome?.kind === 'mismatch') throw new Error(`the gateway's ${outcome.field} is not this payment's`);
}

async function tellAccount(outside: JobOutside, userId: string): Promise<void> {
  const outcome = await syncAccount(outside, { userId });
  if (outcome === 'phone-taken') outside.log.warn({ userId }, 'accounts: another account has this number');
}
