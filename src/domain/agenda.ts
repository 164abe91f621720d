import { z } from 'zod';
import type { Key, Prefix } from './key-pattern.ts';
import { keys } from './keys.ts';
import { defineRow } from './rows.ts';

/** What can be due; who does it: jobs/agenda.ts. */
export type AgendaKind =
  | 'charge-payment'
  | 'poll-payment'
  | 'expire-payment'
  | 'expire-hold'
  | 'expire-application'
  | 'follow-property'
  | 'sync-account'
  | 'remove-account';

export interface AgendaItem {
  kind: AgendaKind;
  /** When, as ISO UTC; derived from the record alone. */
  at: string;
}

export const agendaRows = defineRow(
  keys.agenda,
  z.object({
    kind: z.string(),
    /** ISO UTC; what the record derived. */
    at: z.iso.datetime(),
    /** The record's. */
    id: z.string(),
    /** When it is tried again (ISO UTC), in a row that failed. The key's time is this one, else `at`. */
    due: z.iso.datetime().optional(),
    /** Failures so far. */
    attempts: z.int().optional(),
  }),
);

export const agendaKey = (kind: AgendaKind, at: string, id: string): Key<'agenda', 'operational'> =>
  keys.agenda(kind, at, id);
export const agendaPrefix = (kind: AgendaKind): Prefix<'agenda'> => keys.agenda.prefix(kind);
/** The last key that is due at `now` (ms): for `list(agendaPrefix(kind), { until })`. `;` follows `:`. */
export const agendaUntil = (kind: AgendaKind, now: number): string =>
  keys.agenda.prefix(kind, new Date(now).toISOString()).replace(/:$/, ';');
