import { contractStore } from '../../domain/contract/contract-store.ts';
import { expireHold } from '../../domain/contract/expire-hold.ts';
import type { EffectJob } from '../agenda-job.ts';

export const expireHoldsJob: EffectJob = {
  type: 'effect',
  name: 'expire-holds',
  kind: 'expire-hold',
  // A hold ends without a gateway too; only one with an open charge has to ask.
  needs: null,
  store: contractStore,
  act: (run, { gateway }, id) => expireHold(run, gateway, id),
};
