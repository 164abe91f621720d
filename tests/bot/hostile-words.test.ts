import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import type { InlineKeyboardButton } from 'grammy/types';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { picturedPayment } from '../../src/bot/payment/payment-picture.ts';
import { cutHtml, cutText, MAX_CAPTION, MAX_TEXT } from '../../src/bot/ui/cut.ts';
import { errorText } from '../../src/bot/ui/errors.ts';
import { Html, html, plainText } from '../../src/bot/ui/html.ts';
import { languages, translator } from '../../src/bot/ui/i18n.ts';
import type { OutMessage } from '../../src/bot/ui/message.ts';
import { DomainError, errorCodes } from '../../src/domain/errors.ts';
import { parseHtml } from '../../src/sandbox/telegram/html.ts';
import { readCaption, readText } from '../../src/sandbox/telegram/text.ts';
import { everyView, givenTo } from '../support/every-view.ts';
import { fluentMessages } from '../support/fluent-messages.ts';
import { samples } from '../support/samples.ts';
import type { Word } from '../support/worded-records.ts';

/** Exported by a file of views, but nothing that is shown by itself. */
const noViews: Record<string, string[]> = {
  'search/search-view.ts': ['cityCode', 'capped'],
  'ui/outbox-view.ts': ['recipientSide'],
};

const nasty = [
  ...['<b>', '</b>', '</a>', '<', '>', '<a href="https://jahat.id">', '<script>alert(1)</script>', '<b', '<!-- '],
  ...['&', '&amp;', '&lt;', '&#60;', '&quot', '"', "'", '`', '\\', '$' + '{name}', '$&', '$1', '%s'],
  ...['{ $name }', '{ $who ->', '*[other]', '}', '{"', '-term = x', '.attribute'],
  ...['🎉', '👩‍👩‍👧', '\u202e', '\u200f', '\ud800', '\udc00', '\0', '\t', '\n', '\r\n', ' ', 'Kos', 'é', 'ش'],
];
const hostile = fc.array(fc.constantFrom(...nasty), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const long = fc.tuple(hostile, fc.constantFrom(...nasty));
const atLength = ([head, piece]: [string, string]): string => head.padEnd(5_000, piece);

/** A stand-in of one character for each field's words, so that nothing is cut around it. */
function standIns() {
  const names: string[] = [];
  const first = 0xe000;
  const word: Word = (what) => {
    if (!names.includes(what)) names.push(what);
    return String.fromCharCode(first + names.indexOf(what));
  };
  const inPlace = /[\ue000-\uefff]/g;
  const nameOf = (standIn: string): string => names[standIn.charCodeAt(0) - first] ?? '';
  return {
    word,
    /** What the text would be with these words. */
    fill: (text: string, words: Word) => text.replace(inPlace, (found) => words(nameOf(found)).toWellFormed()),
    namesIn: (text: string) => [...text.matchAll(inPlace)].map(([found]) => nameOf(found)),
  };
}

/** Each field gets one of the words, the same one each time. */
function wordsOf(all: readonly string[]): Word {
  const given = new Map<string, string>();
  return (what) => {
    const words = given.get(what) ?? all[given.size % all.length] ?? '';
    given.set(what, words);
    return words;
  };
}

const textOf = (shown: OutMessage | Html): Html => (shown instanceof Html ? shown : shown.text);
const tagsOf = ({ markup }: Html): string[] => markup.match(/<[^>]*>/g) ?? [];
const buttonsOf = (shown: OutMessage | Html): InlineKeyboardButton[] =>
  !(shown instanceof Html) && shown.keyboard && 'inline_keyboard' in shown.keyboard
    ? shown.keyboard.inline_keyboard.flat()
    : [];

/** As the sender sends it: Telegram takes it, within its limits. */
function sendable(shown: OutMessage | Html): void {
  // What is only part of a message may be nothing but blanks.
  const { markup } = shown instanceof Html ? html`• ${shown}` : shown.text;
  const sent = { parse_mode: 'HTML' as const };
  if (!(shown instanceof Html) && shown.photo) readCaption({ ...sent, caption: cutHtml(markup, MAX_CAPTION) });
  else readText({ ...sent, text: cutHtml(markup, MAX_TEXT) });
  for (const button of buttonsOf(shown)) {
    expect([...button.text].length).toBeLessThanOrEqual(64);
    if ('callback_data' in button) expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
  }
}

afterEach(() => vi.restoreAllMocks());

const views = Object.entries(everyView).flatMap(([file, ofFile]) =>
  Object.entries(ofFile).flatMap(([name, view]) => languages.map((language) => ({ file, name, language, view }))),
);

describe('hostile words in every view', () => {
  it('there is a line for each view', async () => {
    const files = globSync('src/bot/**/*-{view,messages,review}.ts');
    expect(files.length).toBeGreaterThan(10);
    const missing: string[] = [];
    for (const file of files) {
      const key = file.replace('src/bot/', '');
      const exported = Object.entries(await import(/* @vite-ignore */ resolve(file)));
      for (const [name, value] of exported) {
        const known = everyView[key]?.[name] !== undefined || noViews[key]?.includes(name);
        if (typeof value === 'function' && !known) missing.push(`${key} ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it.each(views)('$name ($language): shown as they are, and nothing else changes', async ({ view, language }) => {
    const { word, fill } = standIns();
    const before = await view(givenTo(language, word));
    const converted = vi.spyOn(Html.prototype, 'toString');
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 12, maxLength: 12 }), async (all) => {
        const words = wordsOf(all);
        // In the order of the stand-ins, so that both give a field the same words.
        const after = await view(givenTo(language, words));
        expect(after.length).toBe(before.length);
        for (const [i, harmless] of before.entries()) {
          const shown = after[i] ?? harmless;
          expect(tagsOf(textOf(shown))).toEqual(tagsOf(textOf(harmless)));
          const { text } = parseHtml(textOf(shown).markup);
          expect(text).toBe(fill(parseHtml(textOf(harmless).markup).text, words));
          expect(plainText(textOf(shown))).toBe(text);
          const labels = buttonsOf(harmless).map((button) => cutText(fill(button.text, words).trim() || '·', 64));
          expect(buttonsOf(shown).map((button) => button.text)).toEqual(labels);
          sendable(shown);
        }
      }),
      { numRuns: 30 },
    );
    // HTML that became a string on its way is escaped once more, or not at all.
    expect(converted).not.toHaveBeenCalled();
  });

  it.each(views)('$name ($language): words of 5,000 characters', async ({ view, language }) => {
    const { word, namesIn } = standIns();
    const before = await view(givenTo(language, word));
    await fc.assert(
      fc.asyncProperty(fc.array(long, { minLength: 12, maxLength: 12 }), async (all) => {
        const words = wordsOf(all.map(atLength));
        const after = await view(givenTo(language, words));
        expect(after.length).toBe(before.length);
        for (const [i, harmless] of before.entries()) {
          const shown = after[i] ?? harmless;
          expect(tagsOf(textOf(shown))).toEqual(tagsOf(textOf(harmless)));
          const { text } = parseHtml(textOf(shown).markup);
          // Of several rules the first may leave no room for the second.
          const names = namesIn(textOf(harmless).markup).filter((name) => !name.startsWith('second'));
          for (const name of names)
            expect(text).toContain([...words(name).toWellFormed()].slice(0, 20).join('').trim());
          sendable(shown);
        }
      }),
      { numRuns: 3 },
    );
  });
});

describe.each(languages)('hostile words in every text (%s)', (language) => {
  const t = translator(language);

  it('are shown as they are, whatever the variable', () => {
    const { word, fill } = standIns();
    for (const [key, variables] of fluentMessages(language)) {
      const given = (words: Word) => t(key, Object.fromEntries(variables.map((name) => [name, words(name)])));
      const harmless = given(word);
      const plain = parseHtml(harmless.markup).text;
      fc.assert(
        fc.property(fc.array(hostile, { minLength: 6, maxLength: 6 }), (all) => {
          const words = wordsOf(all);
          const shown = given(words);
          expect(tagsOf(shown), key).toEqual(tagsOf(harmless));
          expect(parseHtml(shown.markup).text, key).toBe(fill(plain, words));
          expect(plainText(shown), key).toBe(fill(plain, words));
        }),
        { numRuns: variables.length === 0 ? 1 : 10 },
      );
    }
  });

  it('stand on the picture of a payment as they are', () => {
    const { payment, invoice } = samples;
    fc.assert(
      fc.property(hostile, (words) => {
        const charged = { ...payment, qrisString: '000201', expiresAt: payment.createdAt, midtransOrderId: words };
        const facts = { payment: charged, invoice: { ...invoice, propertyName: words }, room: words };
        const picture = picturedPayment(language, 'Asia/Jakarta', facts);
        expect(picture.title).toBe(words);
        expect(picture.note).toBe(words);
        expect(picture.subtitle.endsWith(` ${words.toWellFormed()}`)).toBe(true);
      }),
    );
  });

  it('are shown as they are in a refusal', () => {
    fc.assert(
      fc.property(fc.constantFrom(...errorCodes), hostile, (code, name) => {
        const said = (words: string) =>
          errorText(
            t,
            new DomainError(code, { name: words, number: words, status: 'x', reason: 'x', days: 90, months: 3 }),
          );
        const plain = parseHtml(said('\ue000').markup).text;
        expect(parseHtml(said(name).markup).text).toBe(plain.replaceAll('\ue000', () => name.toWellFormed()));
      }),
    );
  });
});
