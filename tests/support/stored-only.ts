import { conversationStore, messageStore } from '../../src/domain/chat/chat-store.ts';
import type { Ctx } from '../../src/domain/context.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { AnyStore } from '../../src/domain/entity-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { ownerUpgradeStore } from '../../src/domain/profile/owner-upgrade-store.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import type { Property } from '../../src/domain/property/property.ts';
import { propertyRevisionStore } from '../../src/domain/property/property-store.ts';
import { reviewStore } from '../../src/domain/review/review-store.ts';
import { savedSearchStore } from '../../src/domain/saved-search/saved-search-store.ts';
import { ticketStore } from '../../src/domain/ticket/ticket-store.ts';
import { wishlistStore } from '../../src/domain/wishlist/wishlist-store.ts';

/** What the entities of this file are about. */
export interface About {
  people: [Profile, Profile];
  owner: Profile;
  property: Property;
  contracts: Contract[];
}

type Draft = Record<string, unknown>;
/** A record for a place (0, 1, 2) in a variant, the same whenever it is asked for; null where there is none. */
type Make = (about: About, slot: number, variant: number, now: string) => Draft | null;

const cities = ['Bogor', 'Depok', null];
const person = ({ people }: About, n: number): Profile => people[n % 2] as Profile;

const wishlist: Make = (about, slot, variant, now) => ({
  userId: person(about, slot).id,
  propertyId: about.property.id,
  propertyName: about.property.name,
  propertyCity: about.property.city,
  propertyPrice: 1_000_000 + variant,
  propertyImage: null,
  availableRooms: variant,
  propertyStatus: null,
  told: null,
  addedAt: now,
  updatedAt: now,
});

const savedSearch: Make = (about, slot, variant, now) => ({
  id: `search_${slot}`,
  userId: person(about, slot).id,
  name: `Cari ${variant}`,
  filters: { city: cities[variant % 3], facilities: ['AC'] },
  notificationEnabled: variant !== 2,
  createdAt: now,
  lastUsed: now,
  updatedAt: now,
});

const conversation: Make = (about, slot, variant, now) => {
  const tenant = person(about, slot);
  return {
    id: `conv_${slot}`,
    participants: [tenant.id, about.owner.id],
    participantNames: { [tenant.id]: tenant.name },
    participantRoles: { [tenant.id]: 'tenant', [about.owner.id]: 'owner' },
    propertyId: about.property.id,
    propertyName: about.property.name,
    lastMessage: 'x'.repeat(variant),
    lastMessageAt: null,
    createdAt: now,
    updatedAt: now,
  };
};

const message: Make = (about, slot, variant, now) => ({
  id: `msg_${slot}`,
  conversationId: `conv_${slot}`,
  senderId: person(about, slot).id,
  senderName: 'x',
  content: `Halo "${variant}" \\ 🐈`,
  type: 'text',
  kind: 'text',
  fileUrl: null,
  fileName: null,
  readBy: [],
  timestamp: now,
});

const ticket: Make = (about, slot, variant, now) => ({
  id: `ticket_${slot}`,
  number: null,
  reporterId: person(about, slot).id,
  reporterName: 'x',
  reporterEmail: null,
  reporterRole: 'tenant',
  category: ['technical', 'payment', 'abuse'][variant % 3],
  subject: 'x',
  description: 'x',
  priority: ['low', 'high', 'urgent'][variant % 3],
  status: 'open',
  assignedTo: variant === 0 ? null : about.owner.id,
  events: [],
  createdAt: now,
  updatedAt: now,
  resolvedAt: null,
});

const review: Make = (about, slot, variant, now) => {
  const contract = about.contracts[slot];
  if (!contract) return null;
  const { id, tenantId, propertyId } = contract;
  const rating = 1 + variant;
  const told = { tenantName: 'x', content: 'x', answer: null, answeredAt: null, createdAt: now, updatedAt: now };
  return { id: `review_${slot}`, contractId: id, tenantId, propertyId, rating, ...told };
};

const ownerUpgrade: Make = (about, slot, variant, now) => ({
  userId: person(about, slot).id,
  userName: 'x',
  change: 'upgrade',
  bankAccount: { bank: 'BCA', number: String(variant), holder: 'x' },
  address: '',
  status: 'pending',
  rejectionReason: null,
  decidedBy: null,
  decidedByName: null,
  decidedAt: null,
  createdAt: now,
  updatedAt: now,
});

const revision: Make = (about, _slot, variant, now) => ({
  propertyId: about.property.id,
  ownerId: about.owner.id,
  name: `Kos ${variant}`,
  createdAt: now,
  updatedAt: now,
});

interface Kind {
  store: AnyStore;
  make: Make;
}
const kind = (store: AnyStore, make: Make): Kind => ({ store, make });
const kinds = {
  wishlist: kind(wishlistStore, wishlist),
  'saved-search': kind(savedSearchStore, savedSearch),
  conversation: kind(conversationStore, conversation),
  message: kind(messageStore, message),
  ticket: kind(ticketStore, ticket),
  review: kind(reviewStore, review),
  'owner-upgrade': kind(ownerUpgradeStore, ownerUpgrade),
  'property-revision': kind(propertyRevisionStore, revision),
};
export type StoredOnly = keyof typeof kinds;
export const storedOnly = Object.keys(kinds) as StoredOnly[];
export interface StoreAct {
  entity: StoredOnly;
  act: 'create' | 'update' | 'delete';
  slot: number;
  variant: number;
}

/** One act through the entity's store, as a use case would do it; says what came of it. */
export async function actOnStore(ctx: Ctx, about: About, { entity, act, slot, variant }: StoreAct): Promise<string> {
  const { store, make } = kinds[entity];
  const now = ctx.now;
  const draft = make(about, slot, variant, now);
  if (!draft) return 'impossible';
  const record = store.schema.parse(draft);
  const before = await store.find(ctx.tx, store.idOf(record));
  if (act === 'create') {
    if (before) return 'there';
    if (entity === 'message' && !(await conversationStore.find(ctx.tx, `conv_${slot}`))) return 'no conversation';
    for (const guard of store.derived(record).guards.keys()) if ((await ctx.tx.get(guard)) !== null) return 'held';
    store.create(ctx.tx, entity === 'ticket' ? { ...record, number: ctx.tx.sequence(keys.ticket.counter()) } : record);
    return 'created';
  }
  if (!before) return 'none';
  if (act === 'delete') {
    if (entity === 'conversation' && (await messageStore.find(ctx.tx, `msg_${slot}`))) return 'has messages';
    store.delete(ctx.tx, before);
    return 'deleted';
  }
  const { number, createdAt, status: from } = before;
  const next = store.transitions?.[String(from)] ?? [];
  const status = next.length === 0 ? from : next[variant % next.length];
  const kept = { ...(number === undefined ? {} : { number }), ...(createdAt === undefined ? {} : { createdAt }) };
  store.update(ctx.tx, before, { ...record, ...kept, ...(from === undefined ? {} : { status }) });
  return 'updated';
}
