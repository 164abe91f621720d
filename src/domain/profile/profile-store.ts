import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { readPhone } from '../phone.ts';
import {
  type DemoUser,
  demoUserSchema,
  type Guest,
  guestSchema,
  type OwnerProfile,
  ownerProfileSchema,
  type Profile,
  profileSchema,
  type TenantProfile,
  tenantProfileSchema,
} from './profile.ts';

/** The seed's profile is its key's, has a phone as people type it, and knows nothing of Telegram. */
const fromSeed: Migration = (value, key) => ({
  id: key.slice(key.lastIndexOf(':') + 1),
  telegramId: null,
  createdAt: value.updatedAt ?? null,
  ...value,
  phone: typeof value.phone === 'string' ? readPhone(value.phone) || null : null,
});

/** One profile per Telegram account, and per confirmed number. */
export const profileStore = defineStore<Profile>({
  name: 'profile',
  schema: profileSchema,
  migrations: [fromSeed],
  key: keys.profile.record,
  idOf: (profile) => profile.id,
  guards: ({ telegramId, phone, phoneVerified }) => [
    ...(telegramId === null ? [] : [keys.profile.telegram(telegramId)]),
    ...(phone !== null && phoneVerified ? [keys.profile.phone(phone)] : []),
  ],
  agenda: ({ accountDueAt }) => (accountDueAt === undefined ? [] : [{ kind: 'sync-account', at: accountDueAt }]),
});

export const tenantProfileStore = defineStore<TenantProfile>({
  name: 'tenant-profile',
  schema: tenantProfileSchema,
  key: keys.profile.tenant,
  idOf: (profile) => profile.userId,
  references: [{ field: 'userId', entity: 'profile' }],
});

export const ownerProfileStore = defineStore<OwnerProfile>({
  name: 'owner-profile',
  schema: ownerProfileSchema,
  key: keys.profile.owner,
  idOf: (profile) => profile.userId,
  references: [{ field: 'userId', entity: 'profile' }],
});

export const guestStore = defineStore<Guest>({
  name: 'guest',
  schema: guestSchema,
  key: (telegramId) => keys.profile.guest(Number(telegramId)),
  idOf: (guest) => String(guest.telegramId),
});

export const demoUserStore = defineStore<DemoUser>({
  name: 'demo-user',
  schema: demoUserSchema,
  key: keys.profile.demoUser,
  idOf: (demo) => demo.email,
});
