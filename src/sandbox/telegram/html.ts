import type { MessageEntity } from 'grammy/types';
import { badRequest } from './errors.ts';
import { checkedLink } from './link.ts';

export interface FormattedText {
  text: string;
  /** Offsets and lengths in UTF-16 code units. */
  entities: MessageEntity[];
}

interface Open {
  tag: string;
  argument: string;
  /** UTF-16 offset in the text where it began. */
  offset: number;
}

const simple: Record<string, MessageEntity['type']> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
};
const tags = new Set([...Object.keys(simple), 'a', 'code', 'pre', 'blockquote', 'tg-emoji', 'tg-time']);
const space = /\s/;

/**
 * Telegram's HTML, by TDLib's rules: what it accepts, what it makes of it, and its words when it does not
 * (`Bad Request: can't parse entities: …`, byte offsets into the UTF-8 input).
 */
export function parseHtml(html: string): FormattedText {
  if (!html.includes('<') && !html.includes('&')) return { text: html, entities: [] };
  let text = '';
  const entities: MessageEntity[] = [];
  const open: Open[] = [];
  let i = 0;
  while (i < html.length) {
    const char = html.charAt(i);
    if (char === '&') {
      const decoded = decodeEntity(html, i);
      text += decoded ? decoded.text : '&';
      i = decoded ? decoded.end : i + 1;
    } else if (char !== '<') {
      text += char;
      i += 1;
    } else if (html.charAt(i + 1) === '/') {
      i = closeTag(html, i, open, text, entities);
    } else {
      const { end, tag, argument } = openTag(html, i);
      open.push({ tag, argument, offset: text.length });
      i = end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw parseError(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  if (!text.isWellFormed()) {
    throw parseError(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  for (const entity of entities) {
    // `language-…` on a lone <code> means nothing; it only waited for a <pre> around it.
    if (entity.type === 'code') delete (entity as { language?: string }).language;
  }
  return { text, entities };
}

const parseError = (detail: string) => badRequest(`can't parse entities: ${detail}`);
const bytesBefore = (html: string, index: number): number => Buffer.byteLength(html.slice(0, index));

function openTag(html: string, begin: number): { end: number; tag: string; argument: string } {
  const at = (): number => bytesBefore(html, begin);
  let i = begin + 1;
  while (i < html.length && !space.test(html.charAt(i)) && html.charAt(i) !== '>') i += 1;
  if (i >= html.length) throw parseError(`Unclosed start tag at byte offset ${at()}`);
  const tag = html.slice(begin + 1, i).toLowerCase();
  if (!tags.has(tag)) throw parseError(`Unsupported start tag "${tag}" at byte offset ${at()}`);
  let argument = '';
  while (html.charAt(i) !== '>') {
    i = skipSpace(html, i);
    if (html.charAt(i) === '>') break;
    const nameStart = i;
    while (i < html.length && !/[\s=>/"']/.test(html.charAt(i))) i += 1;
    const name = html.slice(nameStart, i);
    if (name === '') throw parseError(`Empty attribute name in the tag "${tag}" at byte offset ${at()}`);
    i = skipSpace(html, i);
    if (html.charAt(i) !== '=') {
      if (i >= html.length) throw parseError(`Unclosed start tag "${tag}" at byte offset ${at()}`);
      if (tag === 'blockquote' && name === 'expandable') argument = '1';
      continue;
    }
    i = skipSpace(html, i + 1);
    if (i >= html.length) throw parseError(`Unclosed start tag "${tag}" at byte offset ${at()}`);
    const value = attributeValue(html, i);
    i = value.end;
    if (i >= html.length) throw parseError(`Unclosed start tag at byte offset ${at()}`);
    argument = meaning(tag, name, value.text) ?? argument;
  }
  if (tag === 'span' && argument !== 'spoiler') {
    throw parseError(`Tag "span" must have class "tg-spoiler" at byte offset ${at()}`);
  }
  return { end: i + 1, tag, argument };
}

function meaning(tag: string, name: string, value: string): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  if (tag === 'tg-emoji' && name === 'emoji-id') return value;
  if (tag === 'tg-time' && name === 'unix') return value;
  if (tag === 'blockquote' && name === 'expandable') return '1';
  return undefined;
}

function attributeValue(html: string, start: number): { text: string; end: number } {
  const quote = html.charAt(start);
  let i = start;
  if (quote !== '"' && quote !== "'") {
    while (/[A-Za-z0-9.-]/.test(html.charAt(i))) i += 1;
    if (i >= html.length || (!space.test(html.charAt(i)) && html.charAt(i) !== '>')) {
      throw parseError(`Unexpected end of name token at byte offset ${bytesBefore(html, start)}`);
    }
    return { text: html.slice(start, i).toLowerCase(), end: i };
  }
  let text = '';
  i += 1;
  while (i < html.length && html.charAt(i) !== quote) {
    const decoded = html.charAt(i) === '&' ? decodeEntity(html, i) : null;
    text += decoded ? decoded.text : html.charAt(i);
    i = decoded ? decoded.end : i + 1;
  }
  return { text, end: html.charAt(i) === quote ? i + 1 : i };
}

function closeTag(html: string, begin: number, open: Open[], text: string, entities: MessageEntity[]): number {
  const top = open.pop();
  if (!top) throw parseError(`Unexpected end tag at byte offset ${bytesBefore(html, begin)}`);
  let i = begin + 2;
  while (i < html.length && !space.test(html.charAt(i)) && html.charAt(i) !== '>') i += 1;
  const name = html.slice(begin + 2, i).toLowerCase();
  i = skipSpace(html, i);
  if (html.charAt(i) !== '>') throw parseError(`Unclosed end tag at byte offset ${bytesBefore(html, begin)}`);
  if (name !== '' && name !== top.tag) {
    throw parseError(
      `Unmatched end tag at byte offset ${bytesBefore(html, begin)}, expected "</${top.tag}>", found "</${name}>"`,
    );
  }
  if (text.length > top.offset) addEntity(entities, top, text);
  return i + 1;
}

function addEntity(entities: MessageEntity[], open: Open, text: string): void {
  const place = { offset: open.offset, length: text.length - open.offset };
  const last = entities.at(-1);
  const covers = last && last.offset === place.offset && last.length === place.length;
  const type = simple[open.tag];
  if (type) entities.push({ type, ...place } as MessageEntity);
  else if (open.tag === 'a') {
    const link = checkedLink(open.argument === '' ? text.slice(open.offset) : open.argument);
    if (link) entities.push({ type: 'text_link', ...place, url: link });
  } else if (open.tag === 'pre') {
    const language = covers && last.type === 'code' ? (last as { language?: string }).language : undefined;
    if (language) entities.pop();
    entities.push({ type: 'pre', ...place, ...(language ? { language } : {}) });
  } else if (open.tag === 'code') {
    const language = open.argument === '' ? {} : { language: open.argument };
    if (covers && last.type === 'pre' && open.argument !== '') Object.assign(last, language);
    else entities.push({ type: 'code', ...place, ...language } as MessageEntity);
  } else if (open.tag === 'blockquote') {
    entities.push({ type: open.argument === '1' ? 'expandable_blockquote' : 'blockquote', ...place });
  } else if (open.tag === 'tg-emoji') {
    if (!/^\d+$/.test(open.argument)) throw parseError('Invalid custom emoji identifier specified');
    entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: open.argument });
  } else if (open.tag === 'tg-time') {
    entities.push({ type: 'date_time', ...place, unix_time: Number(open.argument) } as MessageEntity);
  }
}

function skipSpace(html: string, start: number): number {
  let i = start;
  while (i < html.length && space.test(html.charAt(i))) i += 1;
  return i;
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** `&lt; &gt; &amp; &quot;` and numeric references, the semicolon optional; null for anything else (kept as it is). */
function decodeEntity(html: string, start: number): { text: string; end: number } | null {
  const match = /^&(?:#x([0-9a-f]*)|#(\d*)|([a-z]*))/i.exec(html.slice(start, start + 40));
  if (!match) return null;
  let end = start + match[0].length;
  let text: string | undefined;
  if (match[3] !== undefined) text = named[match[3]];
  else {
    const code = match[1] === undefined ? Number.parseInt(match[2] ?? '', 10) : Number.parseInt(match[1], 16);
    if (!(code > 0) || code >= 0x10ffff || match[0].length >= 10) return null;
    text = String.fromCodePoint(code);
  }
  if (text === undefined) return null;
  if (html.charAt(end) === ';') end += 1;
  return { text, end };
}
