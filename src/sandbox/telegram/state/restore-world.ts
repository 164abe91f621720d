import type { ForceReply, Message, ReplyKeyboardMarkup } from 'grammy/types';
import type { StoredFile } from '../files.ts';
import type { Queued } from '../updates.ts';
import type { Webhook, WebhookSettings } from '../webhook.ts';
import type { Account, ChatState, World } from '../world.ts';
import { readRecord, type WorldRecord } from './records.ts';

type Of<Is extends WorldRecord['is']> = Extract<WorldRecord, { is: Is }>;

/**
 * Puts the chats of before into a new world; `bytesOf` gives a file's bytes, or null when they are gone.
 * Returns how many lines were of no use.
 */
export function restoreWorld(
  world: World,
  webhook: Webhook,
  lines: string[],
  bytesOf: (uniqueId: string) => Uint8Array | null,
): number {
  let useless = 0;
  let nextUpdateId = 0;
  let bot: Of<'bot'> | null = null;
  const updates = new Map<number, Queued>();
  const files = new Map<string, Of<'file'>>();

  for (const line of lines) {
    const record = readRecord(line);
    switch (record?.is) {
      case undefined:
        useless += 1;
        break;
      case 'account':
        if (record.account.id !== world.me.id) world.accounts.set(record.account.id, record.account as Account);
        break;
      case 'chat':
        restoreChat(world, record);
        break;
      case 'message':
        restoreMessage(world, record);
        break;
      case 'gone':
        forgetMessage(world, record);
        break;
      case 'press': {
        const { is: _, ...press } = record;
        world.presses.set(press.id, press);
        break;
      }
      case 'update': {
        const { is: _, ...update } = record;
        updates.set(update.id, update);
        nextUpdateId = Math.max(nextUpdateId, update.id + 1);
        break;
      }
      case 'confirmed':
        for (const id of record.ids) updates.delete(id);
        break;
      case 'queue':
        nextUpdateId = Math.max(nextUpdateId, record.nextUpdateId);
        break;
      case 'file':
        files.set(record.fileId, record);
        break;
      case 'bot':
        bot = record;
    }
  }
  for (const { is: _, ...about } of files.values()) {
    const bytes = bytesOf(about.uniqueId);
    if (bytes) world.files.restore({ ...about, bytes } satisfies StoredFile);
  }
  if (nextUpdateId > 0) world.updates.restore(nextUpdateId, updates.values());
  if (bot) restoreBot(world, webhook, bot);
  return useless;
}

function restoreChat(world: World, { is: _, ...record }: Of<'chat'>): void {
  const before = world.chats.get(record.id);
  world.chats.set(record.id, {
    ...record,
    nextMessageId: Math.max(record.nextMessageId, before?.nextMessageId ?? 1),
    messages: before?.messages ?? new Map(),
    members: new Map(record.members as [number, { status: 'member' }][]),
    topics: new Map(record.topics.map((topic) => [topic.id, topic])),
    replyKeyboard: record.replyKeyboard as { keyboard: ReplyKeyboardMarkup; messageId: number } | null,
    forceReply: record.forceReply as ForceReply | null,
  } satisfies ChatState);
  world.restored.add(record.id);
}

function restoreMessage(world: World, { is: _, chatId, ...stored }: Of<'message'>): void {
  const chat = world.chats.get(chatId);
  if (!chat) return;
  const message = stored.message as unknown as Message;
  chat.messages.set(message.message_id, { ...stored, message, reactions: new Map(stored.reactions) });
  chat.nextMessageId = Math.max(chat.nextMessageId, message.message_id + 1);
  if (chat.messages.size <= world.historyLimit) return;
  for (const oldest of chat.messages.keys()) {
    chat.messages.delete(oldest);
    break;
  }
}

function forgetMessage(world: World, { chatId, messageId }: Of<'gone'>): void {
  const chat = world.chats.get(chatId);
  if (!chat) return;
  chat.messages.delete(messageId);
  chat.nextMessageId = Math.max(chat.nextMessageId, messageId + 1);
}

function restoreBot(world: World, webhook: Webhook, bot: Of<'bot'>): void {
  for (const id of bot.met) world.met.add(id);
  for (const [key, commands] of bot.commands) world.commands.set(key, commands);
  for (const [key, text] of bot.profile) world.profile.set(key, text);
  for (const [chat, button] of bot.menuButtons) world.menuButtons.set(chat, button);
  world.updates.setAllowed(bot.allowed);
  if (bot.webhook) webhook.set(bot.webhook satisfies WebhookSettings);
}
