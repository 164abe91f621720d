import type { AgendaKind } from '../domain/agenda.ts';
import type { AgendaJob } from './agenda-job.ts';
import { expireApplicationsJob } from './application/expire-applications.job.ts';
import { expireHoldsJob } from './contract/expire-holds.job.ts';
import { chargePaymentJob } from './payment/charge-payment.job.ts';
import { expirePaymentsJob } from './payment/expire-payments.job.ts';
import { pollPaymentJob } from './payment/poll-payment.job.ts';
import { removeAccountsJob } from './profile/remove-accounts.job.ts';
import { syncAccountsJob } from './profile/sync-accounts.job.ts';

/** Who takes which agenda rows, in the order in which a tick looks at them: what somebody waits for comes first. */
const byKind: Record<AgendaKind, AgendaJob> = {
  'charge-payment': chargePaymentJob,
  'poll-payment': pollPaymentJob,
  'expire-payment': expirePaymentsJob,
  'expire-hold': expireHoldsJob,
  'expire-application': expireApplicationsJob,
  'sync-account': syncAccountsJob,
  'remove-account': removeAccountsJob,
};

export const agendaJobs: readonly AgendaJob[] = Object.values(byKind);
