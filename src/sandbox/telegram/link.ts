/** The link as Telegram keeps it, or null where it would refuse it: http(s) needs a host with a dot, else tg:// or ton://. */
export function checkedLink(raw: string): string | null {
  const trimmed = raw.trim();
  if (trimmed === '') return null;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'tg' || scheme === 'ton' || scheme === 'tonsite') return trimmed;
  if (scheme && scheme !== 'http' && scheme !== 'https') return null;
  if (!scheme && /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^:/]+:\d+/.test(trimmed)) return null;
  try {
    const url = new URL(scheme ? trimmed : `http://${trimmed}`);
    if (!url.hostname.includes('.') && !url.hostname.startsWith('[')) return null;
    return url.href;
  } catch {
    return null;
  }
}
