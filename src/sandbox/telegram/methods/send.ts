import type { Message } from 'grammy/types';
import { type Call, checkTopicOpen, flag, type Handler, replyTarget, text, topicOf, writableChat } from '../call.ts';
import { ApiError, badRequest } from '../errors.ts';
import type { FileKind } from '../files.ts';
import { type Markup, readMarkup } from '../markup.ts';
import { mediaContent, resolveFile } from '../media.ts';
import { readCaption, readText } from '../text.ts';
import { type ChatState, post, type Stored } from '../world.ts';

/** The message that a bot sends: place, reply, keyboard, limits, in the order in which Telegram looks at them. */
export function sendContent(
  call: Call,
  content: Partial<Message>,
  given?: { chat: ChatState; markup: Markup },
): Message {
  const chat = given?.chat ?? writableChat(call);
  const markup = given?.markup ?? readMarkup(call.params.reply_markup, chat.type);
  const replyTo = replyTarget(call, chat);
  const thread = topicOf(call, chat, replyTo);
  checkTopicOpen(call, chat, thread);
  call.admit(chat, 1);
  const stored = post(call.world, chat, {
    from: call.world.me,
    content: {
      ...content,
      ...(flag(call.params, 'protect_content') ? { has_protected_content: true as const } : {}),
      ...(markup.kind === 'inline' ? { reply_markup: markup.keyboard } : {}),
    },
    markup: markup.kind,
    thread,
    replyTo,
  });
  applyKeyboard(chat, markup, stored);
  return stored.message;
}

/** Reply keyboards belong to the chat, not to the message that brought them. */
function applyKeyboard(chat: ChatState, markup: Markup, stored: Stored): void {
  if (markup.kind === 'reply') {
    chat.replyKeyboard = { keyboard: markup.keyboard, messageId: stored.message.message_id };
  } else if (markup.kind === 'remove') chat.replyKeyboard = null;
}

export const captionContent = (call: Call): Partial<Message> => {
  const caption = readCaption(call.params);
  return {
    ...(caption.text === '' ? {} : { caption: caption.text }),
    ...(caption.entities.length > 0 ? { caption_entities: caption.entities } : {}),
    ...(flag(call.params, 'show_caption_above_media') ? { show_caption_above_media: true as const } : {}),
    ...(flag(call.params, 'has_spoiler') ? { has_media_spoiler: true as const } : {}),
  };
};

export const textContent = (call: Call): Partial<Message> => {
  const formatted = readText(call.params);
  const preview = call.params.link_preview_options;
  if (preview !== undefined && (typeof preview !== 'object' || preview === null || Array.isArray(preview))) {
    throw badRequest('Object expected as link preview options');
  }
  return {
    text: formatted.text,
    ...(formatted.entities.length > 0 ? { entities: formatted.entities } : {}),
    ...(preview ? { link_preview_options: preview } : {}),
  };
};

const sendMessage: Handler = (call) => {
  // Order of the server: text first, then keyboard, then the chat.
  const content = textContent(call);
  return sendContent(call, content);
};

const sendFile =
  (kind: FileKind): Handler =>
  async (call) => {
    const chat = writableChat(call);
    const markup = readMarkup(call.params.reply_markup, chat.type);
    const caption = captionContent(call);
    const file = await resolveFile(call, kind, call.params[kind]);
    return sendContent(call, { ...mediaContent(file, call.params), ...caption }, { chat, markup });
  };

const albumKinds = new Set(['photo', 'video', 'document', 'audio', 'live_photo']);

const sendMediaGroup: Handler = async (call) => {
  const media = call.params.media;
  if (!Array.isArray(media) || media.length === 0) throw badRequest('there are no messages to send');
  if (media.length > 10) throw badRequest('too many messages to send as an album');
  const items = media as Record<string, unknown>[];
  const kinds = new Set(items.map((item) => String(item.type)));
  for (const kind of kinds) {
    if (!albumKinds.has(kind))
      throw badRequest(`can't parse InputMedia: type "${kind}" can't be used in sendMediaGroup`);
  }
  if (kinds.size > 1 && (kinds.has('document') || kinds.has('audio'))) {
    throw badRequest("Can't use the media of the specified type in the album");
  }
  const chat = multiSendChat(call);
  const contents: Partial<Message>[] = [];
  for (const item of items) {
    const caption = captionContent({ ...call, params: item });
    const file = await resolveFile(call, item.type as FileKind, item.media);
    contents.push({ ...mediaContent(file, item), ...caption });
  }
  const replyTo = replyTarget(call, chat);
  const thread = topicOf(call, chat, replyTo);
  checkTopicOpen(call, chat, thread);
  call.admit(chat, contents.length);
  const group =
    contents.length > 1 ? { media_group_id: String(13_500_000_000_000_000 + Math.floor(Math.random() * 1e15)) } : {};
  return contents.map(
    (content) =>
      post(call.world, chat, { from: call.world.me, content: { ...group, ...content }, thread, replyTo }).message,
  );
};

/** Methods that send several messages wrap what a single send would have said (architecture 11.1). */
export function multiSendChat(call: Call): ChatState {
  try {
    return writableChat(call);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    throw badRequest(`failed to send message #1 with the error message "${error.message}"`);
  }
}

const sendLocation: Handler = (call) => {
  for (const name of ['latitude', 'longitude']) {
    if (call.params[name] === undefined) throw badRequest(`${name} is empty`);
  }
  const latitude = Number(call.params.latitude);
  const longitude = Number(call.params.longitude);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw badRequest('Wrong location specified');
  return sendContent(call, { location: { latitude, longitude } });
};

const sendVenue: Handler = (call) => {
  const { latitude, longitude } = call.params;
  const venue = {
    location: { latitude: Number(latitude), longitude: Number(longitude) },
    title: text(call.params, 'title'),
    address: text(call.params, 'address'),
  };
  return sendContent(call, { venue, location: venue.location });
};

const sendContact: Handler = (call) =>
  sendContent(call, {
    contact: { phone_number: text(call.params, 'phone_number'), first_name: text(call.params, 'first_name') },
  });

const actions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
  'cancel',
]);

const sendChatAction: Handler = (call) => {
  const action = text(call.params, 'action').toLowerCase();
  if (!actions.has(action)) throw badRequest('wrong parameter action in request');
  const chat = writableChat(call);
  topicOf(call, chat);
  call.admit();
  call.world.changes.emit('change', { kind: 'action', chatId: chat.id, action });
  return true;
};

export const sendMethods: Record<string, Handler> = {
  sendMessage,
  sendMediaGroup,
  sendLocation,
  sendVenue,
  sendContact,
  sendChatAction,
  sendPhoto: sendFile('photo'),
  sendDocument: sendFile('document'),
  sendVideo: sendFile('video'),
  sendAudio: sendFile('audio'),
  sendVoice: sendFile('voice'),
  sendVideoNote: sendFile('video_note'),
  sendAnimation: sendFile('animation'),
  sendSticker: sendFile('sticker'),
};
