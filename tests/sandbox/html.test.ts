import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/sandbox/telegram/errors.ts';
import { parseHtml } from '../../src/sandbox/telegram/html.ts';
import { tidy } from '../../src/sandbox/telegram/text.ts';

const e = (type: string, offset: number, length: number, more: object = {}) => ({ type, offset, length, ...more });

describe("Telegram's HTML", () => {
  test.each([
    ['', '', []],
    ['polos', 'polos', []],
    ['&lt;b&gt; &amp;amp; &quot;x&quot;', '<b> &amp; "x"', []],
    ['&ge;&laquo;&#12345678;&Or;', '&ge;&laquo;&#12345678;&Or;', []],
    ['&#65;&#x42;&#67', 'ABC', []],
    ['<b>a</b>', 'a', [e('bold', 0, 1)]],
    ['<strong>a</strong><em>b</em>', 'ab', [e('bold', 0, 1), e('italic', 1, 1)]],
    ['<u>a</u><ins>b</ins>', 'ab', [e('underline', 0, 1), e('underline', 1, 1)]],
    [
      '<s>a</s><strike>b</strike><del>c</del>',
      'abc',
      [e('strikethrough', 0, 1), e('strikethrough', 1, 1), e('strikethrough', 2, 1)],
    ],
    ['😀<i>😀😀</i>', '😀😀😀', [e('italic', 2, 4)]],
    ['<b>a<i>b</i></b>', 'ab', [e('italic', 1, 1), e('bold', 0, 2)]],
    ['<B>a</b>', 'a', [e('bold', 0, 1)]],
    ['<b>a</>', 'a', [e('bold', 0, 1)]],
    ['<b></b>', '', []],
    [
      '<a href="https://kostin.id/a?b=1&amp;c=2">x</a>',
      'x',
      [e('text_link', 0, 1, { url: 'https://kostin.id/a?b=1&c=2' })],
    ],
    ["<a href='kostin.id'>x</a>", 'x', [e('text_link', 0, 1, { url: 'http://kostin.id/' })]],
    ['<a href="javascript:alert(1)">x</a>', 'x', []],
    ['<a>x</a>', 'x', []],
    ['<code>a</code>', 'a', [e('code', 0, 1)]],
    ['<pre>a</pre>', 'a', [e('pre', 0, 1)]],
    ['<pre><code class="language-ts">a</code></pre>', 'a', [e('pre', 0, 1, { language: 'ts' })]],
    ['<code class="language-ts">a</code>', 'a', [e('code', 0, 1)]],
    ['<blockquote>a</blockquote>', 'a', [e('blockquote', 0, 1)]],
    ['<blockquote expandable>a</blockquote>', 'a', [e('expandable_blockquote', 0, 1)]],
    ['<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', 'ab', [e('spoiler', 0, 1), e('spoiler', 1, 1)]],
    ['a > b', 'a > b', []],
  ])('%s', (html, text, entities) => {
    expect(parseHtml(html)).toEqual({ text, entities });
  });

  test.each([
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['harga < 1jt > murah', 'Unsupported start tag "" at byte offset 6'],
    ['é<b', 'Unclosed start tag at byte offset 2'],
    ['<a href', 'Unclosed start tag "a" at byte offset 0'],
    ['<a href="x"', 'Unclosed start tag at byte offset 0'],
    ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href="x"y"z">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=x/>y</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    [
      '&#57311;',
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    ],
    ['<tg-emoji emoji-id="x">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('%s is refused', (html, words) => {
    expect(() => parseHtml(html)).toThrow(new ApiError(400, `can't parse entities: ${words}`));
  });

  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed());
  interface Tree {
    tag: string | null;
    text: string;
    children: Tree[];
  }
  const tree = fc.letrec<{ node: Tree }>((tie) => ({
    node: fc.record({
      tag: fc.constantFrom(null, 'b', 'i', 'u', 's', 'tg-spoiler', 'blockquote'),
      text: words,
      // Without a depth the tree now and then outgrows the stack.
      children: fc.oneof({ maxDepth: 6 }, fc.constant<Tree[]>([]), fc.array(tie('node'), { maxLength: 2 })),
    }),
  })).node;
  const html = (node: Tree): string => {
    const inner = escaped(node.text) + node.children.map(html).join('');
    return node.tag === null ? inner : `<${node.tag}>${inner}</${node.tag}>`;
  };
  const plain = (node: Tree): string => node.text + node.children.map(plain).join('');
  const count = (node: Tree): number =>
    (node.tag === null ? 0 : 1) + node.children.reduce((sum, child) => sum + count(child), 0);

  test('escaped text in nested tags comes back, every entity within it', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const { text, entities } = parseHtml(html(node));
        expect(text).toBe(plain(node));
        expect(entities.length).toBe(count(node));
        for (const entity of entities) {
          expect(entity.length).toBeGreaterThan(0);
          expect(entity.offset + entity.length).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  test('any text is either parsed or refused in words, and what is parsed is tidy', () => {
    const parts = fc.array(
      fc.constantFrom('<b>', '</b>', '<a href="', '">', '<', '>', '&', '&lt;', '/', 'x', '😀', ' ', '\n', '=', '"'),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(parts, (list) => {
        try {
          const { text, entities } = tidy(parseHtml(list.join('')));
          expect(text).toBe(text.trim());
          for (const { offset, length } of entities) expect(text.slice(offset, offset + length).trim()).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['/start p_1', [e('bot_command', 0, 6)]],
    ['lihat https://kostin.id/a, ya', [e('url', 6, 19)]],
    ['tulis ke a@b.co.id atau @kostin_bot #kos', [e('email', 9, 9), e('mention', 24, 11), e('hashtag', 36, 4)]],
    ['Rp1.200.000 per bulan / 14.30', []],
    ['+62 812-3456-7890', [e('phone_number', 0, 17)]],
  ])('found by itself: %s', (text, entities) => {
    expect(tidy({ text, entities: [] }).entities).toEqual(entities);
  });
});
