import { findingKinds } from './finding.ts';
import type { Result, Verified } from './verify.ts';

/** Some keys hold a phone or an e-mail; those of no known pattern may hold anything. */
const personal = /\b(phone|demo-user):[^\s,]+/g;
const addresses = /[^\s:,]+(@|%40)[^\s:,]+|\+\d{6,}|\b0?8\d{8,}\b/g;
const withoutPeople = (text: string): string => text.replace(personal, '$1:…').replace(addresses, '…');

/** `index property:city:Bogor:prop_1: missing, of property:prop_1`. */
export const lineOf = ({ kind, key, what, repaired }: Result): string =>
  withoutPeople(`${kind} ${key}: ${what}${repaired ? ' (repaired)' : ''}`);

export function jsonOf({ kind, key, what, repaired, repair }: Result): string {
  const mendable = repair !== undefined;
  return JSON.stringify({ kind, key: withoutPeople(key), what: withoutPeople(what), mendable, repaired });
}

const counted = new Intl.NumberFormat('en');
const n = (count: number): string => counted.format(count);

/** The last lines of a report. */
export function summaryOf({ rows, records, faults, repaired, notes }: Verified): string[] {
  const byEntity = Object.entries(records).map(([name, count]) => `${n(count)} ${name}`);
  const lines = [`${n(rows)} rows: ${byEntity.join(', ') || 'no records'}`];
  const byKind = findingKinds.filter((kind) => faults[kind]).map((kind) => `${n(faults[kind] ?? 0)} ${kind}`);
  const told = [
    [notes.older, 'of an older schema version, migrated when read'],
    [notes.leftover, 'postponed agenda rows that nothing asks for: the next tick drops them'],
    [notes.busy, 'records that changed at every look, and were not judged: look again later'],
    [notes.erased, 'references of closed records to people who are gone'],
  ] as const;
  for (const [count, what] of told) if (count > 0) lines.push(`note: ${n(count)} ${what}`);
  if (byKind.length === 0) return [...lines, 'no faults'];
  const mended = repaired > 0 ? `; ${n(repaired)} repaired` : '';
  return [...lines, `faults: ${byKind.join(', ')}${mended}`];
}

/** Faults that are still there. */
export const left = ({ faults, repaired }: Verified): number =>
  Object.values(faults).reduce((total, count) => total + count, 0) - repaired;
