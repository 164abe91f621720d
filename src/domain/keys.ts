/**
 * Every key of the store, on one page. Nothing else builds a key.
 * Patterns without a comment of their own are the seed's (seed-database-design.md, "Complete Key Pattern Catalog").
 * Record ids carry a type prefix (`prop_…`), so a record key is never an index key of the same entity.
 */
import type { AgendaKind } from './entity-store.ts';

const MAX_KEY_BYTES = 512;

/** `:` separates parts, so it cannot appear in one; nor can NUL or a lone surrogate (jsonb and text refuse them). */
export function part(value: string | number): string {
  const text = String(value);
  // Nearly every part is an id or a word: nothing in it to encode.
  if (/^[\w. -]*$/.test(text)) return text;
  return text.toWellFormed().replaceAll('\0', '').replaceAll('%', '%25').replaceAll(':', '%3A');
}

/** What `part` was given. */
export const unpart = (text: string): string => text.replaceAll('%3A', ':').replaceAll('%25', '%');
/** The parts of a key, as they were before `part` encoded them. */
export const partsOf = (key: string): string[] => key.split(':').map(unpart);

function key(...parts: (string | number)[]): string {
  const built = parts.map(part).join(':');
  if (built.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(built) > MAX_KEY_BYTES)
    throw new RangeError(`key longer than ${MAX_KEY_BYTES} bytes`);
  return built;
}

const prefix = (...parts: (string | number)[]): string => `${key(...parts)}:`;
/** Zero-padded so that key order is date order. */
const yearMonth = (year: number, month: number): string => `${year}-${String(month).padStart(2, '0')}`;

export const keys = {
  profile: {
    record: (userId: string) => key('profile', userId),
    tenant: (userId: string) => key('profile', 'tenant', userId),
    owner: (userId: string) => key('profile', 'owner', userId),
    /** Guard: one profile per Telegram account; how an update finds its person (PRODUCT 1). */
    telegram: (telegramId: number) => key('telegram', telegramId),
    /** What is kept of somebody without a profile: language. */
    guest: (telegramId: number) => key('guest', telegramId),
    /** Guard: one account per confirmed number. */
    phone: (e164: string) => key('phone', e164),
    /** An account in Auth whose profile is gone. */
    accountRemoval: (userId: string) => key('account-removal', userId),
    demoUser: (email: string) => key('demo-user', email),
  },
  ownerUpgrade: {
    record: (userId: string) => key('owner-upgrade', userId),
    status: (status: string, userId: string) => key('owner-upgrade', 'status', status, userId),
    statusPrefix: (status: string) => prefix('owner-upgrade', 'status', status),
  },
  property: {
    record: (id: string) => key('property', id),
    owner: (ownerId: string, id: string) => key('property', 'owner', ownerId, id),
    ownerPrefix: (ownerId: string) => prefix('property', 'owner', ownerId),
    city: (city: string, id: string) => key('property', 'city', city, id),
    cityPrefix: (city: string) => prefix('property', 'city', city),
    status: (status: string, id: string) => key('property', 'status', status, id),
    statusPrefix: (status: string) => prefix('property', 'status', status),
    type: (type: string, id: string) => key('property', 'type', type, id),
    typePrefix: (type: string) => prefix('property', 'type', type),
    /** A change of an active listing that waits for an admin (PRODUCT 3.8). */
    revision: (propertyId: string) => key('property-revision', propertyId),
    /** Guard: one active contract per room (ARCHITECTURE 2). */
    room: (propertyId: string, number: string) => key('room', propertyId, number),
    roomPrefix: (propertyId: string) => prefix('room', propertyId),
  },
  application: {
    record: (id: string) => key('application', id),
    tenant: (tenantId: string, id: string) => key('application', 'tenant', tenantId, id),
    tenantPrefix: (tenantId: string) => prefix('application', 'tenant', tenantId),
    owner: (ownerId: string, id: string) => key('application', 'owner', ownerId, id),
    ownerPrefix: (ownerId: string) => prefix('application', 'owner', ownerId),
    property: (propertyId: string, id: string) => key('application', 'property', propertyId, id),
    propertyPrefix: (propertyId: string) => prefix('application', 'property', propertyId),
    status: (status: string, id: string) => key('application', 'status', status, id),
    statusPrefix: (status: string) => prefix('application', 'status', status),
    /** Guard: one open application per person and listing. */
    open: (tenantId: string, propertyId: string) => key('application', 'open', tenantId, propertyId),
    openPrefix: (tenantId: string) => prefix('application', 'open', tenantId),
    /** Only while it is pending: what an owner has to decide, however many were decided before. */
    toDecide: (ownerId: string, id: string) => key('application', 'to-decide', ownerId, id),
    toDecidePrefix: (ownerId: string) => prefix('application', 'to-decide', ownerId),
  },
  contract: {
    record: (id: string) => key('contract', id),
    tenant: (tenantId: string, id: string) => key('contract', 'tenant', tenantId, id),
    tenantPrefix: (tenantId: string) => prefix('contract', 'tenant', tenantId),
    owner: (ownerId: string, id: string) => key('contract', 'owner', ownerId, id),
    ownerPrefix: (ownerId: string) => prefix('contract', 'owner', ownerId),
    property: (propertyId: string, id: string) => key('contract', 'property', propertyId, id),
    propertyPrefix: (propertyId: string) => prefix('contract', 'property', propertyId),
    status: (status: string, id: string) => key('contract', 'status', status, id),
    statusPrefix: (status: string) => prefix('contract', 'status', status),
  },
  invoice: {
    record: (id: string) => key('invoice', id),
    tenant: (tenantId: string, id: string) => key('invoice', 'tenant', tenantId, id),
    tenantPrefix: (tenantId: string) => prefix('invoice', 'tenant', tenantId),
    owner: (ownerId: string, id: string) => key('invoice', 'owner', ownerId, id),
    ownerPrefix: (ownerId: string) => prefix('invoice', 'owner', ownerId),
    contract: (contractId: string, id: string) => key('invoice', 'contract', contractId, id),
    contractPrefix: (contractId: string) => prefix('invoice', 'contract', contractId),
    status: (status: string, id: string) => key('invoice', 'status', status, id),
    statusPrefix: (status: string) => prefix('invoice', 'status', status),
    month: (year: number, month: number, id: string) => key('invoice', 'month', yearMonth(year, month), id),
    monthPrefix: (year: number, month: number) => prefix('invoice', 'month', yearMonth(year, month)),
    /** Guard: one invoice per contract and period. */
    once: (contractId: string, period: number) => key('invoice', 'once', contractId, period),
    /** Counter of the month's invoice numbers. */
    counter: (year: number, month: number) => key('counter', 'invoice', yearMonth(year, month)),
  },
  payment: {
    record: (id: string) => key('payment', id),
    invoice: (invoiceId: string, id: string) => key('payment', 'invoice', invoiceId, id),
    invoicePrefix: (invoiceId: string) => prefix('payment', 'invoice', invoiceId),
    tenant: (tenantId: string, id: string) => key('payment', 'tenant', tenantId, id),
    tenantPrefix: (tenantId: string) => prefix('payment', 'tenant', tenantId),
    type: (method: string, id: string) => key('payment', 'type', method, id),
    typePrefix: (method: string) => prefix('payment', 'type', method),
    status: (status: string, id: string) => key('payment', 'status', status, id),
    statusPrefix: (status: string) => prefix('payment', 'status', status),
    midtrans: (orderId: string) => key('payment', 'midtrans', orderId),
    /** Guard: one open charge per invoice. */
    open: (invoiceId: string) => key('payment', 'open', invoiceId),
    /** Money that found no invoice (PRODUCT 3.5). */
    credit: (tenantId: string, ownerId: string) => key('credit', tenantId, ownerId),
  },
  wishlist: {
    record: (userId: string, propertyId: string) => key('wishlist', userId, propertyId),
    userPrefix: (userId: string) => prefix('wishlist', userId),
    /** Who saved this listing: they are told of a change (PRODUCT 3.2). */
    property: (propertyId: string, userId: string) => key('wishlist', 'property', propertyId, userId),
    propertyPrefix: (propertyId: string) => prefix('wishlist', 'property', propertyId),
  },
  savedSearch: {
    record: (userId: string, searchId: string) => key('saved-search', userId, searchId),
    userPrefix: (userId: string) => prefix('saved-search', userId),
    /** Only while its owner wants to be told of new matches; `anyCity` where it names none (PRODUCT 3.2). */
    city: (city: string, userId: string, searchId: string) => key('saved-search', 'city', city, userId, searchId),
    cityPrefix: (city: string) => prefix('saved-search', 'city', city),
  },
  chat: {
    conversation: (id: string) => key('chat', 'conversation', id),
    message: (id: string) => key('chat', 'message', id),
    user: (userId: string, id: string) => key('chat', 'user', userId, 'conversations', id),
    userPrefix: (userId: string) => prefix('chat', 'user', userId, 'conversations'),
    property: (propertyId: string, id: string) => key('chat', 'property', propertyId, 'conversations', id),
    propertyPrefix: (propertyId: string) => prefix('chat', 'property', propertyId, 'conversations'),
    messages: (conversationId: string, id: string) => key('chat', 'conversation', conversationId, 'messages', id),
    messagesPrefix: (conversationId: string) => prefix('chat', 'conversation', conversationId, 'messages'),
    /** Guard: one conversation per person, owner and listing. */
    once: (tenantId: string, ownerId: string, propertyId: string) =>
      key('conversation', 'once', tenantId, ownerId, propertyId),
  },
  ticket: {
    record: (id: string) => key('ticket', id),
    reporter: (reporterId: string, id: string) => key('ticket', 'reporter', reporterId, id),
    reporterPrefix: (reporterId: string) => prefix('ticket', 'reporter', reporterId),
    status: (status: string, id: string) => key('ticket', 'status', status, id),
    statusPrefix: (status: string) => prefix('ticket', 'status', status),
    category: (category: string, id: string) => key('ticket', 'category', category, id),
    categoryPrefix: (category: string) => prefix('ticket', 'category', category),
    priority: (priority: string, id: string) => key('ticket', 'priority', priority, id),
    priorityPrefix: (priority: string) => prefix('ticket', 'priority', priority),
    assigned: (adminId: string, id: string) => key('ticket', 'assigned', adminId, id),
    assignedPrefix: (adminId: string) => prefix('ticket', 'assigned', adminId),
    /** Counter of the numbers that people name tickets by. */
    counter: () => 'counter:ticket',
  },
  review: {
    record: (id: string) => key('review', id),
    property: (propertyId: string, id: string) => key('review', 'property', propertyId, id),
    propertyPrefix: (propertyId: string) => prefix('review', 'property', propertyId),
    tenant: (tenantId: string, id: string) => key('review', 'tenant', tenantId, id),
    tenantPrefix: (tenantId: string) => prefix('review', 'tenant', tenantId),
    /** Guard: one review per contract. */
    once: (contractId: string) => key('review', 'once', contractId),
  },
  system: {
    config: () => 'system:config',
    stats: () => 'system:stats',
  },
  /** What arrived from Telegram, and whether it was done (ARCHITECTURE 5). */
  inbox: {
    record: (updateId: number) => key('inbox', String(updateId).padStart(12, '0')),
    prefix: () => 'inbox:',
    /** Only while it is not done. */
    open: (updateId: number) => key('inbox-open', String(updateId).padStart(12, '0')),
    openPrefix: () => 'inbox-open:',
  },
  outbox: {
    record: (chatId: string, ulid: string) => key('outbox', chatId, ulid),
    prefix: () => 'outbox:',
    chatPrefix: (chatId: string) => prefix('outbox', chatId),
    dead: (chatId: string, ulid: string) => key('outbox-dead', chatId, ulid),
    /** Our name for a message, to the id Telegram gave it. */
    sent: (chatId: string, ref: string) => key('sent', chatId, ref),
  },
  /** A group that became a supergroup, to its new id. */
  chatMoved: (chatId: string) => key('chat-moved', chatId),
  chatMovedPrefix: () => 'chat-moved:',
  /** When the admin group last heard of this kind of fault. */
  faultTold: (kind: string) => key('fault-told', kind),
  /** The last searches of this person, which buttons of their results name. */
  recentSearches: (telegramId: number) => key('search', telegramId),
  /** A running flow of this person in this chat. */
  flow: (chatId: string, userId: number) => key('flow', chatId, userId),
  /** Telegram's file id of an uploaded asset. */
  telegramFile: (name: string) => key('telegram-file', name),
  /** A row that is kept for a while only, by the day (UTC) from which on it may go. */
  expires: (day: string, ofKey: string) => key('expires', day, ofKey),
  expiresPrefix: () => 'expires:',
} as const;

/** Every counter's key begins so; they are what an export carries beside the records. */
export const counterPrefix = 'counter:';

const sortableTime = (iso: string): string => new Date(iso).toISOString().replaceAll(':', '.');

export const agendaKey = (kind: AgendaKind, at: string, id: string): string =>
  key('agenda', kind, sortableTime(at), id);
export const agendaPrefix = (kind: AgendaKind): string => prefix('agenda', kind);
/** The last key that is due at `now` (ms): for `list(agendaPrefix(kind), { until })`. `;` follows `:`. */
export const agendaUntil = (kind: AgendaKind, now: number): string =>
  `${key('agenda', kind, sortableTime(new Date(now).toISOString()))};`;

/** Before the rows of this day (UTC): for `list(keys.expiresPrefix(), { until })`. */
export const expiresUntil = (day: string): string => key('expires', day);
/** A bare prefix (see below): every profile once. */
export const profilesPrefix = 'profile:';

/**
 * `getByPrefix('property:')` means the records alone: what the adapters scan for each bare entity prefix.
 * References under it are left out.
 */
export const barePrefixes: Readonly<Record<string, string>> = {
  'profile:': 'profile:user_',
  'property:': 'property:prop_',
  'application:': 'application:app_',
  'contract:': 'contract:contract_',
  'invoice:': 'invoice:INV-',
  'payment:': 'payment:payment_',
  'chat:conversation:': 'chat:conversation:conv_',
  'chat:message:': 'chat:message:msg_',
  'ticket:': 'ticket:ticket_',
  'review:': 'review:review_',
  'wishlist:': 'wishlist:user_',
  'saved-search:': 'saved-search:user_',
  'owner-upgrade:': 'owner-upgrade:user_',
};
