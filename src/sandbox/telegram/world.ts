import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Chat, ForceReply, Message, ReplyKeyboardMarkup, User } from 'grammy/types';
import type { Clock } from '../../domain/ports.ts';
import { createFileStore, type FileStore } from './files.ts';
import type { RateLimiter } from './rate.ts';
import type { UpdateBody, UpdateQueue } from './updates.ts';

export interface Account {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  /** E.164 with `+`; what the contact button sends. */
  phone?: string;
}

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';
export interface Member {
  status: MemberStatus;
  /** An administrator who writes as the group. */
  anonymous?: boolean;
  title?: string;
  /** Rights of an administrator; all that are missing count as granted. */
  denied?: string[];
}

export interface Topic {
  id: number;
  name: string;
  color: number;
  closed: boolean;
  createdByBot: boolean;
}

/** What `reply_markup` a message was sent with; anything but none and inline makes it uneditable. */
export type MarkupKind = 'none' | 'inline' | 'reply' | 'remove' | 'force';

export interface Stored {
  message: Message;
  markup: MarkupKind;
  /** By who set them: user id → emoji. */
  reactions: Map<number, string[]>;
  /** A service message, or protected: not copied, not forwarded. */
  service: boolean;
  /** When it was sent, ms of business time. */
  sentAt: number;
}

export interface ChatState {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title: string;
  isForum: boolean;
  /** Newest last. */
  messages: Map<number, Stored>;
  nextMessageId: number;
  members: Map<number, Member>;
  topics: Map<number, Topic>;
  pinned: number[];
  /** Private chats: the person has pressed Start. */
  started: boolean;
  /** Private chats: the person has blocked the bot. */
  blocked: boolean;
  deactivated: boolean;
  migratedTo: number | null;
  replyKeyboard: { keyboard: ReplyKeyboardMarkup; messageId: number } | null;
  forceReply: ForceReply | null;
  instance: string;
}

export interface Press {
  id: string;
  userId: number;
  chatId: number;
  messageId: number;
  data: string;
  /** Business time, ms. */
  at: number;
  answer: { text: string; alert: boolean; url: string } | null;
}

/** How long a press can be answered, ms of business time. */
export const callbackLife = 150_000;

/** Something that a watcher of the chats (page, test) may want to see at once. */
export type Change =
  | { kind: 'message' | 'edit'; chatId: number; messageId: number }
  | { kind: 'delete'; chatId: number; messageId: number }
  | { kind: 'chat'; chatId: number }
  | { kind: 'action'; chatId: number; action: string }
  | { kind: 'press'; press: Press }
  | { kind: 'answer'; press: Press }
  | { kind: 'call'; method: string; ok: boolean };

export interface World {
  token: string;
  me: User;
  clock: Clock;
  updates: UpdateQueue;
  rate: RateLimiter;
  files: FileStore;
  accounts: Map<number, Account>;
  chats: Map<number, ChatState>;
  /** Chats of before a restart: who is said to be there again goes on with theirs. */
  restored: Set<number>;
  /** Users that the bot has met: only these have a chat for it. */
  met: Set<number>;
  presses: Map<string, Press>;
  commands: Map<string, { command: string; description: string }[]>;
  profile: Map<string, string>;
  menuButtons: Map<number | 'default', object>;
  violations: string[];
  changes: EventEmitter<{ change: [Change] }>;
  historyLimit: number;
  firstMessageId: number;
}

export interface WorldOptions {
  token: string;
  clock: Clock;
  updates: UpdateQueue;
  rate: RateLimiter;
  username: string;
  name: string;
  historyLimit: number;
  maxFileBytes: number;
  firstMessageId: number;
}

export function createWorld(options: WorldOptions): World {
  const changes = new EventEmitter<{ change: [Change] }>();
  changes.setMaxListeners(0);
  const me = {
    id: Number.parseInt(options.token, 10),
    is_bot: true,
    first_name: options.name,
    username: options.username,
  };
  const accounts = new Map<number, Account>([[me.id, me]]);
  return {
    token: options.token,
    me,
    clock: options.clock,
    updates: options.updates,
    rate: options.rate,
    files: createFileStore(options.maxFileBytes),
    accounts,
    chats: new Map(),
    restored: new Set(),
    met: new Set(),
    presses: new Map(),
    commands: new Map(),
    profile: new Map(),
    menuButtons: new Map(),
    violations: [],
    changes,
    historyLimit: options.historyLimit,
    firstMessageId: options.firstMessageId,
  };
}

export const seconds = (world: World): number => Math.floor(world.clock.now() / 1000);

export function newChat(world: World, about: Pick<ChatState, 'id' | 'type' | 'title' | 'isForum'>): ChatState {
  const chat: ChatState = {
    ...about,
    messages: new Map(),
    // In a supergroup 1 is its own creation, and so the number of the General topic.
    nextMessageId: about.type === 'supergroup' ? Math.max(2, world.firstMessageId) : world.firstMessageId,
    members: new Map(),
    topics: new Map(),
    pinned: [],
    started: false,
    blocked: false,
    deactivated: false,
    migratedTo: null,
    replyKeyboard: null,
    forceReply: null,
    instance: randomBytes(8).readBigInt64BE().toString(),
  };
  world.chats.set(chat.id, chat);
  return chat;
}

/** A user as updates carry it (no phone). */
export function userJson(account: Account): User {
  const { phone: _, ...user } = account;
  return user;
}

export function chatJson(world: World, chat: ChatState): Chat {
  if (chat.type === 'group') return { id: chat.id, title: chat.title, type: 'group' };
  if (chat.type === 'supergroup') {
    return { id: chat.id, title: chat.title, type: 'supergroup', ...(chat.isForum ? { is_forum: true as const } : {}) };
  }
  const person = world.accounts.get(chat.id);
  return {
    id: chat.id,
    type: 'private',
    first_name: person?.first_name ?? '',
    ...(person?.last_name === undefined ? {} : { last_name: person.last_name }),
    ...(person?.username === undefined ? {} : { username: person.username }),
  };
}

export interface Post {
  /** The sender; the group itself for an anonymous administrator. */
  from: User;
  senderChat?: Chat;
  /** Everything of the message but ids, sender, chat and date. */
  content: Partial<Message>;
  markup?: MarkupKind;
  service?: boolean;
  thread?: Topic | undefined;
  replyTo?: Stored | undefined;
}

/** Adds a message to a chat, oldest ones leaving beyond the history limit, and tells the watchers. */
export function post(world: World, chat: ChatState, { from, senderChat, content, ...options }: Post): Stored {
  const id = chat.nextMessageId;
  chat.nextMessageId += 1;
  const thread = options.thread;
  const head = options.replyTo ?? (thread ? chat.messages.get(thread.id) : undefined);
  const message = {
    message_id: id,
    ...(thread ? { message_thread_id: thread.id, is_topic_message: true } : {}),
    from,
    ...(senderChat ? { sender_chat: senderChat } : {}),
    chat: chatJson(world, chat),
    date: seconds(world),
    ...(head ? { reply_to_message: withoutReply(head.message) } : {}),
    ...content,
  } as Message;
  const stored: Stored = {
    message,
    markup: options.markup ?? 'none',
    reactions: new Map(),
    service: options.service ?? false,
    sentAt: world.clock.now(),
  };
  chat.messages.set(id, stored);
  if (chat.messages.size > world.historyLimit) {
    for (const oldest of chat.messages.keys()) {
      chat.messages.delete(oldest);
      break;
    }
  }
  world.changes.emit('change', { kind: 'message', chatId: chat.id, messageId: id });
  return stored;
}

/** Telegram nests replies one level deep. */
function withoutReply(message: Message): Message {
  if (!message.reply_to_message) return message;
  const { reply_to_message: _, ...rest } = message;
  return rest as Message;
}

export function deliver(world: World, chat: ChatState, body: UpdateBody): void {
  world.updates.push(body, `chat:${chat.id}`);
}

/** A service message that the bot caused; Telegram delivers these to the bot itself too. */
export function postService(
  world: World,
  chat: ChatState,
  from: User,
  content: Partial<Message>,
  thread?: Topic,
): Stored {
  const stored = post(world, chat, { from, content, service: true, thread });
  deliver(world, chat, { message: stored.message });
  return stored;
}

/** Whether an administrator (the bot included) has this right in a group. */
export function hasRight(chat: ChatState, userId: number, right: string): boolean {
  const member = chat.members.get(userId);
  if (member?.status === 'creator') return true;
  return member?.status === 'administrator' && !(member.denied ?? []).includes(right);
}
