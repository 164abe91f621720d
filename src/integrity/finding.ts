import type { Json, Version } from '../domain/ports.ts';

export const findingKinds = [
  /** A record without one of its index entries, or an entry that its record does not ask for. */
  'index',
  'guard',
  'agenda',
  'counter',
  /** A field that names a record which is not there. */
  'reference',
  /** A value that its schema refuses. */
  'schema',
  /** Written by a later KostIn. */
  'newer-schema',
  'rooms',
  'money',
  /** A key of no known pattern, or a reference where none belongs. */
  'key',
  /** Rows of the bot: inbox, outbox and the like. */
  'operational',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What mends it, and what must still be as it was read for that to be right. */
export interface Repair {
  checks: [key: string, version: Version | null][];
  sets: [key: string, value: Json][];
  deletes: string[];
}

/** One fault. `what` holds keys, field names and numbers; never a word, a name or a phone of a person. */
export interface Finding {
  kind: FindingKind;
  /** The row that is wrong or missing. */
  key: string;
  what: string;
  /** The row that was looked at when it was found: looked at again before it is believed. */
  subject: string;
  repair?: Repair;
}

export const sameAs = ({ kind, key, what }: Finding): string => `${kind} ${key} ${what}`;

/** What is worth telling and is no fault. */
export interface Notes {
  /** Values of an older schema version: they are migrated when they are read. */
  older: number;
  /** Postponed agenda rows that nothing asks for any more: the next tick drops them. */
  leftover: number;
  /** Closed records of people who deleted their account. */
  erased: number;
  /** Records that changed again at every look, and so were not judged. */
  busy: number;
}
