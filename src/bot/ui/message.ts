import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import type { Html } from './html.ts';

/** One message as a view gives it: everything Telegram needs except where it goes. */
export interface OutMessage {
  /** The caption when there is a photo. */
  text: Html;
  photo?: PhotoSource;
  keyboard?: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;
}

/** The same as it is kept in the outbox and sent: JSON, `text` is HTML. */
export interface RenderedMessage extends Omit<OutMessage, 'text'> {
  text: string;
}

export const rendered = (message: OutMessage): RenderedMessage => ({ ...message, text: message.text.markup });

export type PhotoSource =
  /** The framed QR of this payment, drawn when it is sent. */
  | { kind: 'qris'; paymentId: string }
  /** An image of a listing: `https://…`, `asset:<name>` (a file of ours, uploaded once), `tg:<file_id>`. */
  | { kind: 'image'; source: string };
