import { systemConfigStore, systemStatsStore } from '../../src/domain/admin/system-store.ts';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { conversationStore, messageStore } from '../../src/domain/chat/chat-store.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { entities } from '../../src/domain/entities.ts';
import type { AnyStore, EntityStore } from '../../src/domain/entity-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { creditStore } from '../../src/domain/payment/credit.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { accountRemovalStore } from '../../src/domain/profile/account-removal.ts';
import { ownerUpgradeStore } from '../../src/domain/profile/owner-upgrade-store.ts';
import {
  demoUserStore,
  guestStore,
  ownerProfileStore,
  profileStore,
  tenantProfileStore,
} from '../../src/domain/profile/profile-store.ts';
import { propertyRevisionStore, propertyStore } from '../../src/domain/property/property-store.ts';
import { reviewStore } from '../../src/domain/review/review-store.ts';
import { savedSearchStore } from '../../src/domain/saved-search/saved-search-store.ts';
import { ticketStore } from '../../src/domain/ticket/ticket-store.ts';
import { wishlistStore } from '../../src/domain/wishlist/wishlist-store.ts';
import { samples } from '../support/samples.ts';

type Fields = Record<string, unknown>;

/** A pattern of the catalogue, a record, where it must be found, and where after it has moved. */
export interface Place {
  pattern: string;
  store: AnyStore;
  record: Fields;
  prefix: string;
  moved?: Fields;
  to?: string;
}

const sampleByName: Readonly<Record<string, Fields>> = {
  profile: samples.profile,
  'tenant-profile': samples.tenantProfile,
  'owner-profile': samples.ownerProfile,
  'owner-upgrade': samples.ownerUpgrade,
  guest: samples.guest,
  'demo-user': samples.demoUser,
  'account-removal': samples.accountRemoval,
  property: samples.property,
  'property-revision': samples.propertyRevision,
  wishlist: samples.wishlist,
  'saved-search': samples.savedSearch,
  application: samples.application,
  contract: samples.contract,
  invoice: samples.invoice,
  payment: samples.payment,
  credit: samples.credit,
  conversation: samples.conversation,
  message: samples.message,
  ticket: samples.ticket,
  review: samples.review,
  'system-config': samples.config,
  'system-stats': samples.stats,
};

export function sampleOf(name: string): Fields {
  const sample = sampleByName[name];
  if (!sample) throw new Error(`no sample of ${name}`);
  return sample;
}

/** Where a record stands; with `change`, it moves to `to`. */
function place<T extends Fields>(
  pattern: string,
  store: EntityStore<T>,
  prefix: string,
  change?: Partial<T>,
  to?: string,
  start: Partial<T> = {},
): Place {
  const record = { ...(sampleOf(store.name) as T), ...start };
  const moving = change && to !== undefined ? { moved: { ...record, ...change }, to } : {};
  return { pattern, store, record, prefix, ...moving };
}

/** The seed's catalogue line by line, then the patterns that came since. */
export const places: readonly Place[] = [
  place('profile:{userId}', profileStore, 'profile:user_ahmad'),
  place('profile:tenant:{tenantId}', tenantProfileStore, 'profile:tenant:user_ahmad'),
  place('profile:owner:{ownerId}', ownerProfileStore, 'profile:owner:user_susi'),

  place('property:{propertyId}', propertyStore, 'property:prop_001'),
  place('property:owner:{ownerId}', propertyStore, 'property:owner:user_susi:', { ownerId: 'user_2' }, 'property:owner:user_2:'),
  place('property:city:{city}', propertyStore, 'property:city:Bogor:', { city: 'Depok' }, 'property:city:Depok:'),
  place('property:city:{city}', propertyStore, 'property:city:Bogor:', { city: 'A: 50%' }, 'property:city:A%3A 50%25:'),
  place('property:status:active', propertyStore, 'property:status:active:', { status: 'inactive' }, 'property:status:inactive:'),
  place('property:status:pending_approval', propertyStore, 'property:status:pending_approval:', { status: 'active' }, 'property:status:active:', { status: 'pending_approval' }),
  place('property:type:{type}', propertyStore, 'property:type:putra:', { type: 'campur' }, 'property:type:campur:'),

  place('contract:{contractId}', contractStore, 'contract:contract_001'),
  place('contract:tenant:{tenantId}', contractStore, 'contract:tenant:user_ahmad:', { tenantId: 'user_2' }, 'contract:tenant:user_2:'),
  place('contract:owner:{ownerId}', contractStore, 'contract:owner:user_susi:', { ownerId: 'user_2' }, 'contract:owner:user_2:'),
  place('contract:property:{propertyId}', contractStore, 'contract:property:prop_001:', { propertyId: 'prop_2' }, 'contract:property:prop_2:'),
  place('contract:status:active', contractStore, 'contract:status:active:', { status: 'terminated' }, 'contract:status:terminated:'),
  place('contract:status:expired', contractStore, 'contract:status:active:', { status: 'expired' }, 'contract:status:expired:'),

  place('invoice:{invoiceId}', invoiceStore, 'invoice:INV-2024-11-001'),
  place('invoice:tenant:{tenantId}', invoiceStore, 'invoice:tenant:user_ahmad:', { tenantId: 'user_2' }, 'invoice:tenant:user_2:'),
  place('invoice:owner:{ownerId}', invoiceStore, 'invoice:owner:user_susi:', { ownerId: 'user_2' }, 'invoice:owner:user_2:'),
  place('invoice:contract:{contractId}', invoiceStore, 'invoice:contract:contract_001:', { contractId: 'contract_2' }, 'invoice:contract:contract_2:'),
  place('invoice:status:pending', invoiceStore, 'invoice:status:pending:', { status: 'cancelled' }, 'invoice:status:cancelled:'),
  place('invoice:status:paid', invoiceStore, 'invoice:status:pending:', { status: 'paid' }, 'invoice:status:paid:'),
  place('invoice:status:overdue', invoiceStore, 'invoice:status:pending:', { status: 'overdue' }, 'invoice:status:overdue:'),
  place('invoice:month:{year}-{month}', invoiceStore, 'invoice:month:2024-11', { year: 2024, monthNumber: 1 }, 'invoice:month:2024-01'),

  place('payment:{paymentId}', paymentStore, 'payment:payment_001'),
  place('payment:invoice:{invoiceId}', paymentStore, 'payment:invoice:INV-2024-11-001:', { invoiceId: 'INV-2024-12-001' }, 'payment:invoice:INV-2024-12-001:'),
  place('payment:tenant:{tenantId}', paymentStore, 'payment:tenant:user_ahmad:', { tenantId: 'user_2' }, 'payment:tenant:user_2:'),
  place('payment:type:qris', paymentStore, 'payment:type:qris:', { method: 'gopay' }, 'payment:type:gopay:'),
  place('payment:type:manual', paymentStore, 'payment:type:qris:', { method: 'manual' }, 'payment:type:manual:'),
  place('payment:status:pending', paymentStore, 'payment:status:pending:', { status: 'failed' }, 'payment:status:failed:'),
  place('payment:status:success', paymentStore, 'payment:status:pending:', { status: 'success' }, 'payment:status:success:'),
  place('payment:midtrans:{orderId}', paymentStore, 'payment:midtrans:ORDER-1730700000-abc123', { midtransOrderId: 'ORDER-1-b' }, 'payment:midtrans:ORDER-1-b'),

  place('wishlist:{userId}:{propertyId}', wishlistStore, 'wishlist:user_ahmad:prop_001'),
  place('wishlist:{userId}:*', wishlistStore, 'wishlist:user_ahmad:'),
  place('saved-search:{userId}:{searchId}', savedSearchStore, 'saved-search:user_ahmad:search_001'),
  place('saved-search:{userId}:*', savedSearchStore, 'saved-search:user_ahmad:'),

  place('chat:conversation:{conversationId}', conversationStore, 'chat:conversation:conv_001'),
  place('chat:user:{userId}:conversations', conversationStore, 'chat:user:user_ahmad:conversations:', { participants: ['user_2', 'user_susi'] }, 'chat:user:user_2:conversations:'),
  place('chat:user:{userId}:conversations', conversationStore, 'chat:user:user_susi:conversations:', { participants: ['user_ahmad', 'user_2'] }, 'chat:user:user_2:conversations:'),
  place('chat:property:{propertyId}:conversations', conversationStore, 'chat:property:prop_001:conversations:', { propertyId: 'prop_2' }, 'chat:property:prop_2:conversations:'),
  place('chat:message:{messageId}', messageStore, 'chat:message:msg_001'),
  place('chat:conversation:{convId}:messages', messageStore, 'chat:conversation:conv_001:messages:', { conversationId: 'conv_2' }, 'chat:conversation:conv_2:messages:'),

  place('ticket:{ticketId}', ticketStore, 'ticket:ticket_001'),
  place('ticket:reporter:{reporterId}', ticketStore, 'ticket:reporter:user_ahmad:', { reporterId: 'user_2' }, 'ticket:reporter:user_2:'),
  place('ticket:status:{status}', ticketStore, 'ticket:status:open:', { status: 'in_review' }, 'ticket:status:in_review:'),
  place('ticket:category:{category}', ticketStore, 'ticket:category:payment:', { category: 'abuse' }, 'ticket:category:abuse:'),
  place('ticket:priority:{priority}', ticketStore, 'ticket:priority:high:', { priority: 'urgent' }, 'ticket:priority:urgent:'),
  place('ticket:assigned:{adminId}', ticketStore, 'ticket:assigned:user_admin:', { assignedTo: 'user_2' }, 'ticket:assigned:user_2:'),

  place('owner-upgrade:{userId}', ownerUpgradeStore, 'owner-upgrade:user_susi'),
  place('demo-user:{email}', demoUserStore, 'demo-user:ahmad@email.com'),
  place('account-removal:{userId}', accountRemovalStore, 'account-removal:user_gone'),
  place('system:config', systemConfigStore, 'system:config'),
  place('system:stats', systemStatsStore, 'system:stats'),

  place('telegram:{telegramId}', profileStore, 'telegram:101', { telegramId: 202 }, 'telegram:202'),
  place('phone:{e164}', profileStore, 'phone:+6281211112222', { phone: '+6285500001111' }, 'phone:+6285500001111'),
  place('guest:{telegramId}', guestStore, 'guest:103'),
  place('property-revision:{propertyId}', propertyRevisionStore, 'property-revision:prop_001'),
  place('room:{propertyId}:{number}', contractStore, 'room:prop_001:101', { roomNumber: '102' }, 'room:prop_001:102'),
  place('wishlist:property:{propertyId}:{userId}', wishlistStore, 'wishlist:property:prop_001:'),
  place('saved-search:city:{city}', savedSearchStore, 'saved-search:city:Bogor:', { filters: { ...samples.savedSearch.filters, city: null } }, 'saved-search:city:*:'),
  place('application:{applicationId}', applicationStore, 'application:app_001'),
  place('application:tenant:{tenantId}', applicationStore, 'application:tenant:user_ahmad:', { tenantId: 'user_2' }, 'application:tenant:user_2:'),
  place('application:owner:{ownerId}', applicationStore, 'application:owner:user_susi:', { ownerId: 'user_2' }, 'application:owner:user_2:'),
  place('application:property:{propertyId}', applicationStore, 'application:property:prop_001:', { propertyId: 'prop_2' }, 'application:property:prop_2:'),
  place('application:open:{tenantId}:{propertyId}', applicationStore, 'application:open:user_ahmad:', { status: 'expired' }, 'application:status:expired:'),
  place('application:to-decide:{ownerId}', applicationStore, 'application:to-decide:user_susi:', { status: 'rejected' }, 'application:status:rejected:'),
  place('invoice:once:{contractId}:{period}', invoiceStore, 'invoice:once:contract_001:11', { period: 12 }, 'invoice:once:contract_001:12'),
  place('payment:open:{invoiceId}', paymentStore, 'payment:open:INV-2024-11-001', { status: 'cancelled' }, 'payment:status:cancelled:'),
  place('credit:{tenantId}:{ownerId}', creditStore, 'credit:user_ahmad:user_susi'),
  place('conversation:once:{tenantId}:{ownerId}:{propertyId}', conversationStore, 'conversation:once:user_ahmad:user_susi:prop_001'),
  place('review:{reviewId}', reviewStore, 'review:review_001'),
  place('review:property:{propertyId}', reviewStore, 'review:property:prop_001:', { propertyId: 'prop_2' }, 'review:property:prop_2:'),
  place('review:tenant:{tenantId}', reviewStore, 'review:tenant:user_ahmad:', { tenantId: 'user_2' }, 'review:tenant:user_2:'),
  place('review:once:{contractId}', reviewStore, 'review:once:contract_001', { contractId: 'contract_2' }, 'review:once:contract_2'),
]; // biome-ignore format: a table

/** Every way that every status table allows, also the values that the catalogue leaves out. */
export function statusPlaces(): Place[] {
  return entities.flatMap((store) =>
    Object.entries(store.transitions ?? {}).flatMap(([from, targets]) => {
      const record = { ...sampleOf(store.name), status: from };
      const prefix = (status: string) => `${store.name}:status:${status}:`;
      const stays: Place = { pattern: `${store.name}:status:${from}`, store, record, prefix: prefix(from) };
      const moves = targets.map((status) => {
        return { ...stays, pattern: `${stays.pattern} → ${status}`, moved: { ...record, status }, to: prefix(status) };
      });
      return [stays, ...moves];
    }),
  );
}
