import { paymentStore } from '../../domain/payment/payment-store.ts';
import { pollPayment } from '../../domain/payment/poll-payment.ts';
import type { EffectJob } from '../agenda-job.ts';

export const pollPaymentJob: EffectJob = {
  type: 'effect',
  name: 'poll-payment',
  kind: 'poll-payment',
  needsGateway: true,
  store: paymentStore,
  act: pollPayment,
};
