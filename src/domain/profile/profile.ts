import { z } from 'zod';
import type { Account } from '../ports.ts';

const instant = z.iso.datetime();

/** `profile:{userId}`: the seed's fields, and what registration records. */
export const profileSchema = z.object({
  /** `user_<uuid>`. */
  id: z.string(),
  /** Null for a profile that came from elsewhere and has not met the bot yet. */
  telegramId: z.int().positive().nullable(),
  /** First and last name as Telegram had them at registration. */
  telegramName: z.string().optional(),
  name: z.string().min(1),
  role: z.enum(['tenant', 'owner', 'admin']),
  /** `+62…`, or null while only a name is known. */
  phone: z.string().nullable().default(null),
  /** A contact of their own that Telegram confirmed, and that no other account had. */
  phoneVerified: z.boolean().default(false),
  address: z.string().default(''),
  email: z.string().optional(),
  language: z.enum(['id', 'en']).default('id'),
  /** When the two lines on what is kept were accepted, with the name and with the phone. */
  privacyAcceptedAt: instant.optional(),
  phoneAcceptedAt: instant.optional(),
  /** They blocked the bot: nothing is sent until they write again. */
  blockedAt: instant.optional(),
  bannedAt: instant.optional(),
  /** Since when Auth has to be told of this person (accounts); waits where there is no Auth. */
  accountDueAt: instant.optional(),
  createdAt: instant,
  updatedAt: instant,
});
export type Profile = z.infer<typeof profileSchema>;

/** `profile:tenant:{userId}`. */
export const tenantProfileSchema = z.object({
  userId: z.string(),
  gender: z.enum(['male', 'female']).optional(),
  occupation: z.enum(['student', 'worker', 'other']).optional(),
  emergencyContact: z.object({ name: z.string(), phone: z.string(), relation: z.string() }).optional(),
  updatedAt: instant,
});
export type TenantProfile = z.infer<typeof tenantProfileSchema>;

/** `profile:owner:{userId}`. */
export const ownerProfileSchema = z.object({
  userId: z.string(),
  /** How the owner likes to be called; none means by name alone. */
  salutation: z.enum(['Bu', 'Pak', 'Kak']).optional(),
  bankAccount: z.object({ bank: z.string(), number: z.string(), holder: z.string() }).optional(),
  address: z.string().default(''),
  settings: z.object({ digest: z.boolean().default(true) }).prefault({}),
  updatedAt: instant,
});
export type OwnerProfile = z.infer<typeof ownerProfileSchema>;

/** `guest:{telegramId}`: all that is kept of somebody without a profile. */
export const guestSchema = z.object({
  telegramId: z.int().positive(),
  language: z.enum(['id', 'en']),
  updatedAt: instant,
});
export type Guest = z.infer<typeof guestSchema>;

/** `demo-user:{email}`: a person of the demo data was made once; a deleted one is not made anew. */
export const demoUserSchema = z.object({
  email: z.string(),
  telegramId: z.int().positive(),
  name: z.string(),
  role: z.enum(['tenant', 'owner', 'admin']),
  createdAt: instant,
});
export type DemoUser = z.infer<typeof demoUserSchema>;

/** May apply and pay: registered with a phone number (product 1). */
export const isTenant = (profile: Profile): boolean => profile.phone !== null;

/** What Auth is told: a number only when a shared contact has proven it. Null: nobody of Telegram, so no account. */
export function accountOf({ id, telegramId, name, role, phone, phoneVerified }: Profile): Account | null {
  return telegramId === null ? null : { userId: id, telegramId, name, role, phone: phoneVerified ? phone : null };
}

export const isSameAccount = (a: Account | null, b: Account | null): boolean =>
  a?.telegramId === b?.telegramId && a?.name === b?.name && a?.role === b?.role && a?.phone === b?.phone;

/** Whoever makes a profile (`before` null) or changes its name, role or number writes this instead of `after`. */
export function withAccountDue(before: Profile | null, after: Profile): Profile {
  const account = accountOf(after);
  if (account === null || (before && isSameAccount(accountOf(before), account))) return after;
  return { ...after, accountDueAt: before?.accountDueAt ?? after.updatedAt };
}
