import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import {
  type OwnerProfile,
  ownerProfileSchema,
  type Profile,
  profileSchema,
  type TenantProfile,
  tenantProfileSchema,
} from './profile.ts';

/** `telegram:{telegramId}` is its index: `profileStore.findBy(tx, keys.profile.telegram(id))`. */
export const profileStore = defineStore<Profile>({
  schema: profileSchema,
  key: keys.profile.record,
  idOf: (profile) => profile.id,
  indexes: (profile) => [keys.profile.telegram(profile.telegramId)],
  agenda: ({ accountDueAt }) => (accountDueAt === undefined ? [] : [{ kind: 'sync-account', at: accountDueAt }]),
});

export const tenantProfileStore = defineStore<TenantProfile>({
  schema: tenantProfileSchema,
  key: keys.profile.tenant,
  idOf: (profile) => profile.userId,
  indexes: () => [],
});

export const ownerProfileStore = defineStore<OwnerProfile>({
  schema: ownerProfileSchema,
  key: keys.profile.owner,
  idOf: (profile) => profile.userId,
  indexes: () => [],
});
