import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Assets } from '../../ports.ts';
import { cutHtml, MAX_CAPTION, MAX_TEXT } from '../ui/cut.ts';
import type { PhotoSource, RenderedMessage } from '../ui/message.ts';
import { classifyError } from './telegram-error.ts';

/** A message of ours, as Telegram knows it. */
export interface Target {
  messageId: number;
  photo: boolean;
}

export interface Sent extends Target {
  /** A file id to keep for the next time: the name of the asset and Telegram's id; `passing`: of a payment's QR. */
  uploaded?: { name: string; fileId: string; passing: boolean };
}

export interface SendTools {
  api: Api;
  files: Assets;
  /** PNG of the framed QR of this payment. */
  qrPicture(paymentId: string): Promise<Uint8Array>;
  /** Telegram's file id of an asset that was uploaded before. */
  fileId(name: string): Promise<string | null>;
}

const assetName = (photo: PhotoSource): string | null => {
  if (photo.kind === 'qris') return `qris-${photo.paymentId}`;
  return photo.source.startsWith('asset:') ? photo.source.slice('asset:'.length) : null;
};

/** What goes into `photo`: an address, a file id, or bytes. Null when the asset does not exist. */
async function photoInput(tools: SendTools, photo: PhotoSource, mayReuse: boolean): Promise<string | InputFile | null> {
  const name = assetName(photo);
  if (photo.kind === 'image' && name === null) {
    return photo.source.startsWith('tg:') ? photo.source.slice('tg:'.length) : photo.source;
  }
  const known = mayReuse && name !== null ? await tools.fileId(name) : null;
  if (known !== null) return known;
  const bytes = photo.kind === 'qris' ? await tools.qrPicture(photo.paymentId) : await tools.files.read(name ?? '');
  return bytes ? new InputFile(bytes, 'photo.png') : null;
}

const inlineOnly = (keyboard: RenderedMessage['keyboard']): InlineKeyboardMarkup | undefined =>
  keyboard && 'inline_keyboard' in keyboard ? keyboard : undefined;

interface Envelope {
  chatId: string;
  message: RenderedMessage;
  silent: boolean;
  input: string | InputFile | null;
}

async function sendNew(api: Api, { chatId, message, silent, input }: Envelope): Promise<Sent> {
  const other = {
    parse_mode: 'HTML' as const,
    ...(message.keyboard ? { reply_markup: message.keyboard } : {}),
    ...(silent ? { disable_notification: true } : {}),
  };
  if (input === null) {
    const sent = await api.sendMessage(chatId, cutHtml(message.text, MAX_TEXT), {
      ...other,
      link_preview_options: { is_disabled: true },
    });
    return { messageId: sent.message_id, photo: false };
  }
  const caption = cutHtml(message.text, MAX_CAPTION);
  const sent = await api.sendPhoto(chatId, input, { ...other, caption });
  return withUpload(message, input, { messageId: sent.message_id, photo: true }, sent.photo.at(-1)?.file_id);
}

async function editOld(api: Api, target: Target, { chatId, message, input }: Envelope): Promise<Sent> {
  const keyboard = inlineOnly(message.keyboard);
  const other = { parse_mode: 'HTML' as const, ...(keyboard ? { reply_markup: keyboard } : {}) };
  const { messageId } = target;
  if (input !== null) {
    const caption = cutHtml(message.text, MAX_CAPTION);
    const media = { type: 'photo' as const, media: input, caption, parse_mode: 'HTML' as const };
    const edited = await api.editMessageMedia(chatId, messageId, media, keyboard ? { reply_markup: keyboard } : {});
    const fileId = edited === true ? undefined : edited.photo?.at(-1)?.file_id;
    return withUpload(message, input, { messageId, photo: true }, fileId);
  }
  // A picture stays under a changed caption: Telegram can't turn it into a text.
  if (target.photo) {
    await api.editMessageCaption(chatId, messageId, { ...other, caption: cutHtml(message.text, MAX_CAPTION) });
  } else {
    await api.editMessageText(chatId, messageId, cutHtml(message.text, MAX_TEXT), {
      ...other,
      link_preview_options: { is_disabled: true },
    });
  }
  return { messageId, photo: target.photo };
}

function withUpload(message: RenderedMessage, input: string | InputFile, sent: Sent, fileId: string | undefined): Sent {
  const name = message.photo ? assetName(message.photo) : null;
  if (name === null || !fileId || typeof input === 'string') return sent;
  return { ...sent, uploaded: { name, fileId, passing: message.photo?.kind === 'qris' } };
}

/**
 * One message, new or in place of `target`. An edit that can't be made is sent anew; a picture that Telegram does not
 * take is left out, since the words matter more. Throws grammY's errors for everything else.
 */
export async function sendMessage(
  tools: SendTools,
  chatId: string,
  message: RenderedMessage,
  options: { target?: Target | null; silent?: boolean } = {},
): Promise<Sent> {
  // Only a message with inline buttons can be changed into one with inline buttons.
  const changeable = !message.keyboard || 'inline_keyboard' in message.keyboard;
  let target = changeable ? (options.target ?? null) : null;
  const { photo } = message;
  let input = photo ? await photoInput(tools, photo, true) : null;
  let reused = typeof input === 'string';
  for (;;) {
    const envelope = { chatId, message, silent: options.silent ?? false, input };
    try {
      return await (target ? editOld(tools.api, target, envelope) : sendNew(tools.api, envelope));
    } catch (error) {
      const refusal = classifyError(error);
      if (refusal.kind === 'not-modified' && target) return target;
      if (refusal.kind === 'edit-gone' && target) target = null;
      else if (refusal.kind === 'bad-photo' && photo && input !== null) {
        // A file id of another bot, or one that Telegram forgot: once more with the bytes, then without.
        input = reused && assetName(photo) !== null ? await photoInput(tools, photo, false) : null;
        reused = false;
      } else throw error;
    }
  }
}
