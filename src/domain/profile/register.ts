import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import { normalisePhone } from '../phone.ts';
import { line } from '../text.ts';
import { type Profile, withAccountDue } from './profile.ts';
import { guestStore, profileStore } from './profile-store.ts';

export const NAME_LENGTH = { min: 2, max: 60 };

/** A name has letters; a number, an emoji or a link is none. */
export const personName = line(NAME_LENGTH.min, NAME_LENGTH.max).refine(
  (name) => /\p{L}.*\p{L}/u.test(name) && !/[<>@/\\{}|]|\d{5,}/.test(name),
  { error: 'not a name' },
);
export const emailAddress = z.string().trim().toLowerCase().max(120).pipe(z.email());

const inputSchema = z.object({
  /** Needed the first time only. */
  name: personName.optional(),
  /** People call themselves by an invisible character: nothing is kept of that. */
  telegramName: line(1, 130).optional().catch(undefined),
  /** `contact`: Telegram says that it is the sender's own. */
  phone: z.object({ number: z.string(), source: z.enum(['contact', 'typed']) }).optional(),
  email: emailAddress.nullish(),
});
export type RegisterInput = z.input<typeof inputSchema>;

/**
 * Makes the person known (name) or a tenant (name and phone), or adds what was missing; what is there stays.
 * Calling it is accepting the two lines on what is kept. Throws `profile.invalid`, `profile.banned`.
 */
export async function register(ctx: Ctx, input: RegisterInput): Promise<Profile> {
  const { actor } = ctx;
  if (actor.kind === 'system') throw new DomainError('common.not-allowed');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new DomainError('profile.invalid');
  const { name, telegramName, phone, email } = parsed.data;

  const existing = await profileStore.findBy(ctx.tx, keys.profile.telegram(actor.telegramId));
  if (existing?.bannedAt) throw new DomainError('profile.banned');
  if (!existing && name === undefined) throw new DomainError('profile.invalid');

  const { now } = ctx;
  const before: Profile = existing ?? {
    id: ctx.ids.next('user'),
    telegramId: actor.telegramId,
    name: name ?? '',
    role: 'tenant',
    phone: null,
    phoneVerified: false,
    address: '',
    language: actor.language,
    privacyAcceptedAt: now,
    createdAt: now,
    updatedAt: now,
  };
  const after = withAccountDue(existing, {
    ...before,
    ...(name === undefined ? {} : { name }),
    ...(telegramName === undefined ? {} : { telegramName }),
    ...(phone ? await acceptPhone(ctx, before, phone, now) : {}),
    ...(email ? { email } : {}),
    updatedAt: now,
  });
  if (existing) profileStore.update(ctx.tx, existing, after);
  else {
    profileStore.create(ctx.tx, after);
    // The language chosen as a guest is in the profile from now on.
    const guest = await guestStore.find(ctx.tx, String(actor.telegramId));
    if (guest) guestStore.delete(ctx.tx, guest);
  }
  return after;
}

/** Only a shared contact proves a number, and only to the first account that shows it (guard `phone:`). */
async function acceptPhone(
  ctx: Ctx,
  before: Profile,
  phone: { number: string; source: 'contact' | 'typed' },
  now: string,
): Promise<Pick<Profile, 'phone' | 'phoneVerified' | 'phoneAcceptedAt'>> {
  const number = normalisePhone(phone.number, { anyCountry: phone.source === 'contact' });
  if (number === null) throw new DomainError('profile.invalid');
  if (before.phone === number && before.phoneVerified)
    return { phone: number, phoneVerified: true, phoneAcceptedAt: now };

  let verified = false;
  if (phone.source === 'contact') {
    const holder = await profileStore.findBy(ctx.tx, keys.profile.phone(number));
    verified = holder === null || holder.id === before.id;
  }
  return { phone: number, phoneVerified: verified, phoneAcceptedAt: now };
}
