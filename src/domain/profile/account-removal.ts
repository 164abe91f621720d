import { z } from 'zod';
import { addMs } from '../calendar.ts';
import type { AccountOutside, Ctx } from '../context.ts';
import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';

const removalSchema = z.object({ userId: z.string(), dueAt: z.iso.datetime() });
export type AccountRemoval = z.infer<typeof removalSchema>;

/** `account-removal:{userId}`: what is left to do of a deleted profile; it holds nothing of the person. */
export const accountRemovalStore = defineStore({
  key: keys.profile.accountRemoval,
  schema: removalSchema,
  agenda: ({ dueAt }) => [{ kind: 'remove-account', at: dueAt }],
});

/** By then a `syncAccount` that had read the profile is over: its requests end after 15 s each, four at most. */
const AFTER_MS = 120_000;

/** Part of deleting a profile, in the same commit: the account in Auth goes too. Twice is once. */
export async function forgetAccount(ctx: Ctx, input: { userId: string }): Promise<void> {
  if ((await accountRemovalStore.find(ctx.tx, input.userId)) !== null) return;
  accountRemovalStore.create(ctx.tx, { userId: input.userId, dueAt: addMs(ctx.now, AFTER_MS) });
}

/** The effect behind `forgetAccount`. Safe to run twice. Throws AccountsUnavailable: ask again later. */
export async function removeAccount({ run, accounts }: AccountOutside, input: { userId: string }): Promise<void> {
  const { userId } = input;
  await accounts.remove(userId);
  await run(async (ctx) => {
    const removal = await accountRemovalStore.find(ctx.tx, userId);
    if (removal) accountRemovalStore.delete(ctx.tx, removal);
  });
}
