import { fileURLToPath } from 'node:url';
import { I18n } from '@grammyjs/i18n';
import type { Language } from '../../domain/context.ts';
import type { Translate } from '../context.ts';
import { Html, type HtmlPart, html, plainText } from './html.ts';

/** Every language there is; Indonesian also stands in for what another one lacks. */
export const languages: readonly Language[] = ['id', 'en'];

let loaded: I18n | undefined;
const translators = new Map<Language, Translate>();

/** Reads `locales/{id,en}/*.ftl` once. A key that exists nowhere comes out as `{key}` and as a process warning. */
function load(): I18n {
  loaded ??= new I18n({
    defaultLocale: 'id',
    directory: fileURLToPath(new URL('../locales', import.meta.url)),
    // Otherwise invisible characters surround every variable: account numbers could not be copied.
    fluentBundleOptions: { useIsolating: false },
    fluentOptions: {
      warningHandler: (warning) => {
        if ('path' in warning && !('messageId' in warning)) process.emitWarning(`no text for ${warning.path}`);
      },
    },
  });
  return loaded;
}

/** Numbers stay numbers, which Fluent selects plurals by. */
const inMarkup = (value: HtmlPart): string | number => (typeof value === 'number' ? value : html`${value}`.markup);

const allInMarkup = (variables: Record<string, HtmlPart>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, inMarkup(value)]));

/**
 * `t(key, variables)` of one language, as HTML with every string escaped. Numbers are written as they are; money, dates
 * and ids come as ready strings.
 */
export function translator(language: Language): Translate {
  let t = translators.get(language);
  if (!t) {
    const i18n = load();
    t = (key, variables) => Html.trusted(i18n.t(language, key, variables && allInMarkup(variables)));
    translators.set(language, t);
  }
  return t;
}

/** The same text in every language, plain: to recognise a label that somebody sent, whatever the keyboard's language was. */
export function inEveryLanguage(key: string): string[] {
  return languages.map((language) => plainText(translator(language)(key)));
}
