import type { Message } from 'grammy/types';
import { imageSize } from '../telegram/files.ts';
import type { TelegramServer } from '../telegram/server.ts';
import type { SandboxUser } from '../telegram/user.ts';
import type { ChatState, Stored } from '../telegram/world.ts';

/** Someone on the page: in their private chat with the bot, or in a group. Same chat, several people: one column. */
export interface SandboxPerson {
  user: SandboxUser;
  /** What they are in the demo, in Indonesian: `penyewa`, `pemilik`, `admin`. */
  label: string;
  /** The group they are shown in; their private chat with the bot when missing. */
  chat?: { id: number };
}

export interface Column {
  chatId: number;
  people: SandboxPerson[];
}

/** As many messages as a page needs at its start. */
const shown = 150;

export function columnsOf(people: SandboxPerson[]): Column[] {
  const columns = new Map<number, Column>();
  for (const person of people) {
    const chatId = person.chat?.id ?? person.user.id;
    const column = columns.get(chatId) ?? { chatId, people: [] };
    column.people.push(person);
    columns.set(chatId, column);
  }
  return [...columns.values()];
}

/** One message for the page: who, what, buttons. Text stays text; the page renders entities as nodes, never as HTML. */
export function messageView(telegram: TelegramServer, stored: Stored): Record<string, unknown> {
  const { message } = stored;
  const file = message.document ?? message.voice ?? message.video ?? message.audio;
  const reply = message.reply_to_message;
  const isTopicHead = reply?.forum_topic_created !== undefined;
  return {
    id: message.message_id,
    from: message.sender_chat?.title ?? message.from?.first_name ?? '',
    fromId: message.from?.id ?? 0,
    isBot: message.from?.id === telegram.world.me.id,
    date: message.date * 1000,
    edited: message.edit_date !== undefined,
    thread: message.message_thread_id ?? null,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    photo: message.photo?.at(-1)?.file_id ?? null,
    album: message.media_group_id ?? null,
    file: file ? { name: fileName(message), id: file.file_id, size: file.file_size ?? 0 } : null,
    sticker: message.sticker?.emoji ?? null,
    location: message.location ?? null,
    contact: message.contact ? { name: message.contact.first_name, phone: message.contact.phone_number } : null,
    reply:
      reply && !isTopicHead
        ? { id: reply.message_id, text: (reply.text ?? reply.caption ?? '[media]').slice(0, 80) }
        : null,
    forwarded: message.forward_origin !== undefined,
    service: stored.service ? serviceText(message) : null,
    keyboard: message.reply_markup?.inline_keyboard ?? [],
    reactions: [...stored.reactions.values()].flat(),
  };
}

function fileName(message: Message): string {
  if (message.document) return message.document.file_name ?? 'berkas';
  if (message.voice) return 'Pesan suara';
  return message.video ? 'Video' : 'Audio';
}

function serviceText(message: Message): string {
  const who = message.from?.first_name ?? '';
  if (message.forum_topic_created) return `${who} membuka topik “${message.forum_topic_created.name}”`;
  if (message.forum_topic_edited) return `${who} mengubah topik`;
  if (message.forum_topic_closed) return `${who} menutup topik`;
  if (message.forum_topic_reopened) return `${who} membuka lagi topik`;
  if (message.pinned_message) return `${who} menyematkan pesan`;
  if (message.new_chat_title) return `${who} mengganti nama grup jadi “${message.new_chat_title}”`;
  return 'Grup berubah';
}

export function chatView(telegram: TelegramServer, chat: ChatState): Record<string, unknown> {
  return {
    blocked: chat.blocked,
    replyKeyboard: chat.replyKeyboard?.keyboard ?? null,
    topics: [...chat.topics.values()].map(({ id, name, closed }) => ({ id, name, closed })),
    title: chat.title || telegram.world.me.first_name,
  };
}

export function columnView(telegram: TelegramServer, column: Column): Record<string, unknown> {
  const chat = telegram.world.chats.get(column.chatId);
  if (!chat) throw new Error(`the sandbox has no chat ${column.chatId}`);
  return {
    chatId: chat.id,
    type: chat.type,
    isForum: chat.isForum,
    people: column.people.map(({ user, label }) => ({
      id: user.id,
      name: user.account.first_name,
      label,
      language: user.account.language_code ?? 'id',
    })),
    ...chatView(telegram, chat),
    messages: [...chat.messages.values()].slice(-shown).map((stored) => messageView(telegram, stored)),
  };
}

/** The type to serve a file with: pictures as what their bytes say they are, anything else as a download. */
export function servedType(bytes: Uint8Array): string {
  return imageSize(bytes)?.mimeType ?? 'application/octet-stream';
}
