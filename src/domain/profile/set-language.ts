import { z } from 'zod';
import type { Ctx, Language } from '../context.ts';
import { DomainError } from '../errors.ts';
import { guestStore, profileStore } from './profile-store.ts';

const inputSchema = z.object({ language: z.enum(['id', 'en']) });

/** The language everything is said in from now on; guests have it too. */
export async function setLanguage(ctx: Ctx, input: { language: Language }): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'system') throw new DomainError('common.not-allowed');
  const { language } = inputSchema.parse(input);
  const { now } = ctx;
  if (actor.kind === 'guest') {
    const before = await guestStore.find(ctx.tx, String(actor.telegramId));
    const guest = { telegramId: actor.telegramId, language, updatedAt: now };
    if (before) guestStore.update(ctx.tx, before, guest);
    else guestStore.create(ctx.tx, guest);
    return;
  }
  const profile = await profileStore.get(ctx.tx, actor.userId);
  if (profile.language !== language) profileStore.update(ctx.tx, profile, { ...profile, language, updatedAt: now });
}
