import { systemConfigStore, systemStatsStore } from './admin/system-store.ts';
import { applicationStore } from './application/application-store.ts';
import { conversationStore, messageStore } from './chat/chat-store.ts';
import { contractStore } from './contract/contract-store.ts';
import type { AnyStore } from './entity-store.ts';
import type { Follower } from './follow.ts';
import { invoiceStore } from './invoice/invoice-store.ts';
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
import type { Property } from './property/property.ts';
import { propertyRevisionStore, propertyStore } from './property/property-store.ts';
import { reviewStore } from './review/review-store.ts';
import { savedSearchStore } from './saved-search/saved-search-store.ts';
import { ticketStore } from './ticket/ticket-store.ts';
import { followListing } from './wishlist/follow-listing.ts';
import { wishlistStore } from './wishlist/wishlist-store.ts';

/** Every entity of the store, those that others refer to first: what exports, checks and documents go through. */
export const entities: readonly AnyStore[] = [
  profileStore,
  tenantProfileStore,
  ownerProfileStore,
  ownerUpgradeStore,
  guestStore,
  demoUserStore,
  accountRemovalStore,
  propertyStore,
  propertyRevisionStore,
  wishlistStore,
  savedSearchStore,
  applicationStore,
  contractStore,
  invoiceStore,
  paymentStore,
  creditStore,
  conversationStore,
  messageStore,
  ticketStore,
  reviewStore,
  systemConfigStore,
  systemStatsStore,
];

/** Who keeps copies of a listing, and lets them follow its changes. */
export const propertyFollowers: readonly Follower<Property>[] = [followListing];

const byName = new Map(entities.map((store) => [store.name, store]));

/** Throws for a name that no entity has. */
export function entityNamed(name: string): AnyStore {
  const store = byName.get(name);
  if (!store) throw new Error(`no entity is called ${name}`);
  return store;
}
