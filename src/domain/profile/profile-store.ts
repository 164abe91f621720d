import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { readPhone } from '../phone.ts';
import { demoUserSchema, guestSchema, ownerProfileSchema, profileSchema, tenantProfileSchema } from './profile.ts';

/** The seed's profile is its key's, has a phone as people type it, and knows nothing of Telegram. */
const fromSeed: Migration = (value, key) => ({
  id: key.slice(key.lastIndexOf(':') + 1),
  telegramId: null,
  createdAt: value.updatedAt ?? null,
  ...value,
  phone: typeof value.phone === 'string' ? readPhone(value.phone) || null : null,
});

/** One profile per Telegram account, and per confirmed number. */
export const profileStore = defineStore({
  key: keys.profile.record,
  schema: profileSchema,
  migrations: [fromSeed],
  guards: ({ telegramId, phone, phoneVerified }) => [
    ...(telegramId === null ? [] : [keys.profile.telegram(telegramId)]),
    ...(phone !== null && phoneVerified ? [keys.profile.phone(phone)] : []),
  ],
  agenda: ({ accountDueAt }) => (accountDueAt === undefined ? [] : [{ kind: 'sync-account', at: accountDueAt }]),
});

export const tenantProfileStore = defineStore({
  key: keys.profile.tenant,
  schema: tenantProfileSchema,
  references: [{ field: 'userId', entity: 'profile' }],
});

export const ownerProfileStore = defineStore({
  key: keys.profile.owner,
  schema: ownerProfileSchema,
  references: [{ field: 'userId', entity: 'profile' }],
});

export const guestStore = defineStore({
  key: keys.profile.guest,
  schema: guestSchema,
});

export const demoUserStore = defineStore({
  key: keys.profile.demoUser,
  schema: demoUserSchema,
});
