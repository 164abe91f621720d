import { profileStore } from '../../domain/profile/profile-store.ts';
import { syncAccount } from '../../domain/profile/sync-account.ts';
import type { EffectJob } from '../agenda-job.ts';

export const syncAccountsJob: EffectJob = {
  type: 'effect',
  name: 'sync-accounts',
  kind: 'sync-account',
  needs: 'accounts',
  store: profileStore,
  async act(run, { accounts, log }, userId) {
    const outcome = await syncAccount(run, accounts, userId);
    if (outcome === 'phone-taken') log.warn({ userId }, 'accounts: another account has this number');
  },
};
