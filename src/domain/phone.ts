/**
 * An Indonesian mobile number in any common spelling as `+62…`, or null: `0812-3456-7890`, `62 812…`, `+62 (812)…`, `812…`.
 * Telegram's contacts of other countries are kept as they are when `anyCountry` is set.
 */
export function normalisePhone(text: string, options: { anyCountry?: boolean } = {}): string | null {
  const typed = text.trim();
  if (!/^[+(\d][\d\s().+-]*$/.test(typed)) return null;
  const digits = typed.replace(/\D/g, '');
  const national = digits.replace(/^(?:00)?62/, '').replace(/^0+/, '');
  const indonesian = /^(?:\+|00)?62|^0(?!0)|^8/.test(digits) || (!typed.startsWith('+') && digits.startsWith('62'));
  if (indonesian && /^8\d{8,11}$/.test(national)) return `+62${national}`;
  if (options.anyCountry && /^[1-9]\d{6,14}$/.test(digits) && !digits.startsWith('62')) return `+${digits}`;
  return null;
}

/** A number of older records: as `+…` where it can be, else as it was typed; it is somebody's only contact. */
export const readPhone = (text: string): string => normalisePhone(text, { anyCountry: true }) ?? text.trim();

/** `+62 812-3456-7890`. */
export function formatPhone(e164: string): string {
  const match = /^\+62(\d{3})(\d{3,4})(\d{3,5})$/.exec(e164);
  return match ? `+62 ${match[1]}-${match[2]}-${match[3]}` : e164;
}
