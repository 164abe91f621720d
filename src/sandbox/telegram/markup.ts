import type { InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup } from 'grammy/types';
import { badRequest } from './errors.ts';
import { checkedLink } from './link.ts';

export type Markup =
  | { kind: 'none' }
  | { kind: 'inline'; keyboard: InlineKeyboardMarkup }
  | { kind: 'reply'; keyboard: ReplyKeyboardMarkup }
  | { kind: 'remove' }
  | { kind: 'force'; placeholder: string };

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const maxInlineButtons = 100;
const maxReplyButtons = 300;
const maxDataBytes = 64;
const maxCopyText = 256;

/** `reply_markup` as the server reads it, with its errors; `undefined` and an empty text mean none. */
export function readMarkup(value: unknown, chatType: string): Markup {
  if (value === undefined || value === '') return { kind: 'none' };
  if (typeof value === 'string') throw badRequest("Can't parse reply keyboard markup JSON object");
  if (!isObject(value)) throw badRequest('Object expected as reply markup');
  if ('inline_keyboard' in value) return readInline(value.inline_keyboard);
  if ('keyboard' in value) return readReply(value, chatType);
  if (value.remove_keyboard === true) return { kind: 'remove' };
  if (value.force_reply === true) return { kind: 'force', placeholder: String(value.input_field_placeholder ?? '') };
  return { kind: 'none' };
}

/** What the edit methods accept: an inline keyboard or nothing (which takes the old one away). */
export function readInlineMarkup(value: unknown): InlineKeyboardMarkup | undefined {
  const markup = readMarkup(value, 'private');
  return markup.kind === 'inline' ? markup.keyboard : undefined;
}

function rowsOf(value: unknown, what: string, field: string): unknown[][] {
  if (Array.isArray(value) && value.every(Array.isArray)) return value as unknown[][];
  throw badRequest(`Field "${field}" of the ${what} must be an Array of Arrays`);
}

function readInline(value: unknown): Markup {
  const rows = rowsOf(value, 'InlineKeyboardMarkup', 'inline_keyboard')
    .map((row) => row.map(inlineButton))
    .filter((row) => row.length > 0);
  if (rows.flat().length > maxInlineButtons) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return rows.length === 0 ? { kind: 'none' } : { kind: 'inline', keyboard: { inline_keyboard: rows } };
}

const buttonError = (detail: string) => badRequest(`can't parse inline keyboard button: ${detail}`);

/** The server's order: the first of these that is set decides what the button does (architecture 11.1). */
function inlineButton(value: unknown): InlineKeyboardButton {
  if (!isObject(value)) throw buttonError('InlineKeyboardButton must be an Object');
  const text = requiredText(value, buttonError);
  const style = readStyle(value, buttonError);
  const base = { text, ...style };
  if (text.trim() === '') throw badRequest('Inline keyboard button text must be non-empty');
  if (typeof value.url === 'string' && value.url !== '') {
    const url = checkedLink(value.url);
    if (!url) throw badRequest(`Inline keyboard button URL '${value.url}' is invalid: ${linkFault(value.url)}`);
    return { ...base, url };
  }
  if (typeof value.callback_data === 'string' && value.callback_data !== '') {
    if (Buffer.byteLength(value.callback_data) > maxDataBytes) throw badRequest('BUTTON_DATA_INVALID');
    return { ...base, callback_data: value.callback_data };
  }
  for (const key of ['switch_inline_query', 'switch_inline_query_current_chat'] as const) {
    const query = value[key];
    if (typeof query === 'string') return { ...base, [key]: query } as InlineKeyboardButton;
  }
  if (isObject(value.web_app)) {
    const url = String(value.web_app.url ?? '');
    if (!url.startsWith('https://')) throw badRequest('BUTTON_URL_INVALID');
    return { ...base, web_app: { url } } as InlineKeyboardButton;
  }
  if (isObject(value.copy_text)) {
    const copied = String(value.copy_text.text ?? '');
    if (copied === '' || [...copied].length > maxCopyText) throw badRequest('BUTTON_COPY_TEXT_INVALID');
    return { ...base, copy_text: { text: copied } };
  }
  if (isObject(value.disabled)) return { ...base, disabled: {} } as InlineKeyboardButton;
  throw buttonError('Text buttons are unallowed in the inline keyboard');
}

function linkFault(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return scheme && scheme !== 'http' && scheme !== 'https' ? 'Unsupported URL protocol' : 'Wrong HTTP URL';
}

function requiredText(value: Fields, fail: (detail: string) => Error): string {
  if (value.text === undefined) throw fail('Can\'t find field "text"');
  if (typeof value.text !== 'string') throw fail('Field "text" must be of type String');
  return value.text;
}

function readStyle(value: Fields, fail: (detail: string) => Error): { style?: 'danger' | 'success' | 'primary' } {
  if (value.style === undefined) return {};
  const style = String(value.style).toLowerCase();
  if (style === '' || style === 'default') return {};
  if (style !== 'danger' && style !== 'success' && style !== 'primary') throw fail('invalid button style specified');
  return { style };
}

const privateOnly: Record<string, string> = {
  request_contact: 'Phone number can be requested in private chats only',
  request_location: 'Location can be requested in private chats only',
  request_poll: 'Poll can be requested in private chats only',
  web_app: 'Web App buttons can be used in private chats only',
  request_users: 'Users can be requested in private chats only',
  request_chat: 'Chats can be requested in private chats only',
};

function readReply(value: Fields, chatType: string): Markup {
  const fail = (detail: string) => badRequest(`can't parse keyboard button: ${detail}`);
  const rows = rowsOf(value.keyboard, 'ReplyKeyboardMarkup', 'keyboard')
    .map((row) =>
      row.map((entry): KeyboardButton => {
        const button: unknown = typeof entry === 'string' ? { text: entry } : entry;
        if (!isObject(button)) throw fail('KeyboardButton must be an Object');
        const text = requiredText(button, fail);
        if (text.trim() === '') throw badRequest('Keyboard button text must be non-empty');
        const style = readStyle(button, fail);
        for (const key in privateOnly) {
          const wanted = button[key];
          if (wanted === undefined || wanted === false) continue;
          if (chatType !== 'private') throw badRequest(privateOnly[key] ?? '');
        }
        return { ...button, text, ...style } as KeyboardButton;
      }),
    )
    .filter((row) => row.length > 0);
  if (rows.length === 0) return { kind: 'none' };
  if (rows.flat().length > maxReplyButtons) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return { kind: 'reply', keyboard: { ...(value as object), keyboard: rows } as ReplyKeyboardMarkup };
}
