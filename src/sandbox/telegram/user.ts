import { randomInt } from 'node:crypto';
import type { InlineKeyboardButton, KeyboardButton, Message, MessageEntity, User } from 'grammy/types';
import { imageSize, type StoredFile } from './files.ts';
import { mediaContent } from './media.ts';
import { commandsFor } from './methods/bot.ts';
import { textLimit, tidy } from './text.ts';
import {
  type Account,
  type ChatState,
  chatJson,
  deliver,
  newChat,
  post,
  type Stored,
  userJson,
  type World,
} from './world.ts';

export interface UserOptions {
  id: number;
  /** First name. */
  name: string;
  lastName?: string;
  username?: string;
  /** Telegram's interface language, `id` or `en`. */
  language?: string;
  /** Own number in E.164; one is made up from the id. */
  phone?: string;
  isBot?: boolean;
}

/** Where something is sent: the private chat with the bot unless said otherwise. */
export interface Place {
  chat?: { id: number };
  /** Forum topic. */
  thread?: number;
  replyTo?: Message | number;
}

export type PressResult =
  /** The bot gets a callback query; `id` is what it has to answer. */
  | { kind: 'callback'; id: string }
  /** Copied to the clipboard, opened, or inert: the bot hears nothing of these. */
  | { kind: 'copied'; text: string }
  | { kind: 'url'; url: string }
  | { kind: 'disabled' }
  /** A button of the reply keyboard: its text, contact or location was sent. */
  | { kind: 'sent'; message: Message };

export interface SandboxUser {
  readonly id: number;
  readonly account: Account;
  /** The private chat with the bot. */
  readonly chat: ChatState;
  /** More than 4,096 characters go as several messages, as Telegram's apps do; the last one is returned. */
  sends(text: string, place?: Place & { entities?: MessageEntity[] }): Message;
  /** Opens `t.me/<bot>?start=<payload>`, or presses Start. */
  start(payload?: string): Message;
  /** Presses a button by its label or its data: of the given message, else the newest that has it, else of the reply keyboard. */
  presses(button: string | { data: string }, where?: Place & { message?: Message | number }): PressResult;
  /** The own contact as the contact button sends it; another's with `phone` and `own: false`. */
  sharesContact(contact?: { own?: boolean; phone?: string; name?: string }): Message;
  sendsPhoto(bytes: Uint8Array, options?: Place & { caption?: string }): Message;
  sendsDocument(bytes: Uint8Array, options?: Place & { name?: string; mimeType?: string; caption?: string }): Message;
  sendsAlbum(photos: Uint8Array[], options?: Place & { caption?: string }): Message[];
  sendsSticker(place?: Place): Message;
  sendsVoice(place?: Place): Message;
  sendsVideo(place?: Place & { caption?: string }): Message;
  sendsLocation(latitude: number, longitude: number, place?: Place): Message;
  edits(message: Message | number, text: string, place?: Place): Message;
  replies(message: Message | number, text: string, place?: Place): Message;
  reacts(message: Message | number, emoji: string | null, place?: Place): void;
  /** Deletes for both sides; Telegram tells the bot nothing. */
  deletes(message: Message | number, place?: Place): void;
  blocks(): void;
  unblocks(): void;
  setLanguage(language: string): void;
  /** The command menu of a chat, as this person sees it. */
  commands(chat?: { id: number }): { command: string; description: string }[];
}

const anonymousAdmin: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
const idOf = (message: Message | number): number => (typeof message === 'number' ? message : message.message_id);

/** A person with a Telegram account, acting on the same chats that the bot sees. */
export function createUser(world: World, options: UserOptions): SandboxUser {
  const account: Account = {
    id: options.id,
    is_bot: options.isBot ?? false,
    first_name: options.name,
    ...(options.lastName === undefined ? {} : { last_name: options.lastName }),
    ...(options.username === undefined ? {} : { username: options.username }),
    language_code: options.language ?? 'id',
    phone: options.phone ?? `+62812${String(options.id).slice(-8).padStart(8, '0')}`,
  };
  world.accounts.set(account.id, account);
  const own = newChat(world, { id: account.id, type: 'private', title: '', isForum: false });

  const chatOf = (place?: Place): ChatState => {
    const chat = place?.chat ? world.chats.get(place.chat.id) : own;
    if (!chat) throw new Error(`the sandbox has no chat ${place?.chat?.id}`);
    return chat;
  };

  const isMember = (chat: ChatState): boolean => {
    const status = chat.members.get(account.id)?.status;
    return chat.type === 'private' || (status !== undefined && status !== 'left' && status !== 'kicked');
  };

  /** Posts it and tells the bot, as far as Telegram would. */
  const say = (content: Partial<Message>, place?: Place): Message => {
    const chat = chatOf(place);
    if (!isMember(chat)) throw new Error(`${account.first_name} is not in the chat ${chat.title}`);
    if (chat.type === 'private') {
      if (chat.blocked) unblock();
      chat.started = true;
    }
    world.met.add(account.id);
    const replyTo = place?.replyTo === undefined ? undefined : chat.messages.get(idOf(place.replyTo));
    const threadId = place?.thread ?? replyTo?.message.message_thread_id;
    const thread = threadId === undefined ? undefined : chat.topics.get(threadId);
    const anonymous = chat.members.get(account.id)?.anonymous === true;
    const stored = post(world, chat, {
      from: anonymous ? anonymousAdmin : userJson(account),
      ...(anonymous ? { senderChat: chatJson(world, chat) } : {}),
      content,
      thread,
      replyTo,
    });
    if (botHears(world, chat, stored)) deliver(world, chat, { message: stored.message });
    return stored.message;
  };

  const formatted = (text: string, entities: MessageEntity[] = []): { text: string; entities: MessageEntity[] } => {
    const result = tidy({ text, entities });
    if (result.text === '') throw new Error('Telegram sends no empty messages');
    return result;
  };
  const textPart = (text: string, entities?: MessageEntity[]): Partial<Message> => {
    const result = formatted(text, entities);
    return { text: result.text, ...(result.entities.length > 0 ? { entities: result.entities } : {}) };
  };
  const captionPart = (caption?: string): Partial<Message> => {
    if (caption === undefined || caption === '') return {};
    const result = formatted(caption);
    return { caption: result.text, ...(result.entities.length > 0 ? { caption_entities: result.entities } : {}) };
  };
  const store = (kind: StoredFile['kind'], bytes: Uint8Array, fileName: string, mimeType: string): Partial<Message> =>
    mediaContent(world.files.add(kind, bytes, { fileName, mimeType }));

  const myChatMember = (before: string, after: string): void => {
    const member = (status: string) =>
      status === 'kicked' ? { status, user: world.me, until_date: 0 } : { status, user: world.me };
    deliver(world, own, {
      my_chat_member: {
        chat: chatJson(world, own),
        from: userJson(account),
        date: Math.floor(world.clock.now() / 1000),
        old_chat_member: member(before),
        new_chat_member: member(after),
      },
    });
    world.changes.emit('change', { kind: 'chat', chatId: own.id });
  };
  const unblock = (): void => {
    if (!own.blocked) return;
    own.blocked = false;
    myChatMember('kicked', 'member');
  };

  const contact = (about: { own?: boolean; phone?: string; name?: string } = {}, place?: Place): Message => {
    const isOwn = about.own ?? about.phone === undefined;
    // Telegram gives contacts' numbers without the plus.
    const number = (about.phone ?? account.phone ?? '').replace(/^\+/, '');
    const other = [...world.accounts.values()].find(
      (person) => person.phone === `+${number}` && person.id !== account.id,
    );
    const userId = isOwn ? account.id : other?.id;
    return say(
      {
        contact: {
          phone_number: number,
          first_name: about.name ?? (isOwn ? account.first_name : (other?.first_name ?? 'Kontak')),
          ...(userId === undefined ? {} : { user_id: userId }),
        },
      },
      place,
    );
  };

  const pressReply = (button: KeyboardButton, place?: Place): PressResult => {
    const chat = chatOf(place);
    const keyboard = chat.replyKeyboard?.keyboard;
    if (keyboard?.one_time_keyboard) chat.replyKeyboard = null;
    const about = typeof button === 'string' ? { text: button } : button;
    if ('request_contact' in about && about.request_contact) return { kind: 'sent', message: contact({}, place) };
    if ('request_location' in about && about.request_location) {
      return { kind: 'sent', message: say({ location: { latitude: -6.5607, longitude: 106.7265 } }, place) };
    }
    return { kind: 'sent', message: say(textPart(about.text), place) };
  };

  const pressInline = (chat: ChatState, button: InlineKeyboardButton, message: Message): PressResult => {
    if ('copy_text' in button) return { kind: 'copied', text: button.copy_text.text };
    if ('url' in button && typeof button.url === 'string') return { kind: 'url', url: button.url };
    if (!('callback_data' in button)) return { kind: 'disabled' };
    return callback(chat, message, button.callback_data);
  };

  const callback = (chat: ChatState, message: Message, data: string): PressResult => {
    const id = `${account.id}${String(randomInt(1e9)).padStart(9, '0')}${String(randomInt(1e6)).padStart(6, '0')}`;
    world.presses.set(id, {
      id,
      userId: account.id,
      chatId: chat.id,
      messageId: message.message_id,
      data,
      at: world.clock.now(),
      answer: null,
    });
    if (world.presses.size > 10_000) {
      for (const oldest of world.presses.keys()) {
        world.presses.delete(oldest);
        break;
      }
    }
    const current = chat.messages.get(message.message_id)?.message;
    world.updates.push(
      {
        callback_query: {
          id,
          from: userJson(account),
          message: current ?? { message_id: message.message_id, chat: chatJson(world, chat), date: 0 },
          chat_instance: chat.instance,
          data,
        },
      },
      `press:${account.id}`,
    );
    return { kind: 'callback', id };
  };

  const editText = (id: number, words: string, place?: Place): Message => {
    const chat = chatOf(place);
    const stored = chat.messages.get(id);
    if (!stored || stored.message.from?.id !== account.id)
      throw new Error(`message ${id} is not ${account.first_name}'s`);
    const isCaption = stored.message.text === undefined;
    const part = isCaption ? captionPart(words) : textPart(words);
    const kept = { ...stored.message } as Record<string, unknown>;
    delete kept[isCaption ? 'caption_entities' : 'entities'];
    stored.message = { ...kept, ...part, edit_date: Math.floor(world.clock.now() / 1000) } as Message;
    world.changes.emit('change', { kind: 'edit', chatId: chat.id, messageId: id });
    if (botHears(world, chat, stored)) deliver(world, chat, { edited_message: stored.message });
    return stored.message;
  };

  return {
    id: account.id,
    account,
    chat: own,
    sends(text, place) {
      const parts = split(text);
      const messages = parts.map((part) =>
        say(textPart(part, parts.length === 1 ? place?.entities : undefined), place),
      );
      return messages.at(-1) as Message;
    },
    start: (payload) => say(textPart(payload === undefined || payload === '' ? '/start' : `/start ${payload}`)),
    presses(button, where) {
      const chat = chatOf(where);
      if (where?.message !== undefined && typeof button !== 'string') {
        // Clients may send data that the keyboard no longer has: so does a forger.
        const id = idOf(where.message);
        const message = chat.messages.get(id)?.message ?? ({ message_id: id } as Message);
        return callback(chat, message, button.data);
      }
      const wanted = where?.message === undefined ? undefined : idOf(where.message);
      const found = findInline(chat, button, wanted);
      if (found) return pressInline(chat, found.button, found.message);
      const key = typeof button === 'string' ? findReplyButton(chat, button) : undefined;
      if (key !== undefined) return pressReply(key, where);
      throw new Error(`no button ${typeof button === 'string' ? `"${button}"` : JSON.stringify(button)} in the chat`);
    },
    sharesContact: (about) => contact(about),
    sendsPhoto(bytes, options) {
      if (!imageSize(bytes)) throw new Error('not a picture');
      return say({ ...store('photo', bytes, 'photo.jpg', 'image/jpeg'), ...captionPart(options?.caption) }, options);
    },
    sendsDocument: (bytes, options) =>
      say(
        {
          ...store('document', bytes, options?.name ?? 'berkas.pdf', options?.mimeType ?? 'application/pdf'),
          ...captionPart(options?.caption),
        },
        options,
      ),
    sendsAlbum(photos, options) {
      const group = { media_group_id: String(13_700_000_000_000_000 + randomInt(2 ** 47)) };
      return photos.map((bytes, index) =>
        say(
          {
            ...group,
            ...store('photo', bytes, 'photo.jpg', 'image/jpeg'),
            ...(index === 0 ? captionPart(options?.caption) : {}),
          },
          options,
        ),
      );
    },
    sendsSticker: (place) => say(store('sticker', Buffer.from('sticker'), 'sticker.webp', 'image/webp'), place),
    sendsVoice: (place) => say(store('voice', Buffer.from('voice'), 'voice.ogg', 'audio/ogg'), place),
    sendsVideo: (place) =>
      say({ ...store('video', Buffer.from('video'), 'video.mp4', 'video/mp4'), ...captionPart(place?.caption) }, place),
    sendsLocation: (latitude, longitude, place) => say({ location: { latitude, longitude } }, place),
    edits: (message, text, place) => editText(idOf(message), text, place),
    replies: (message, text, place) => say(textPart(text), { ...place, replyTo: message }),
    reacts(message, emoji, place) {
      const chat = chatOf(place);
      const stored = chat.messages.get(idOf(message));
      if (!stored) throw new Error('no such message');
      const list = (values: string[]) => values.map((value) => ({ type: 'emoji', emoji: value }));
      const before = stored.reactions.get(account.id) ?? [];
      const after = emoji === null ? [] : [emoji];
      stored.reactions.set(account.id, after);
      world.changes.emit('change', { kind: 'edit', chatId: chat.id, messageId: idOf(message) });
      deliver(world, chat, {
        message_reaction: {
          chat: chatJson(world, chat),
          message_id: idOf(message),
          user: userJson(account),
          date: Math.floor(world.clock.now() / 1000),
          old_reaction: list(before),
          new_reaction: list(after),
        },
      });
    },
    deletes(message, place) {
      const chat = chatOf(place);
      chat.messages.delete(idOf(message));
      world.changes.emit('change', { kind: 'delete', chatId: chat.id, messageId: idOf(message) });
    },
    blocks() {
      if (own.blocked) return;
      own.blocked = true;
      myChatMember('member', 'kicked');
    },
    unblocks: unblock,
    setLanguage(language) {
      account.language_code = language;
    },
    commands(place) {
      const chat = chatOf(place ? { chat: place } : undefined);
      const status = chat.members.get(account.id)?.status;
      return commandsFor(world, {
        chatId: chat.id,
        isPrivate: chat.type === 'private',
        isAdmin: status === 'creator' || status === 'administrator',
        userId: account.id,
        language: account.language_code ?? '',
      });
    },
  };
}

function split(text: string): string[] {
  if (text.length <= textLimit) return [text];
  const letters = [...text];
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at += textLimit) parts.push(letters.slice(at, at + textLimit).join(''));
  return parts.filter((part) => part.trim() !== '');
}

/** Privacy mode: a bot that is no administrator hears commands, replies to itself and service messages only. */
function botHears(world: World, chat: ChatState, { message }: Stored): boolean {
  if (chat.type === 'private') return !chat.blocked;
  const status = chat.members.get(world.me.id)?.status;
  if (status === 'administrator' || status === 'creator') return true;
  if (status !== 'member') return false;
  const text = message.text ?? '';
  const addressed = /^\/\w+(@(\w+))?/.exec(text);
  if (addressed) return addressed[2] === undefined || addressed[2].toLowerCase() === world.me.username?.toLowerCase();
  return message.reply_to_message?.from?.id === world.me.id || text.includes(`@${world.me.username}`);
}

function findInline(
  chat: ChatState,
  wanted: string | { data: string },
  messageId: number | undefined,
): { button: InlineKeyboardButton; message: Message } | undefined {
  const messages = [...chat.messages.values()].reverse();
  for (const { message } of messages) {
    if (messageId !== undefined && message.message_id !== messageId) continue;
    for (const button of message.reply_markup?.inline_keyboard.flat() ?? []) {
      const matches =
        typeof wanted === 'string'
          ? button.text === wanted
          : 'callback_data' in button && button.callback_data === wanted.data;
      if (matches) return { button, message };
    }
  }
  return undefined;
}

function findReplyButton(chat: ChatState, label: string): KeyboardButton | undefined {
  const buttons = chat.replyKeyboard?.keyboard.keyboard.flat() ?? [];
  return buttons.find((button) => (typeof button === 'string' ? button : button.text) === label);
}
