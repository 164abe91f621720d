import type { MessageEntity } from 'grammy/types';
import { badRequest } from './errors.ts';
import { type FormattedText, parseHtml } from './html.ts';
import type { Params } from './validate.ts';

/** Code points of a message's text, counted after parsing. */
export const textLimit = 4096;
const captionLimit = 1024;
const rawLimit = 32_768;

/** The text of sendMessage and editMessageText: parsed, cleaned, within 4,096 code points. Throws as Telegram does. */
export function readText(params: Params): FormattedText {
  const raw = params.text;
  if (typeof raw !== 'string' || raw === '') throw badRequest('Message text is empty');
  const formatted = format(raw, params.parse_mode, params.entities);
  if (formatted.text === '') throw badRequest('Text must be non-empty');
  if (codePoints(formatted.text) > textLimit) throw badRequest('Message is too long');
  return formatted;
}

/** A caption; empty when there is none. Within 1,024 code points after parsing. */
export function readCaption(params: Params): FormattedText {
  const raw = params.caption;
  if (typeof raw !== 'string' || raw === '') return { text: '', entities: [] };
  const formatted = format(raw, params.parse_mode, params.caption_entities);
  if (codePoints(formatted.text) > captionLimit) throw badRequest('Message caption is too long');
  return formatted;
}

function format(original: string, parseMode: unknown, explicit: unknown): FormattedText {
  if (original.length > rawLimit / 4 && Buffer.byteLength(original) > rawLimit) throw badRequest('Text is too long');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what Telegram replaces, before it parses
  const raw = original.replace(/\r/g, '').replace(/[\x00-\x09\x0b-\x1f]/g, ' ');
  const mode = typeof parseMode === 'string' ? parseMode.toLowerCase() : '';
  let formatted: FormattedText;
  if (mode === 'html') formatted = parseHtml(raw);
  else if (mode === '') formatted = { text: raw, entities: Array.isArray(explicit) ? explicit : [] };
  else if (mode === 'markdown' || mode === 'markdownv2')
    throw badRequest('sandbox: only the HTML parse mode is emulated');
  else throw badRequest('Unsupported parse_mode');
  return tidy(formatted);
}

/** Counts up to the limits only as far as needed: most texts are short. */
function codePoints(text: string): number {
  if (text.length <= captionLimit) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Ends are trimmed, entities cut to what is left, found ones added, at most 100. */
export function tidy({ text, entities }: FormattedText): FormattedText {
  const trimmed = text.trim();
  const shift = text.length - text.trimStart().length;
  const kept: MessageEntity[] = [];
  for (const entity of entities) {
    const start = Math.max(0, entity.offset - shift);
    const end = Math.min(trimmed.length, entity.offset + entity.length - shift);
    if (end <= start || trimmed.slice(start, end).trim() === '') continue;
    kept.push({ ...entity, offset: start, length: end - start });
  }
  kept.push(...detect(trimmed, kept));
  kept.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: trimmed, entities: kept.slice(0, 100) };
}

const detectors: [MessageEntity['type'], RegExp][] = [
  [
    'url',
    /(?<![\w@/.])(?:https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|(?:[a-z0-9-]+\.)+(?:com|id|org|net|me|io|dev)(?:\/[^\s<>"]*[^\s<>".,;:!?)\]])?)(?![\w@])/gi,
  ],
  ['email', /(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}/gi],
  ['bot_command', /(?<![\w/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z][a-zA-Z0-9_]{3,31})?(?![\w/<>])/g],
  ['mention', /(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?!\w)/g],
  ['hashtag', /(?<![\w#])#(?=[\p{L}\d_]*\p{L})[\p{L}\d_]{1,256}/gu],
  ['phone_number', /(?<![\w+])\+\d[\d ()-]{8,16}\d(?!\w)/g],
];

/** Links, mentions, commands and the like that Telegram marks by itself, outside code and links. */
function detect(text: string, given: MessageEntity[]): MessageEntity[] {
  if (!/[./@#+]/.test(text)) return [];
  const taken = given
    .filter((entity) => ['code', 'pre', 'text_link'].includes(entity.type))
    .map((entity) => ({ from: entity.offset, to: entity.offset + entity.length }));
  const found: MessageEntity[] = [];
  for (const [type, pattern] of detectors) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.some((span) => from < span.to && to > span.from)) continue;
      taken.push({ from, to });
      found.push({ type, offset: from, length: to - from } as MessageEntity);
    }
  }
  return found;
}
