import type { Message } from 'grammy/types';
import { type Call, type Handler, integer, readableChat, writableChat } from '../call.ts';
import { badRequest } from '../errors.ts';
import type { FileKind } from '../files.ts';
import { readInlineMarkup } from '../markup.ts';
import { mediaContent, resolveFile } from '../media.ts';
import { type ChatState, hasRight, type Stored } from '../world.ts';
import { editableContent } from './content.ts';
import { captionContent, textContent } from './send.ts';

const textKeys = ['text', 'entities', 'link_preview_options'];
const captionKeys = ['caption', 'caption_entities', 'show_caption_above_media'];

/** The bot's own message that an edit names; refuses what Telegram does not let bots edit. */
function editable(call: Call): { chat: ChatState; stored: Stored } {
  if (call.params.inline_message_id !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  if (call.params.message_id === undefined) throw badRequest('message identifier is not specified');
  const chat = writableChat(call);
  const stored = chat.messages.get(integer(call.params, 'message_id'));
  if (!stored) throw badRequest('message to edit not found');
  const { message } = stored;
  const foreign = message.from?.id !== call.world.me.id || message.forward_origin !== undefined || stored.service;
  if (foreign || (stored.markup !== 'none' && stored.markup !== 'inline')) throw badRequest("message can't be edited");
  return { chat, stored };
}

/** Replaces these fields and the inline keyboard; the same content as before is an error. */
function change(call: Call, keys: readonly string[], content: Partial<Message>): Message {
  const { chat, stored } = editable(call);
  const keyboard = readInlineMarkup(call.params.reply_markup);
  const before = stored.message as unknown as Record<string, unknown>;
  const after: Record<string, unknown> = { ...before };
  for (const key of [...keys, 'reply_markup', 'edit_date']) delete after[key];
  Object.assign(after, content, keyboard ? { reply_markup: keyboard } : {});
  const compared = [...keys, 'reply_markup'];
  if (compared.every((key) => JSON.stringify(before[key]) === JSON.stringify(after[key]))) {
    throw badRequest('MESSAGE_NOT_MODIFIED');
  }
  call.admit(chat, 1);
  after.edit_date = Math.floor(call.world.clock.now() / 1000);
  stored.message = after as unknown as Message;
  stored.markup = keyboard ? 'inline' : 'none';
  call.world.changes.emit('change', { kind: 'edit', chatId: chat.id, messageId: stored.message.message_id });
  return stored.message;
}

const editMessageText: Handler = (call) => {
  const content = textContent(call);
  const { stored } = editable(call);
  if (stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  return change(call, textKeys, content);
};

const editMessageCaption: Handler = (call) => {
  const content = captionContent(call);
  const { stored } = editable(call);
  const { message } = stored;
  const media =
    message.photo ?? message.document ?? message.video ?? message.audio ?? message.voice ?? message.animation;
  if (!media) throw badRequest('there is no caption in the message to edit');
  return change(call, captionKeys, content);
};

const editMessageReplyMarkup: Handler = (call) => change(call, [], {});

const mediaKinds = new Set(['photo', 'document', 'video', 'audio', 'animation']);

const editMessageMedia: Handler = async (call) => {
  const media = call.params.media;
  if (typeof media !== 'object' || media === null) throw badRequest('media is empty');
  const item = media as Record<string, unknown>;
  const kind = String(item.type);
  if (!mediaKinds.has(kind)) throw badRequest(`can't parse InputMedia: type "${kind}" is unsupported`);
  editable(call);
  const caption = captionContent({ ...call, params: item });
  const file = await resolveFile(call, kind as FileKind, item.media);
  return change(call, editableContent, { ...mediaContent(file, item), ...caption });
};

const twoDays = 48 * 3600 * 1000;

function refuseDelete(call: Call, chat: ChatState, stored: Stored): string | null {
  const { world } = call;
  const own = stored.message.from?.id === world.me.id;
  if (chat.type !== 'private' && hasRight(chat, world.me.id, 'can_delete_messages')) return null;
  if (chat.type !== 'private' && !own) return "message can't be deleted for everyone";
  if (world.clock.now() - stored.sentAt >= twoDays) return "message can't be deleted for everyone";
  return null;
}

function remove(call: Call, chat: ChatState, id: number): void {
  chat.messages.delete(id);
  chat.pinned = chat.pinned.filter((pinned) => pinned !== id);
  call.world.changes.emit('change', { kind: 'delete', chatId: chat.id, messageId: id });
}

const deleteMessage: Handler = (call) => {
  if (call.params.chat_id === undefined) throw badRequest('chat identifier is not specified');
  if (call.params.message_id === undefined) throw badRequest('message identifier is not specified');
  const chat = readableChat(call);
  const stored = chat.messages.get(integer(call.params, 'message_id'));
  if (!stored) throw badRequest('message to delete not found');
  const refusal = refuseDelete(call, chat, stored);
  if (refusal) throw badRequest(refusal);
  call.admit();
  remove(call, chat, stored.message.message_id);
  return true;
};

const deleteMessages: Handler = (call) => {
  const ids = Array.isArray(call.params.message_ids) ? call.params.message_ids.map(Number) : [];
  if (ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  const chat = readableChat(call);
  const present = ids.flatMap((id) => chat.messages.get(id) ?? []);
  const refusal = present.map((stored) => refuseDelete(call, chat, stored)).find((reason) => reason !== null);
  if (refusal) throw badRequest(refusal);
  call.admit();
  for (const stored of present) remove(call, chat, stored.message.message_id);
  return true;
};

export const editMethods: Record<string, Handler> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageMedia,
  deleteMessage,
  deleteMessages,
};
