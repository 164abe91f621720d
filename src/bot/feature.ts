import type { Composer } from 'grammy';
import type { Profile } from '../domain/profile/profile.ts';
import type { BotContext, Translate } from './context.ts';
import type { AnyFlow } from './flow/flow.ts';
import type { CallbackDefinition, Fields, Values } from './ui/callback.ts';
import type { InlineButton } from './ui/keyboard.ts';
import type { OutboxViews } from './ui/outbox-view.ts';

/**
 * Who may press or type it. `known` has a name, `tenant` also a phone: who lacks it is registered first, and then the
 * very tap or command goes on. Owners and admins are made elsewhere: others are told that it is not for them.
 */
export type Requirement = 'guest' | 'known' | 'tenant' | 'owner' | 'admin';

/** What a press does. */
export interface Read {
  act(ctx: BotContext): Promise<void> | void;
  /** Looks, before anybody is registered for it, whether there is any point; false: it has said why not. */
  first?(ctx: BotContext): Promise<boolean>;
}

export interface CallbackHandler {
  /** The callback's. */
  name: string;
  requires: Requirement;
  /** Null for data that its schema refuses. */
  read(data: string): Read | null;
}

export interface CommandHandler {
  /** The first is published to everybody, the second, where there is one, to those whose Telegram is English. */
  names: readonly [string, ...string[]];
  /** Where it means something; elsewhere it is an unknown command. */
  where: 'private' | 'group';
  requires: Requirement;
  /** In Telegram's menu of commands: `<feature>-command-<first name>` says what it does. `setup`: until there is an admin group. */
  published?: boolean | 'setup';
  /** It answers and leaves a running flow where it is. */
  aside?: boolean;
  /** `words`: what was typed behind it, trimmed. */
  handle(ctx: BotContext, words: string): Promise<void> | void;
}

/** `t.me/<bot>?start=<prefix><id>`: up to 60 letters, digits, `_` and `-`. What no feature takes opens the menu. */
export interface LinkHandler {
  prefix: string;
  requires: Requirement;
  handle(ctx: BotContext, id: string): Promise<void> | void;
}

/**
 * What a message may mean beside a command and a running flow's answer, in the order in which it is asked
 * (updates/message-order.ts). Each has one feature, but replies: whoever relayed the message knows it again.
 */
export const messageSlots = ['reply', 'conversation', 'proof', 'ended-conversation', 'search', 'greeting'] as const;
export type MessageSlot = (typeof messageSlots)[number];
/** False: it means something else, and has said nothing. */
export type TakeMessage = (ctx: BotContext) => Promise<boolean> | boolean;

export interface MenuEntry {
  /** Entries of one row stand side by side; rows from the smallest number on. */
  row: number;
  /** Who sees it; default everybody. */
  shown?(profile: Profile | null): boolean;
  button(t: Translate, profile: Profile | null): InlineButton;
}

/** All that one feature does in the bot. Listed once, in features.ts; nothing else registers anything. */
export interface Feature {
  /** Its folder, its locale files, the prefix of its events: one word everywhere. */
  name: string;
  callbacks?: readonly CallbackHandler[];
  commands?: readonly CommandHandler[];
  links?: readonly LinkHandler[];
  messages?: Partial<Readonly<Record<MessageSlot, TakeMessage>>>;
  flows?: readonly AnyFlow[];
  /** What people are told without having asked, as things stand when it is delivered. */
  events?: Partial<OutboxViews>;
  menu?: readonly MenuEntry[];
  /** For what has no declaration of its own; asked last. */
  composer?: Composer<BotContext>;
}

type Options = { requires?: Requirement };

/** What happens when a button is pressed. The spinner is always ended by the runner, with or without a toast. */
export function onCallback<F extends Fields>(
  definition: CallbackDefinition<F>,
  handle: (ctx: BotContext, values: Values<F>) => Promise<void> | void,
  { requires = 'guest', first }: Options & { first?: (ctx: BotContext, values: Values<F>) => Promise<boolean> } = {},
): CallbackHandler {
  const read: CallbackHandler['read'] = (data) => {
    const values = definition.match(data);
    if (!values) return null;
    return { act: (ctx) => handle(ctx, values), ...(first ? { first: (ctx) => first(ctx, values) } : {}) };
  };
  return { name: definition.name, requires, read };
}

type CommandOptions = Options & Pick<Partial<CommandHandler>, 'where' | 'published' | 'aside'>;

/** `/cari`, `/search`: what happens when one of the names is typed, in any case of letters. */
export const onCommand = (
  names: CommandHandler['names'],
  handle: CommandHandler['handle'],
  { requires = 'guest', where = 'private', ...options }: CommandOptions = {},
): CommandHandler => ({ names, handle, requires, where, ...options });

/** What happens when somebody opens a link to one thing: `onLink('p_', (ctx, propertyId) => …)`. */
export const onLink = (
  prefix: string,
  handle: LinkHandler['handle'],
  { requires = 'guest' }: Options = {},
): LinkHandler => ({ prefix, handle, requires });
