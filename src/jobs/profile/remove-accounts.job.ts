import { accountRemovalStore, removeAccount } from '../../domain/profile/account-removal.ts';
import type { EffectJob } from '../agenda-job.ts';

export const removeAccountsJob: EffectJob = {
  type: 'effect',
  name: 'remove-accounts',
  kind: 'remove-account',
  needs: 'accounts',
  store: accountRemovalStore,
  act: (run, { accounts }, userId) => removeAccount(run, accounts, userId),
};
