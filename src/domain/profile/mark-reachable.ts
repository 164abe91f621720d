import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import { profileStore } from './profile-store.ts';

const guestSchema = z.record(z.string(), z.json());

/** Telegram says that this person blocked the bot, or is there again. Writes only when that is news. */
export async function markReachable(ctx: Ctx, input: { telegramId: number; reachable: boolean }): Promise<void> {
  const now = new Date(ctx.clock.now()).toISOString();
  const profile = await profileStore.findBy(ctx.tx, keys.profile.telegram(input.telegramId));
  if (profile) {
    if ((profile.blockedAt === undefined) === input.reachable) return;
    const { blockedAt: _, ...rest } = profile;
    profileStore.update(ctx.tx, profile, {
      ...rest,
      ...(input.reachable ? {} : { blockedAt: now }),
      updatedAt: now,
    });
    return;
  }
  const key = keys.profile.guest(input.telegramId);
  const { blockedAt, ...guest } = guestSchema.catch({}).parse((await ctx.tx.get(key)) ?? {});
  if ((blockedAt === undefined) === input.reachable) return;
  ctx.tx.set(key, (input.reachable ? guest : { ...guest, blockedAt: now }) as Json);
}
