import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';

/** One message as a view gives it: everything Telegram needs except where it goes. JSON, so that the outbox can keep it. */
export interface OutMessage {
  /** HTML; values that people typed are escaped by `escapeHtml`. The caption when there is a photo. */
  text: string;
  photo?: PhotoSource;
  keyboard?: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;
}

export type PhotoSource =
  /** The framed QR of this payment, drawn when it is sent. */
  | { kind: 'qris'; paymentId: string }
  /** An image of a listing: `https://…`, `asset:<name>` (a file of ours, uploaded once), `tg:<file_id>`. */
  | { kind: 'image'; source: string };
