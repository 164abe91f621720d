import { z } from 'zod';
import { expiresUntil, keys } from './keys.ts';
import type { Json, Kv } from './ports.ts';
import { transact } from './transaction.ts';

const DAY_MS = 24 * 3_600_000;

/** Days that a row is kept after it was last written (ARCHITECTURE 10). A QR can't be paid longer than a week. */
const keepDays = { sent: 90, flow: 7, faultTold: 7, passingFile: 8 } as const;

/** `expires:{day}:{key}`: the row, and how many days it is kept. */
const expirySchema = z.object({ key: z.string(), days: z.number() });

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Goes into the commit that creates the row; `at` (ms) is when the row says that it was written. */
export function expiryOf(key: string, kind: keyof typeof keepDays, at: number): [key: string, value: Json] {
  const days = keepDays[kind];
  return [keys.expires(dayOf(at + days * DAY_MS), key), { key, days }];
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
  const until = expiresUntil(dayOf(now));
  const cleanPage = () =>
    transact(kv, async (tx) => {
      const due = await tx.list(keys.expiresPrefix(), { until, limit: PAGE });
      const expiries = due.map(({ value }) => expirySchema.safeParse(value).data);
      await tx.preload(expiries.flatMap((expiry) => expiry?.key ?? []));
      let deleted = 0;
      for (const [i, { key: expiresKey }] of due.entries()) {
        tx.delete(expiresKey);
        const expiry = expiries[i];
        const value = expiry ? await tx.get(expiry.key) : null;
        if (!expiry || value === null) continue;
        const end = (writtenAt(value) ?? 0) + expiry.days * DAY_MS;
        if (end > now) tx.set(keys.expires(dayOf(end), expiry.key), { ...expiry });
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
