import { expirePayment } from '../../domain/payment/expire-payment.ts';
import { paymentStore } from '../../domain/payment/payment-store.ts';
import type { EffectJob } from '../agenda-job.ts';

export const expirePaymentsJob: EffectJob = {
  type: 'effect',
  name: 'expire-payments',
  kind: 'expire-payment',
  needs: 'gateway',
  store: paymentStore,
  act: (run, { gateway }, id) => expirePayment(run, gateway, id),
};
