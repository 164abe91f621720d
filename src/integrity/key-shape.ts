import { type Entity, entities } from '../domain/entities.ts';
import { keys, unpart } from '../domain/keys.ts';

/** What kind of row a key stands for, told from the key alone. */
export type KeyShape =
  | { role: 'record'; entity: Entity }
  /** `record`: the only record that it may refer to. */
  | { role: 'index'; record: string }
  | { role: 'guard' }
  | { role: 'agenda'; kind: string; id: string }
  | { role: 'counter' }
  | { role: 'operational'; name: Operational; args: string[] }
  | { role: 'unknown' };

type Build = (...args: never[]) => string;
type Args = string[];
const last = (args: Args): string => args.at(-1) ?? '';
/** An index key ends with its record's id. */
const ends =
  (record: (id: string) => string) =>
  (args: Args): string =>
    record(last(args));

const recordPatterns: Record<string, string> = {
  'profile.record': 'profile',
  'profile.tenant': 'tenant-profile',
  'profile.owner': 'owner-profile',
  'profile.guest': 'guest',
  'profile.demoUser': 'demo-user',
  'profile.accountRemoval': 'account-removal',
  'ownerUpgrade.record': 'owner-upgrade',
  'property.record': 'property',
  'property.revision': 'property-revision',
  'application.record': 'application',
  'contract.record': 'contract',
  'invoice.record': 'invoice',
  'payment.record': 'payment',
  'payment.credit': 'credit',
  'wishlist.record': 'wishlist',
  'savedSearch.record': 'saved-search',
  'chat.conversation': 'conversation',
  'chat.message': 'message',
  'ticket.record': 'ticket',
  'review.record': 'review',
  'system.config': 'system-config',
  'system.stats': 'system-stats',
};

/** By the first word of the pattern's name; those that do not end with their record's id have a line of their own. */
const indexPatterns: Record<string, (args: Args) => string> = {
  'ownerUpgrade.status': ends(keys.ownerUpgrade.record),
  property: ends(keys.property.record),
  application: ends(keys.application.record),
  contract: ends(keys.contract.record),
  invoice: ends(keys.invoice.record),
  payment: ends(keys.payment.record),
  'wishlist.property': ([propertyId = '', userId = '']) => keys.wishlist.record(userId, propertyId),
  'savedSearch.city': ([, userId = '', searchId = '']) => keys.savedSearch.record(userId, searchId),
  'chat.user': ends(keys.chat.conversation),
  'chat.property': ends(keys.chat.conversation),
  'chat.messages': ends(keys.chat.message),
  ticket: ends(keys.ticket.record),
  review: ends(keys.review.record),
};

const guardPatterns: readonly string[] = [
  'profile.telegram',
  'profile.phone',
  'property.room',
  'application.open',
  'invoice.once',
  'payment.midtrans',
  'payment.open',
  'chat.once',
  'review.once',
];
const counterPatterns: readonly string[] = ['invoice.counter', 'ticket.counter'];
const operationalPatterns = [
  'inbox.record',
  'inbox.open',
  'outbox.record',
  'outbox.dead',
  'outbox.sent',
  'chatMoved',
  'faultTold',
  'recentSearches',
  'flow',
  'telegramFile',
  'expires',
] as const;
export type Operational = (typeof operationalPatterns)[number];
const isOperational = (name: string): name is Operational => (operationalPatterns as readonly string[]).includes(name);

interface Pattern {
  name: string;
  form: RegExp;
}

const marker = (i: number): string => `argument-${i}-of-a-key`;

/** Every function of `keys` as what its keys look like: asked with markers, so that there is no second list of them. */
function patternsOf(node: object, path: string[] = []): Pattern[] {
  return Object.entries(node).flatMap(([name, child]): Pattern[] => {
    const at = [...path, name];
    if (typeof child !== 'function') return patternsOf(child as object, at);
    if (/prefix$/i.test(name)) return [];
    return [{ name: at.join('.'), form: formOf(child as Build) }];
  });
}

function formOf(build: Build): RegExp {
  const markers = Array.from({ length: build.length }, (_, i) => marker(i));
  const literal = build(...(markers as never[])).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${markers.reduce((form, one) => form.replace(one, '([^:]+)'), literal)}$`);
}

const patterns = patternsOf(keys);
/** By the key's first word, so that few are tried. */
const byFirstWord = Map.groupBy(patterns, ({ form }) => firstWord(form.source.slice(1).replace(/\$$/, '')));
const entityNames = new Map(entities.map((entity) => [entity.store.name, entity]));
const agendaForm = /^agenda:([^:]+):[^:]+:([^:]+)$/;

function firstWord(text: string): string {
  return text.split(':', 1)[0] ?? '';
}

function shapeBy(name: string, args: Args, key: string): KeyShape {
  const entity = entityNames.get(recordPatterns[name] ?? '');
  if (entity) return key.startsWith(entity.prefix) ? { role: 'record', entity } : { role: 'unknown' };
  if (guardPatterns.includes(name)) return { role: 'guard' };
  if (counterPatterns.includes(name)) return { role: 'counter' };
  if (isOperational(name)) return { role: 'operational', name, args };
  const record = indexPatterns[name] ?? indexPatterns[firstPart(name)];
  return record ? { role: 'index', record: record(args) } : { role: 'unknown' };
}
const firstPart = (name: string): string => name.split('.', 1)[0] ?? '';

/** What this key is, by the patterns of `keys.ts`. */
export function shapeOf(key: string): KeyShape {
  const agenda = agendaForm.exec(key);
  if (agenda) return { role: 'agenda', kind: unpart(agenda[1] ?? ''), id: unpart(agenda[2] ?? '') };
  for (const { name, form } of byFirstWord.get(firstWord(key)) ?? []) {
    const found = form.exec(key);
    if (found) return shapeBy(name, found.slice(1).map(unpart), key);
  }
  return { role: 'unknown' };
}

/** The entity of a record's key, or null. */
export function entityOf(key: string): Entity | null {
  const shape = shapeOf(key);
  return shape.role === 'record' ? shape.entity : null;
}

export const entityNamed = (name: string): Entity => {
  const entity = entityNames.get(name);
  if (!entity) throw new Error(`no entity is called ${name}`);
  return entity;
};
