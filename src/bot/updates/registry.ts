import {
  type CallbackHandler,
  type CommandHandler,
  type Feature,
  type LinkHandler,
  type MessageSlot,
  messageSlots,
  type TakeMessage,
} from '../feature.ts';
import type { AnyFlow } from '../flow/flow.ts';
import type { OutboxViews } from '../ui/outbox-view.ts';

/** A handler with the feature that it belongs to. */
export interface Owned<T> {
  feature: string;
  handler: T;
}

/** Everything that features declare, found by what arrives. */
export interface Registry {
  features: readonly Feature[];
  callbacks: ReadonlyMap<string, Owned<CallbackHandler>>;
  /** By `where` and name. */
  commands: ReadonlyMap<string, Owned<CommandHandler>>;
  links: readonly Owned<LinkHandler>[];
  messages: Readonly<Record<MessageSlot, readonly Owned<TakeMessage>[]>>;
  flows: ReadonlyMap<string, AnyFlow>;
  events: Partial<OutboxViews>;
}

/** Slots where whoever relayed a message knows it again, so that several features may look. */
const shared: readonly MessageSlot[] = ['reply'];

class Claims<T> {
  readonly by = new Map<string, Owned<T>>();
  readonly #what: string;
  constructor(what: string) {
    this.#what = what;
  }
  add(name: string, feature: string, handler: T): void {
    const other = this.by.get(name);
    if (other) throw new Error(`the ${this.#what} ${name} is claimed by ${other.feature} and by ${feature}`);
    this.by.set(name, { feature, handler });
  }
}

/** Throws an Error with both names when two features claim the same callback, command, link, flow, event or message. */
export function createRegistry(features: readonly Feature[]): Registry {
  const names = new Claims<Feature>('name');
  const callbacks = new Claims<CallbackHandler>('callback');
  const commands = new Claims<CommandHandler>('command');
  const links = new Claims<LinkHandler>('link');
  const flows = new Claims<AnyFlow>('flow');
  const events = new Claims<unknown>('event');
  const slots = new Claims<TakeMessage>('message slot');
  const messages: Record<MessageSlot, Owned<TakeMessage>[]> = {
    reply: [],
    conversation: [],
    proof: [],
    'ended-conversation': [],
    search: [],
    greeting: [],
  };
  for (const feature of features) {
    const { name } = feature;
    names.add(name, name, feature);
    for (const handler of feature.callbacks ?? []) callbacks.add(handler.name, name, handler);
    for (const handler of feature.commands ?? []) {
      for (const command of handler.names) commands.add(`${handler.where} ${command}`, name, handler);
    }
    for (const handler of feature.links ?? []) links.add(handler.prefix, name, handler);
    for (const flow of feature.flows ?? []) flows.add(flow.name, name, flow);
    for (const event of Object.keys(feature.events ?? {})) events.add(event, name, null);
    for (const slot of messageSlots) {
      const handler = feature.messages?.[slot];
      if (!handler) continue;
      if (!shared.includes(slot)) slots.add(slot, name, handler);
      messages[slot].push({ feature: name, handler });
    }
  }
  return {
    features,
    callbacks: callbacks.by,
    commands: commands.by,
    links: [...links.by.values()],
    messages,
    flows: new Map([...flows.by].map(([name, { handler }]) => [name, handler])),
    events: Object.assign({}, ...features.map((feature) => feature.events ?? {})),
  };
}
