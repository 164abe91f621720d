/** QRIS texts: EMVCo merchant-presented TLV with a CRC at the end (architecture 11.2). */

/** `CRC-16/IBM-3740` over the UTF-8 bytes, as four upper-case hex digits. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * Tags to values of one TLV level, or null when it is not one: a length that does not fit, or a tag given twice
 * (two readers might then see two amounts). GoPay puts 54 after 61, so any order is right.
 */
export function parseTlv(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const head = /^(\d{2})(\d{2})/.exec(text.slice(at, at + 4));
    if (!head?.[1] || !head[2]) return null;
    const end = at + 4 + Number(head[2]);
    if (end > text.length || tags.has(head[1])) return null;
    tags.set(head[1], text.slice(at + 4, end));
    at = end;
  }
  return tags;
}

export type QrisProblem = 'format' | 'crc' | 'not-dynamic' | 'not-rupiah' | 'tip' | 'amount';

export type QrisCheck =
  | { kind: 'valid'; merchantName: string; tags: ReadonlyMap<string, string> }
  | { kind: 'invalid'; problem: QrisProblem };

/**
 * Whether a payer who scans this text pays exactly `amount` whole rupiah, once: well-formed, CRC right, dynamic
 * (tag 01 = 12), in rupiah (53 = 360), amount (54) equal, no tip on top (55). A QR that fails is never shown.
 */
export function checkQris(text: string, amount: number): QrisCheck {
  const invalid = (problem: QrisProblem): QrisCheck => ({ kind: 'invalid', problem });
  const tags = parseTlv(text);
  const crc = tags?.get('63');
  // The payload format comes first and the CRC last; both have a fixed length.
  if (!tags || !crc || !text.startsWith('000201') || !text.endsWith(`6304${crc}`) || crc.length !== 4) {
    return invalid('format');
  }
  if (crc16(text.slice(0, -4)) !== crc) return invalid('crc');
  if (tags.get('01') !== '12') return invalid('not-dynamic');
  if (tags.get('53') !== '360') return invalid('not-rupiah');
  if (tags.has('55')) return invalid('tip');
  const stated = /^(\d{1,13})(?:\.0{0,2})?$/.exec(tags.get('54') ?? '')?.[1];
  if (stated === undefined || Number(stated) !== amount) return invalid('amount');
  return { kind: 'valid', merchantName: tags.get('59') ?? '', tags };
}
