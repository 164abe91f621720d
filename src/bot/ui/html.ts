/** What can stand in HTML: a string is somebody's words and is escaped, HTML stays as it is. */
export type HtmlPart = Html | string | number;

/**
 * HTML as Telegram takes it: whatever people typed is escaped in it. Made by `t()`, `html`, `lines` and `joinHtml`;
 * told apart from a string at run time, so that nothing is escaped twice or not at all.
 */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** For who made sure that no person's words are unescaped in it: the translator, and this file. */
  static trusted(markup: string): Html {
    return new Html(markup);
  }

  /** What Telegram gets with `parse_mode: 'HTML'`. */
  get markup(): string {
    return this.#markup;
  }

  toString(): string {
    return this.#markup;
  }

  toJSON(): string {
    return this.#markup;
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeHtml = (words: string | number): string =>
  String(words)
    .toWellFormed()
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

const markupOf = (part: HtmlPart): string => (part instanceof Html ? part.markup : escapeHtml(part));

/** `` html`<b>${name}</b>` ``: the markup is ours, the values are escaped. */
export const html = (markup: TemplateStringsArray, ...parts: HtmlPart[]): Html =>
  Html.trusted(String.raw({ raw: markup }, ...parts.map(markupOf)));

type Absent = false | null | undefined;
const isThere = <T>(part: T | Absent): part is T => part !== false && part !== null && part !== undefined;

/** One under another; `''` is an empty line, what is not there makes none. */
export const lines = (...parts: (Html | '' | Absent)[]): Html =>
  Html.trusted(parts.filter(isThere).map(markupOf).join('\n'));

/** What is there and not empty, with the separator between. */
export const joinHtml = (parts: readonly (HtmlPart | Absent)[], separator: string): Html =>
  Html.trusted(
    parts
      .filter(isThere)
      .map(markupOf)
      .filter((markup) => markup !== '')
      .join(escapeHtml(separator)),
  );

/** What is left for plain places (toasts, buttons, pictures): no tags, entities as characters. */
export const plainText = ({ markup }: Html): string =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
