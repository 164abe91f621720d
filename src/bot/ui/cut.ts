/** Telegram's limits, in Unicode code points after the HTML is parsed (architecture 11.1). */
export const MAX_TEXT = 4096;
export const MAX_CAPTION = 1024;
export const MAX_TOAST = 200;

const token = /<[^>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);|\s+|[^\s<&]+|[<&]/giu;
const codePoints = (text: string): number => [...text].length;

/** Plain text of at most `limit` code points, cut at a word, with `…` when something is missing. */
export function cutText(text: string, limit: number): string {
  const points = [...text];
  if (points.length <= limit) return text;
  const kept = points.slice(0, limit - 1).join('');
  const word = kept.replace(/\s+\S*$/u, '');
  return `${(word.length > kept.length / 2 ? word : kept).trimEnd()}…`;
}

/** HTML of at most `limit` visible code points, cut at a word; tags that are open there are closed. */
export function cutHtml(html: string, limit: number): string {
  if (html.length <= limit) return html;
  const tokens = html.match(token) ?? [];
  const visible = (part: string): number =>
    part.startsWith('<') && part.length > 1 ? 0 : part.startsWith('&') ? 1 : codePoints(part);
  if (tokens.reduce((sum, part) => sum + visible(part), 0) <= limit) return html;

  const open: string[] = [];
  let out = '';
  let count = 0;
  for (const part of tokens) {
    const width = visible(part);
    if (count + width > limit - 1) {
      // One word longer than half the room (a link, a wall of emoji) is cut inside.
      if (width > limit / 2 && !part.startsWith('&')) out += [...part].slice(0, limit - 1 - count).join('');
      break;
    }
    out += part;
    count += width;
    if (width > 0) continue;
    const name = /^<(\/?)([a-z-]+)/i.exec(part);
    if (name?.[1]) open.pop();
    else if (name?.[2]) open.push(name[2]);
  }
  return `${out.trimEnd()}…${open
    .reverse()
    .map((name) => `</${name}>`)
    .join('')}`;
}

/** House rules in a message: whatever their number, what is to be paid and until when stays in it. */
export const TERMS = 1_500;
