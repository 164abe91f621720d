import type { AccountKind } from '../../domain/entity-store.ts';
import type { Accounts } from '../../domain/ports.ts';
import { accountRemovalStore, removeAccount } from '../../domain/profile/account-removal.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import { syncAccount } from '../../domain/profile/sync-account.ts';
import type { Log } from '../../log.ts';
import type { AgendaJob } from '../agenda-job.ts';

/** Where there are accounts beside the profiles. Without them nobody takes these rows: they wait until there are. */
export function createAccountJobs(accounts: Accounts, log: Log): readonly AgendaJob[] {
  const byKind: Record<AccountKind, AgendaJob> = {
    'sync-account': {
      type: 'effect',
      name: 'sync-accounts',
      kind: 'sync-account',
      needsGateway: false,
      store: profileStore,
      async act(run, _gateway, userId) {
        const outcome = await syncAccount(run, accounts, userId);
        if (outcome === 'phone-taken') log.warn({ userId }, 'accounts: another account has this number');
      },
    },
    'remove-account': {
      type: 'effect',
      name: 'remove-accounts',
      kind: 'remove-account',
      needsGateway: false,
      store: accountRemovalStore,
      act: (run, _gateway, userId) => removeAccount(run, accounts, userId),
    },
  };
  return Object.values(byKind);
}
