/**
 * Every key of the store, on one page: the seed's (docs/data-model.md, "The seed") and those that came since. Ids of
 * records carry a type prefix (`prop_…`) where other keys begin like the record's, so that none can be taken for it.
 */
import { type AnyPattern, type AnyRecordPattern, counter, guard, index, operational, record } from './key-pattern.ts';

export const keys = {
  profile: {
    record: record('profile', 'profile:{id}', { ids: 'user_' }),
    tenant: record('tenant-profile', 'profile:tenant:{userId}'),
    owner: record('owner-profile', 'profile:owner:{userId}'),
    telegram: guard(
      'profile',
      'telegram:{telegramId}',
      'One profile per Telegram account; how an update finds its person (product 1).',
    ),
    guest: record('guest', 'guest:{telegramId}', { remark: 'What is kept of somebody without a profile: language.' }),
    phone: guard('profile', 'phone:{e164}', 'One account per confirmed number.'),
    accountRemoval: record('account-removal', 'account-removal:{userId}', {
      remark: 'An account in Auth whose profile is gone.',
    }),
    demoUser: record('demo-user', 'demo-user:{email}'),
  },
  ownerUpgrade: {
    record: record('owner-upgrade', 'owner-upgrade:{userId}', { ids: 'user_' }),
    status: index('owner-upgrade', 'owner-upgrade:status:{status}:{userId}'),
  },
  property: {
    record: record('property', 'property:{id}', { ids: 'prop_' }),
    owner: index('property', 'property:owner:{ownerId}:{id}'),
    city: index('property', 'property:city:{city}:{id}'),
    status: index('property', 'property:status:{status}:{id}'),
    type: index('property', 'property:type:{type}:{id}'),
    revision: record('property-revision', 'property-revision:{propertyId}', {
      remark: 'A change of an active listing that waits for an admin (product 3.8).',
    }),
  },
  application: {
    record: record('application', 'application:{id}', { ids: 'app_' }),
    tenant: index('application', 'application:tenant:{tenantId}:{id}'),
    owner: index('application', 'application:owner:{ownerId}:{id}'),
    property: index('application', 'application:property:{propertyId}:{id}'),
    status: index('application', 'application:status:{status}:{id}'),
    open: guard(
      'application',
      'application:open:{tenantId}:{propertyId}',
      'One open application per person and listing.',
    ),
    toDecide: index(
      'application',
      'application:to-decide:{ownerId}:{id}',
      'Only while it is pending: what an owner has to decide, however many were decided before.',
    ),
  },
  contract: {
    record: record('contract', 'contract:{id}', { ids: 'contract_' }),
    tenant: index('contract', 'contract:tenant:{tenantId}:{id}'),
    owner: index('contract', 'contract:owner:{ownerId}:{id}'),
    property: index('contract', 'contract:property:{propertyId}:{id}'),
    status: index('contract', 'contract:status:{status}:{id}'),
    room: guard('contract', 'room:{propertyId}:{number}', 'One active contract per room (architecture 2).'),
  },
  invoice: {
    record: record('invoice', 'invoice:{id}', { ids: 'INV-' }),
    tenant: index('invoice', 'invoice:tenant:{tenantId}:{id}'),
    owner: index('invoice', 'invoice:owner:{ownerId}:{id}'),
    contract: index('invoice', 'invoice:contract:{contractId}:{id}'),
    status: index('invoice', 'invoice:status:{status}:{id}'),
    month: index('invoice', 'invoice:month:{year}-{month}:{id}'),
    once: guard('invoice', 'invoice:once:{contractId}:{period}', 'One invoice per contract and period.'),
    counter: counter('invoice', 'counter:invoice:{year}-{month}', 'The month’s invoice numbers.'),
  },
  payment: {
    record: record('payment', 'payment:{id}', { ids: 'payment_' }),
    invoice: index('payment', 'payment:invoice:{invoiceId}:{id}'),
    tenant: index('payment', 'payment:tenant:{tenantId}:{id}'),
    type: index('payment', 'payment:type:{method}:{id}'),
    status: index('payment', 'payment:status:{status}:{id}'),
    midtrans: guard('payment', 'payment:midtrans:{orderId}'),
    open: guard('payment', 'payment:open:{invoiceId}', 'One open charge per invoice.'),
    credit: record('credit', 'credit:{tenantId}:{ownerId}', { remark: 'Money that found no invoice (product 3.5).' }),
  },
  wishlist: {
    record: record('wishlist', 'wishlist:{userId}:{propertyId}', { ids: 'user_' }),
    property: index(
      'wishlist',
      'wishlist:property:{propertyId}:{userId}',
      'Who saved this listing: they are told of a change (product 3.2).',
    ),
  },
  savedSearch: {
    record: record('saved-search', 'saved-search:{userId}:{id}', { ids: 'user_' }),
    city: index(
      'saved-search',
      'saved-search:city:{city}:{userId}:{id}',
      'Only while its owner wants to be told of new matches; `anyCity` where it names none (product 3.2).',
    ),
  },
  chat: {
    conversation: record('conversation', 'chat:conversation:{id}', { ids: 'conv_' }),
    message: record('message', 'chat:message:{id}', { ids: 'msg_' }),
    user: index('conversation', 'chat:user:{userId}:conversations:{id}'),
    property: index('conversation', 'chat:property:{propertyId}:conversations:{id}'),
    messages: index('message', 'chat:conversation:{conversationId}:messages:{id}'),
    once: guard(
      'conversation',
      'conversation:once:{tenantId}:{ownerId}:{propertyId}',
      'One conversation per person, owner and listing.',
    ),
  },
  ticket: {
    record: record('ticket', 'ticket:{id}', { ids: 'ticket_' }),
    reporter: index('ticket', 'ticket:reporter:{reporterId}:{id}'),
    status: index('ticket', 'ticket:status:{status}:{id}'),
    category: index('ticket', 'ticket:category:{category}:{id}'),
    priority: index('ticket', 'ticket:priority:{priority}:{id}'),
    assigned: index('ticket', 'ticket:assigned:{adminId}:{id}'),
    counter: counter('ticket', 'counter:ticket', 'The numbers that people name tickets by.'),
  },
  review: {
    record: record('review', 'review:{id}', { ids: 'review_' }),
    property: index('review', 'review:property:{propertyId}:{id}'),
    tenant: index('review', 'review:tenant:{tenantId}:{id}'),
    once: guard('review', 'review:once:{contractId}', 'One review per contract.'),
  },
  system: {
    config: record('system-config', 'system:config'),
    stats: record('system-stats', 'system:stats'),
  },
  inbox: {
    record: operational('inbox:{updateId}', 'What arrived from Telegram, and whether it was done (architecture 5).'),
    open: operational('inbox-open:{updateId}', 'Only while it is not done; a reference to it.'),
  },
  outbox: {
    record: operational('outbox:{chatId}:{ulid}', 'A message that is not sent yet.'),
    dead: operational('outbox-dead:{chatId}:{ulid}', 'One that Telegram never takes.'),
    sent: operational('sent:{chatId}:{ref}', 'Our name for a message, to the id Telegram gave it.'),
  },
  chatMoved: operational('chat-moved:{chatId}', 'A group that became a supergroup, to its new id.'),
  faultTold: operational('fault-told:{kind}', 'When the admin group last heard of this kind of fault.'),
  recentSearches: operational(
    'search:{telegramId}',
    'The last searches of this person, which buttons of their results name.',
  ),
  flow: operational('flow:{chatId}:{telegramId}', 'A running flow of this person in this chat.'),
  telegramFile: operational('telegram-file:{name}', 'Telegram’s file id of an uploaded asset.'),
  expires: operational(
    'expires:{day}:{ofKey}',
    'A row that is kept for a while only, by the day (UTC) from which on it may go.',
  ),
  agenda: operational('agenda:{kind}:{time}:{id}', 'What must happen to this record at that time.'),
} as const;

const patternsIn = (node: object): AnyPattern[] =>
  Object.values(node).flatMap((child) => (typeof child === 'function' ? [child as AnyPattern] : patternsIn(child)));
/** Each of `keys`, in its order. */
export const keyPatterns: readonly AnyPattern[] = patternsIn(keys);

/** Every counter's key begins so; they are what an export carries beside the records. */
export const counterPrefix = 'counter:';

const isRecord = (pattern: AnyPattern): pattern is AnyRecordPattern => pattern.role === 'record';
/**
 * `getByPrefix('property:')` means the records alone: what the adapters scan for each bare entity prefix.
 * References under it are left out.
 */
export const barePrefixes: Readonly<Record<string, string>> = Object.fromEntries(
  keyPatterns
    .filter(isRecord)
    .filter(({ all, begins }) => all !== begins)
    .map(({ all, begins }) => [all, begins]),
);
