const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The one place where a value that a person typed becomes safe inside HTML of a message. */
export function escapeHtml(value: string | number): string {
  return String(value)
    .toWellFormed()
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** What is left for plain places (toasts, buttons): no tags, entities as characters. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
