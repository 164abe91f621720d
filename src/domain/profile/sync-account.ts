import type { AccountOutside } from '../context.ts';
import type { Accounts } from '../ports.ts';
import { accountOf, isSameAccount } from './profile.ts';
import { profileStore } from './profile-store.ts';

/**
 * The effect behind `withAccountDue`: tells Auth of a profile, again when it changes meanwhile. Safe to run twice, also
 * at the same time. Null: nothing was due. Throws AccountsUnavailable: ask again later.
 */
export async function syncAccount(
  { run, accounts }: AccountOutside,
  { userId }: { userId: string },
): Promise<Awaited<ReturnType<Accounts['ensure']>> | null> {
  for (;;) {
    const account = await run(async (ctx) => {
      const profile = await profileStore.find(ctx.tx, userId);
      return profile?.accountDueAt === undefined ? null : accountOf(profile);
    });
    if (account === null) return null;
    const outcome = await accounts.ensure(account);
    const told = await run(async (ctx) => {
      const profile = await profileStore.find(ctx.tx, userId);
      // Deleted meanwhile: `forgetAccount` takes it away again.
      if (profile === null) return true;
      if (!isSameAccount(accountOf(profile), account)) return false;
      const { accountDueAt: _, ...rest } = profile;
      profileStore.update(ctx.tx, profile, rest);
      return true;
    });
    if (told) return outcome;
  }
}
