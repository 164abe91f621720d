import { systemConfigStore, systemStatsStore } from './admin/system-store.ts';
import { applicationStore } from './application/application-store.ts';
import { conversationStore, messageStore } from './chat/chat-store.ts';
import { contractStore } from './contract/contract-store.ts';
import type { EntityStore } from './entity-store.ts';
import { invoiceStore } from './invoice/invoice-store.ts';
import { barePrefixes } from './keys.ts';
import { creditStore } from './payment/credit.ts';
import { paymentStore } from './payment/payment-store.ts';
import { accountRemovalStore } from './profile/account-removal.ts';
import { ownerUpgradeStore } from './profile/owner-upgrade-store.ts';
import {
  demoUserStore,
  guestStore,
  ownerProfileStore,
  profileStore,
  tenantProfileStore,
} from './profile/profile-store.ts';
import { propertyRevisionStore, propertyStore } from './property/property-store.ts';
import { reviewStore } from './review/review-store.ts';
import { savedSearchStore } from './saved-search/saved-search-store.ts';
import { ticketStore } from './ticket/ticket-store.ts';
import { wishlistStore } from './wishlist/wishlist-store.ts';

/** A store whose record's type is not known here. */
export type AnyStore = EntityStore<Record<string, unknown>>;

export interface Entity {
  store: AnyStore;
  /** Its record keys begin so, and no other key but references (`chat:conversation:conv_…:messages:…`). */
  prefix: string;
  /** For `kv.list`: gives each of its records once, and nothing else. */
  list: string;
}

const entity = (store: AnyStore, prefix: string): Entity => {
  const bare = Object.keys(barePrefixes).find((one) => barePrefixes[one] === prefix);
  return { store, prefix, list: bare ?? prefix };
};

/** Every entity of the store, those that others refer to first: what exports, checks and documents go through. */
export const entities: readonly Entity[] = [
  entity(profileStore, 'profile:user_'),
  entity(tenantProfileStore, 'profile:tenant:'),
  entity(ownerProfileStore, 'profile:owner:'),
  entity(ownerUpgradeStore, 'owner-upgrade:user_'),
  entity(guestStore, 'guest:'),
  entity(demoUserStore, 'demo-user:'),
  entity(accountRemovalStore, 'account-removal:'),
  entity(propertyStore, 'property:prop_'),
  entity(propertyRevisionStore, 'property-revision:'),
  entity(wishlistStore, 'wishlist:user_'),
  entity(savedSearchStore, 'saved-search:user_'),
  entity(applicationStore, 'application:app_'),
  entity(contractStore, 'contract:contract_'),
  entity(invoiceStore, 'invoice:INV-'),
  entity(paymentStore, 'payment:payment_'),
  entity(creditStore, 'credit:'),
  entity(conversationStore, 'chat:conversation:conv_'),
  entity(messageStore, 'chat:message:msg_'),
  entity(ticketStore, 'ticket:ticket_'),
  entity(reviewStore, 'review:review_'),
  entity(systemConfigStore, 'system:config'),
  entity(systemStatsStore, 'system:stats'),
];
