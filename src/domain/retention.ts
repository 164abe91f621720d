import { z } from 'zod';
import type { Key } from './key-pattern.ts';
import { keys } from './keys.ts';
import type { Json, Kv } from './ports.ts';
import { type AnyRows, defineRow } from './rows.ts';
import { transact } from './transaction.ts';

const DAY_MS = 24 * 3_600_000;

/** The row's key, and how many days it is kept. */
export const expiryRows = defineRow(keys.expires, z.object({ key: z.string(), days: z.number() }));

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Goes into the commit that creates a row of a kind that has `keepDays`; `at` (ms) is when it says that it was written. */
export function expiryOf<N extends string>(
  rows: Pick<AnyRows, 'keepDays'> & { name: N },
  key: Key<N>,
  at: number,
): [key: string, value: Json] {
  const days = rows.keepDays;
  if (days === null) throw new Error(`${rows.name} is kept until it is deleted`);
  return expiryRows.entry(keys.expires(dayOf(at + days * DAY_MS), key), { key, days });
}

/** When a row was last written, in ms; null for one that does not say: then its expiry counts alone. */
function writtenAt(value: Json): number | null {
  if (typeof value === 'number') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return typeof value.at === 'string' ? Date.parse(value.at) : null;
}

const PAGE = 50;

/**
 * Deletes the rows whose day is over, at most a day late; one that was written again meanwhile gets a later day. Costs
 * what is due. Safe beside a running bot and beside itself: a commit counts only when what it read is still so.
 */
export async function cleanExpired(kv: Kv, now: number): Promise<number> {
  // Before the rows of this day.
  const until = keys.expires.prefix(dayOf(now));
  const cleanPage = () =>
    transact(kv, async (tx) => {
      const due = await tx.list(keys.expires.prefix(), { until, limit: PAGE });
      const expiries = due.map(({ value }) => expiryRows.parse(value));
      await tx.preload(expiries.flatMap((expiry) => expiry?.key ?? []));
      let deleted = 0;
      for (const [i, { key: expiresKey }] of due.entries()) {
        tx.delete(expiresKey);
        const expiry = expiries[i];
        const value = expiry ? await tx.get(expiry.key) : null;
        if (!expiry || value === null) continue;
        const end = (writtenAt(value) ?? 0) + expiry.days * DAY_MS;
        if (end > now) expiryRows.write(tx, keys.expires(dayOf(end), expiry.key), expiry);
        else {
          tx.delete(expiry.key);
          deleted++;
        }
      }
      return { deleted, more: due.length === PAGE };
    });
  for (let deleted = 0; ; ) {
    const page = await cleanPage();
    deleted += page.deleted;
    if (!page.more) return deleted;
  }
}
