import { paymentStore } from '../../domain/payment/payment-store.ts';
import { pollPayment } from '../../domain/payment/poll-payment.ts';
import type { EffectJob } from '../agenda-job.ts';

export const pollPaymentJob: EffectJob = {
  type: 'effect',
  name: 'poll-payment',
  kind: 'poll-payment',
  needs: 'gateway',
  store: paymentStore,
  async act(run, { gateway }, id) {
    const outcome = await pollPayment(run, gateway, id);
    // Nothing was booked and the next poll is planned; somebody has to look at it.
    if (outcome?.kind === 'mismatch') throw new Error(`the gateway's ${outcome.field} is not this payment's`);
  },
};
