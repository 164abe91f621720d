import type { Message, MessageEntity, User } from 'grammy/types';
import type { StoredFile } from './files.ts';
import { mediaContent } from './media.ts';
import { textLimit, tidy } from './text.ts';
import { type Account, type ChatState, chatJson, deliver, post, type Stored, userJson, type World } from './world.ts';

/** Where something is sent: the private chat with the bot unless said otherwise. */
export interface Place {
  chat?: { id: number };
  /** Forum topic. */
  thread?: number;
  replyTo?: Message | number;
}

/** How a person's words and files get into a chat and to the bot. */
export interface Voice {
  chatOf(place?: Place): ChatState;
  say(content: Partial<Message>, place?: Place): Message;
  text(text: string, entities?: MessageEntity[]): Partial<Message>;
  caption(caption?: string): Partial<Message>;
  file(kind: StoredFile['kind'], bytes: Uint8Array, fileName: string, mimeType: string): Partial<Message>;
  contact(about?: { own?: boolean; phone?: string; name?: string }, place?: Place): Message;
  edit(messageId: number, words: string, place?: Place): Message;
  block(): void;
  unblock(): void;
}

const anonymousAdmin: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
export const idOf = (message: Message | number): number => (typeof message === 'number' ? message : message.message_id);

export function createVoice(world: World, account: Account, own: ChatState): Voice {
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
    chatOf,
    say,
    text: textPart,
    caption: captionPart,
    file: store,
    contact,
    edit: editText,
    block() {
      if (own.blocked) return;
      own.blocked = true;
      myChatMember('member', 'kicked');
    },
    unblock,
  };
}

/** As Telegram's apps do with a text that is too long for one message. */
export function split(text: string): string[] {
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
