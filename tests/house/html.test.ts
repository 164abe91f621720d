import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = new Map(globSync('src/bot/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')]));
const filesWith = (pattern: RegExp): string[] =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([file]) => file.replace('src/bot/', ''));

it('one place escapes, and nobody calls it', () => {
  expect(filesWith(/\bescapeHtml\b/)).toEqual(['ui/html.ts']);
  expect(filesWith(/export[^\n]*\bescapeHtml\b/)).toEqual([]);
  expect(filesWith(/&(?:lt|gt|quot|amp);/)).toEqual(['ui/html.ts']);
});

it('only the translator and the helpers of HTML vouch for a string', () => {
  expect(filesWith(/\bHtml\.trusted\b/).toSorted()).toEqual(['ui/html.ts', 'ui/i18n.ts']);
});

it('HTML becomes a string only where it is kept and sent', () => {
  const kept = ['delivery/tell-admins.ts', 'ui/html.ts', 'ui/i18n.ts', 'ui/message.ts'];
  expect(filesWith(/\.markup\b|\{ markup \}/).toSorted()).toEqual(kept);
});

it('no words of a translation in a template that is not html``', () => {
  // Types stop such a string from being sent; it would be escaped a second time where it is a variable.
  const untagged = /(?<!\bhtml)`[^`]*\$\{[^`}]*\bt\(/;
  expect(untagged.test('text: `$' + '{t(')).toBe(true);
  expect(untagged.test('text: html`<b>$' + '{words.t(`a-$' + '{b}`)}</b>`')).toBe(false);
  expect(filesWith(untagged)).toEqual([]);
});
