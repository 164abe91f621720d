import { chargePayment } from '../../domain/payment/charge-payment.ts';
import { paymentStore } from '../../domain/payment/payment-store.ts';
import type { EffectJob } from '../agenda-job.ts';

export const chargePaymentJob: EffectJob = {
  type: 'effect',
  name: 'charge-payment',
  kind: 'charge-payment',
  needs: 'gateway',
  store: paymentStore,
  act: (run, { gateway }, id) => chargePayment(run, gateway, id),
};
