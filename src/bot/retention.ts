import { keys } from '../domain/keys.ts';
import type { Json, Kv } from '../domain/ports.ts';
import { cleanInbox } from './inbox.ts';

const DAY = 24 * 3_600_000;
/** Delivered message maps are kept 90 days, abandoned flows and told faults a week (ARCHITECTURE 10). */
const KEEP = { sent: 90 * DAY, flow: 7 * DAY, fault: 7 * DAY };

const timeOf = (value: Json): number => {
  if (typeof value === 'number') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 0;
  return typeof value.at === 'string' ? Date.parse(value.at) : 0;
};

async function deleteOlder(kv: Kv, prefix: string, before: number): Promise<number> {
  let deleted = 0;
  for (let after: string | undefined; ; ) {
    const page = await kv.list(prefix, { limit: 200, ...(after ? { after } : {}) });
    const old = page.filter((entry) => timeOf(entry.value) < before).map((entry) => entry.key);
    if (old.length > 0) await kv.mdel(old);
    deleted += old.length;
    after = page.at(-1)?.cursor;
    if (page.length < 200) return deleted;
  }
}

/** What the bot keeps for a while only; run once a day. `businessNow` in ms. Returns how many rows went. */
export async function cleanBot(kv: Kv, businessNow: number): Promise<number> {
  const now = Date.now();
  const inbox = await cleanInbox(kv, now);
  const sent = await deleteOlder(kv, keys.outbox.sentPrefix(), now - KEEP.sent);
  const flows = await deleteOlder(kv, keys.flowPrefix(), businessNow - KEEP.flow);
  const faults = await deleteOlder(kv, keys.faultToldPrefix(), now - KEEP.fault);
  return inbox + sent + flows + faults;
}
