import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import { profileStore } from './profile-store.ts';

/**
 * Telegram says that this person blocked the bot, or is there again. Writes only when that is news. Of somebody
 * without a profile nothing is kept: nothing is ever sent to them unasked.
 */
export async function markReachable(ctx: Ctx, input: { telegramId: number; reachable: boolean }): Promise<void> {
  const profile = await profileStore.findBy(ctx.tx, keys.profile.telegram(input.telegramId));
  if (!profile || (profile.blockedAt === undefined) === input.reachable) return;
  const { now } = ctx;
  const { blockedAt: _, ...rest } = profile;
  profileStore.update(ctx.tx, profile, {
    ...rest,
    ...(input.reachable ? {} : { blockedAt: now }),
    updatedAt: now,
  });
}
