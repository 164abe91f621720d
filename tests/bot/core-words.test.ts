import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineCallback } from '../../src/bot/ui/callback.ts';
import { cutHtml, cutText } from '../../src/bot/ui/cut.ts';
import { Html, html, joinHtml, lines, plainText } from '../../src/bot/ui/html.ts';
import { inEveryLanguage, translator } from '../../src/bot/ui/i18n.ts';
import { disabledButton, inlineKeyboard } from '../../src/bot/ui/keyboard.ts';

describe('callbacks', () => {
  const button = defineCallback('x', {
    id: z.string(),
    page: z.int(),
    on: z.boolean(),
    what: z.enum(['a', 'b']),
    more: z.string().min(1).optional(),
  });
  const values = fc.record(
    {
      id: fc.string({ maxLength: 8 }),
      page: fc.integer({ min: -9_999, max: 9_999 }),
      on: fc.boolean(),
      what: fc.constantFrom('a' as const, 'b' as const),
      more: fc.string({ minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: ['id', 'page', 'on', 'what'] },
  );

  it('comes back as it was packed', () => {
    fc.assert(
      fc.property(values, (one) => {
        expect(button.match(button.pack(one))).toEqual({ more: undefined, ...one });
      }),
    );
  });

  it('fits into 64 bytes or is refused when it is packed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (id) => {
        const packed = () => button.pack({ id, page: 1, on: true, what: 'a' });
        try {
          expect(Buffer.byteLength(packed())).toBeLessThanOrEqual(64);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  it('takes nothing that it would not have packed itself, whatever is sent', () => {
    const forged = fc.oneof(
      fc.string({ maxLength: 64 }),
      fc.string({ maxLength: 40 }).map((text) => `x:${text}`),
    );
    fc.assert(
      fc.property(forged, (data) => {
        const found = button.match(data);
        if (found)
          expect(
            z.object({ id: z.string(), page: z.int(), on: z.boolean(), what: z.enum(['a', 'b']) }).safeParse(found)
              .success,
          ).toBe(true);
      }),
    );
    for (const data of [
      '',
      'x',
      'x:',
      'xy:1:1:true:a:',
      'x:i:1.5:true:a:',
      'x:i:1e9:true:a:',
      'x:i:1:yes:a:',
      'x:i:1:true:c:',
      'x:i:1:true:a:m:n',
    ]) {
      expect(button.match(data), data).toBeNull();
    }
  });

  it('keeps a text that looks like a number a text', () => {
    expect(button.match(button.pack({ id: '12', page: 12, on: false, what: 'b' }))).toMatchObject({
      id: '12',
      page: 12,
    });
  });
});

describe('words', () => {
  const visible = (markup: string): string => plainText(Html.trusted(markup));
  it('what people type is never markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const safe = html`${typed}`;
        expect(safe.markup).not.toMatch(/[<>"]/);
        expect(plainText(safe)).toBe(typed.toWellFormed());
        // Not twice, wherever it goes on to.
        expect(html`${safe}`.markup).toBe(safe.markup);
        expect(lines(safe, '', safe).markup).toBe(`${safe}\n\n${safe}`);
        const said = translator('id')('start-menu-owner', { name: typed });
        expect(said.markup).toContain(`<b>${safe}</b>`);
        expect(translator('id')('start-menu-owner', { name: safe }).markup).toBe(said.markup);
      }),
    );
    expect(JSON.stringify({ text: html`<b>${'<i>'}</b> ${3}` })).toBe('{"text":"<b>&lt;i&gt;</b> 3"}');
    expect(lines(false, html`a`, null, undefined, '', html`b`).markup).toBe('a\n\nb');
    expect(joinHtml([html``, '<', false, html`<i>b</i>`, '', 0], ' & ').markup).toBe('&lt; &amp; <i>b</i> &amp; 0');
  });

  it('cuts at a word, closes what is open, and never goes over the limit', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((typed) => html`${typed}`.markup),
      fc.constantFrom('<b>', '<i>', '</i>', '</b>', ' ', '\n', '&amp;', '<a href="https://x.y">'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 5, max: 80 }), (pieces, limit) => {
        const cut = cutHtml(pieces.join(''), limit);
        expect([...visible(cut)].length).toBeLessThanOrEqual(limit);
      }),
    );
    expect(cutHtml('<b>satu dua <i>tiga empat</i></b>', 14)).toBe('<b>satu dua <i>tiga…</i></b>');
    expect(cutHtml('a &lt; b', 8)).toBe('a &lt; b');
    expect(cutText('satu dua tiga', 9)).toBe('satu dua…');
    expect([...cutText('🎉'.repeat(300), 200)].length).toBe(200);
    expect([...visible(cutHtml(`x ${'🎉'.repeat(5_000)}`, 4_096))].length).toBe(4_096);
  });

  it('shows in a button what was typed, cut but not escaped', () => {
    const label = (typed: string): string => disabledButton(translator('id')('search-chip', { filter: typed })).text;
    expect(label('Kos "A" & <b>')).toBe('✖️ Kos "A" & <b>');
    expect(label('&amp; </b>')).toBe('✖️ &amp; </b>');
    expect([...label('<'.repeat(100))].length).toBe(64);
    expect(disabledButton(html` `).text).toBe('·');
  });

  it('keyboards leave out what is not there', () => {
    expect(inlineKeyboard([false, [], [null, disabledButton(html`✅ Disetujui`, 'success')]])).toEqual({
      inline_keyboard: [[{ text: '✅ Disetujui', disabled: {}, style: 'success' }]],
    });
  });

  it('speaks both languages, without invisible characters', () => {
    expect(translator('id')('flow-progress', { step: 2, total: 5 }).markup).toBe('Langkah 2 dari 5');
    expect(translator('en')('flow-progress', { step: 2, total: 5 }).markup).toBe('Step 2 of 5');
    expect(inEveryLanguage('flow-cancel')).toEqual(['✖️ Batal', '✖️ Cancel']);
  });
});
