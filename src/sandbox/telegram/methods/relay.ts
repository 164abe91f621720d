import type { Message } from 'grammy/types';
import { type Call, checkTopicOpen, findChat, type Handler, integer, topicOf, writableChat } from '../call.ts';
import { badRequest } from '../errors.ts';
import { enumOf } from '../validate.ts';
import { post, type Stored, userJson } from '../world.ts';
import { copiedContent } from './content.ts';
import { captionContent, multiSendChat, sendContent } from './send.ts';

function contentOf(message: Message, albums: Map<string, string>): Partial<Message> {
  const content: Record<string, unknown> = {};
  for (const key of copiedContent) if (message[key] !== undefined) content[key] = message[key];
  const album = message.media_group_id;
  if (album !== undefined) {
    const copy = albums.get(album) ?? String(13_600_000_000_000_000 + Math.floor(Math.random() * 1e15));
    albums.set(album, copy);
    content.media_group_id = copy;
  }
  return content as Partial<Message>;
}

function sources(call: Call): Map<number, Stored> {
  return findChat(call, 'from_chat_id').messages;
}

const copyMessage: Handler = (call) => {
  const source = sources(call).get(integer(call.params, 'message_id'));
  if (!source) throw badRequest('message to copy not found');
  if (source.service || source.message.has_protected_content) throw badRequest("the message can't be copied");
  const { media_group_id: _, ...content } = contentOf(source.message, new Map());
  const caption = call.params.caption === undefined ? {} : captionContent(call);
  const isMedia = content.text === undefined && content.sticker === undefined && content.location === undefined;
  if (call.params.caption !== undefined && isMedia) {
    content.caption = caption.caption as string;
    delete content.caption_entities;
    Object.assign(content, caption);
  }
  return { message_id: sendContent(call, content).message_id };
};

function forwarded(call: Call, source: Stored): Partial<Message> {
  const { message } = source;
  if (message.forward_origin) return { forward_origin: message.forward_origin };
  if (message.sender_chat) {
    return { forward_origin: { type: 'chat', sender_chat: message.sender_chat, date: message.date } };
  }
  const sender = call.world.accounts.get(message.from?.id ?? 0);
  if (!sender) throw badRequest("the message can't be forwarded");
  return { forward_origin: { type: 'user', sender_user: userJson(sender), date: message.date } };
}

const forwardMessage: Handler = (call) => {
  const source = sources(call).get(integer(call.params, 'message_id'));
  if (!source) throw badRequest('message to forward not found');
  if (source.message.has_protected_content) throw badRequest("message has protected content and can't be forwarded");
  if (source.service) throw badRequest("the message can't be forwarded");
  const { media_group_id: _, ...content } = contentOf(source.message, new Map());
  return sendContent(call, { ...content, ...forwarded(call, source) });
};

const relayMany =
  (kind: 'copy' | 'forward'): Handler =>
  (call) => {
    const ids = Array.isArray(call.params.message_ids) ? call.params.message_ids.map(Number) : [];
    if (ids.length === 0) throw badRequest('message identifiers are not specified');
    if (ids.length > 100) throw badRequest('too many message identifiers specified');
    if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? 0))) {
      throw badRequest('message identifiers must be in a strictly increasing order');
    }
    const from = sources(call);
    const usable = ids
      .flatMap((id) => from.get(id) ?? [])
      .filter((stored) => !stored.service && !stored.message.has_protected_content);
    if (usable.length === 0) throw badRequest(`there are no messages to ${kind}`);
    const chat = multiSendChat(call);
    const thread = topicOf(call, chat);
    checkTopicOpen(call, chat, thread);
    call.admit(chat, usable.length);
    const albums = new Map<string, string>();
    return usable.map((source) => {
      const content = { ...contentOf(source.message, albums), ...(kind === 'forward' ? forwarded(call, source) : {}) };
      if (call.params.remove_caption === true) {
        delete content.caption;
        delete content.caption_entities;
      }
      return { message_id: post(call.world, chat, { from: call.world.me, content, thread }).message.message_id };
    });
  };

const reactionsOfBots = 1;
const reactions = enumOf('ReactionTypeEmoji', 'emoji');

const setMessageReaction: Handler = (call) => {
  const chat = writableChat(call);
  const stored = chat.messages.get(integer(call.params, 'message_id'));
  if (!stored) throw badRequest('message to react not found');
  const list = Array.isArray(call.params.reaction) ? (call.params.reaction as Record<string, unknown>[]) : [];
  if (list.length > reactionsOfBots || list.some((item) => !reactions.has(item.emoji)))
    throw badRequest('REACTION_INVALID');
  call.admit();
  const emoji = list.map((item) => String(item.emoji));
  if (emoji.length === 0) stored.reactions.delete(call.world.me.id);
  else stored.reactions.set(call.world.me.id, emoji);
  call.world.changes.emit('change', { kind: 'edit', chatId: chat.id, messageId: stored.message.message_id });
  return true;
};

export const relayMethods: Record<string, Handler> = {
  copyMessage,
  forwardMessage,
  setMessageReaction,
  copyMessages: relayMany('copy'),
  forwardMessages: relayMany('forward'),
};
