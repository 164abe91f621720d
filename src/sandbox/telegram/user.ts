import { randomInt } from 'node:crypto';
import type { Message, MessageEntity } from 'grammy/types';
import { imageSize } from './files.ts';
import { commandsFor } from './methods/bot.ts';
import { createPressing, type Presses } from './pressing.ts';
import { createVoice, idOf, type Place, split } from './voice.ts';
import { type Account, type ChatState, chatJson, deliver, newChat, userJson, type World } from './world.ts';

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

export interface SandboxUser {
  readonly id: number;
  readonly account: Account;
  /** The private chat with the bot. */
  readonly chat: ChatState;
  /** More than 4,096 characters go as several messages, as Telegram's apps do; the last one is returned. */
  sends(text: string, place?: Place & { entities?: MessageEntity[] }): Message;
  /** Opens `t.me/<bot>?start=<payload>`, or presses Start. */
  start(payload?: string): Message;
  presses: Presses;
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

/** A person with a Telegram account, acting on the same chats that the bot sees. */
export function createUser(world: World, options: UserOptions): SandboxUser {
  const known = world.restored.delete(options.id) ? world.chats.get(options.id) : undefined;
  const language = known && world.accounts.get(options.id)?.language_code;
  const account: Account = {
    id: options.id,
    is_bot: options.isBot ?? false,
    first_name: options.name,
    ...(options.lastName === undefined ? {} : { last_name: options.lastName }),
    ...(options.username === undefined ? {} : { username: options.username }),
    language_code: language ?? options.language ?? 'id',
    phone: options.phone ?? `+62812${String(options.id).slice(-8).padStart(8, '0')}`,
  };
  world.accounts.set(account.id, account);
  const own = known ?? newChat(world, { id: account.id, type: 'private', title: '', isForum: false });

  const voice = createVoice(world, account, own);

  return {
    id: account.id,
    account,
    chat: own,
    sends(text, place) {
      const parts = split(text);
      const messages = parts.map((part) =>
        voice.say(voice.text(part, parts.length === 1 ? place?.entities : undefined), place),
      );
      return messages.at(-1) as Message;
    },
    start: (payload) => voice.say(voice.text(payload === undefined || payload === '' ? '/start' : `/start ${payload}`)),
    presses: createPressing(world, account, voice),
    sharesContact: (about) => voice.contact(about),
    sendsPhoto(bytes, options) {
      if (!imageSize(bytes)) throw new Error('not a picture');
      return voice.say(
        { ...voice.file('photo', bytes, 'photo.jpg', 'image/jpeg'), ...voice.caption(options?.caption) },
        options,
      );
    },
    sendsDocument: (bytes, options) =>
      voice.say(
        {
          ...voice.file('document', bytes, options?.name ?? 'berkas.pdf', options?.mimeType ?? 'application/pdf'),
          ...voice.caption(options?.caption),
        },
        options,
      ),
    sendsAlbum(photos, options) {
      const group = { media_group_id: String(13_700_000_000_000_000 + randomInt(2 ** 47)) };
      return photos.map((bytes, index) =>
        voice.say(
          {
            ...group,
            ...voice.file('photo', bytes, 'photo.jpg', 'image/jpeg'),
            ...(index === 0 ? voice.caption(options?.caption) : {}),
          },
          options,
        ),
      );
    },
    sendsSticker: (place) =>
      voice.say(voice.file('sticker', Buffer.from('sticker'), 'sticker.webp', 'image/webp'), place),
    sendsVoice: (place) => voice.say(voice.file('voice', Buffer.from('voice'), 'voice.ogg', 'audio/ogg'), place),
    sendsVideo: (place) =>
      voice.say(
        { ...voice.file('video', Buffer.from('video'), 'video.mp4', 'video/mp4'), ...voice.caption(place?.caption) },
        place,
      ),
    sendsLocation: (latitude, longitude, place) => voice.say({ location: { latitude, longitude } }, place),
    edits: (message, text, place) => voice.edit(idOf(message), text, place),
    replies: (message, text, place) => voice.say(voice.text(text), { ...place, replyTo: message }),
    reacts(message, emoji, place) {
      const chat = voice.chatOf(place);
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
      const chat = voice.chatOf(place);
      chat.messages.delete(idOf(message));
      world.changes.emit('change', { kind: 'delete', chatId: chat.id, messageId: idOf(message) });
    },
    blocks: voice.block,
    unblocks: voice.unblock,
    setLanguage(language) {
      account.language_code = language;
      world.changes.emit('change', { kind: 'chat', chatId: own.id });
    },
    commands(place) {
      const chat = voice.chatOf(place ? { chat: place } : undefined);
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
