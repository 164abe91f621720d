import type {
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types';
import { cutText } from './cut.ts';
import { type Html, plainText } from './html.ts';

export type InlineButton = InlineKeyboardButton;

/** Telegram colours a button by it; the words stay unambiguous without. */
export type Style = 'success' | 'danger' | 'primary';

/** Longer labels are cut by the apps anyway. */
const MAX_LABEL = 64;
/** Buttons are plain: what people typed shows as they typed it. */
const label = (text: Html): string => cutText(plainText(text).trim() || '·', MAX_LABEL);

/** A button that comes back as a callback: `button('✅ Setujui', approve.pack({ id }), 'success')`. */
export const button = (text: Html, data: string, style?: Style): InlineKeyboardButton => ({
  text: label(text),
  callback_data: data,
  ...(style ? { style } : {}),
});

/** Shows what has been decided; pressing it does nothing. */
export const disabledButton = (text: Html, style?: Style): InlineKeyboardButton => ({
  text: label(text),
  disabled: {},
  ...(style ? { style } : {}),
});

/** Rows of buttons; what is false or null is left out, and so are rows without a button. */
export function inlineKeyboard(
  rows: (readonly (InlineKeyboardButton | false | null | undefined)[] | false | null | undefined)[],
): InlineKeyboardMarkup {
  const kept = rows
    .map((row) => (row || []).filter((item): item is InlineKeyboardButton => Boolean(item)))
    .filter((row) => row.length > 0);
  return { inline_keyboard: kept };
}

/** The keyboard under the input field; each label is sent as a text. */
export const replyKeyboard = (rows: Html[][]): ReplyKeyboardMarkup => ({
  keyboard: rows.map((row) => row.map((text) => ({ text: plainText(text) }))),
  resize_keyboard: true,
  is_persistent: true,
});

export const removeKeyboard: ReplyKeyboardRemove = { remove_keyboard: true };
