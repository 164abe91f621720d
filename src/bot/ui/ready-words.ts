import type { Translate } from '../context.ts';
import { type Html, html } from './html.ts';
import { inEveryLanguage } from './i18n.ts';

export const relations = ['father', 'mother', 'sibling', 'partner', 'friend'] as const;
export const refusals = ['full', 'renovation', 'dates', 'rules'] as const;

/** Words that were chosen from a button are kept as text; who reads them in another language reads its label. */
function inReadersWords(t: Translate, keys: readonly string[], text: string): Html {
  const key = keys.find((candidate) => inEveryLanguage(candidate).includes(text));
  return key === undefined ? html`${text}` : t(key);
}

/** `Ibu` is `Mother` to who reads English; words that were typed stay as they are. */
export const relationWords = (t: Translate, relation: string): Html =>
  inReadersWords(
    t,
    relations.map((slug) => `application-relation-${slug}`),
    relation,
  );

/** The same for an owner's reason. */
export const refusalWords = (t: Translate, reason: string): Html =>
  inReadersWords(
    t,
    refusals.map((slug) => `application-refusal-${slug}`),
    reason,
  );
