import type { Kv } from '../../domain/ports.ts';
import { cleanExpired } from '../../domain/retention.ts';
import { cleanInbox } from './inbox.ts';

/** What the bot keeps for a while only; `now` in ms, real time. Run it every hour. Returns how many rows went. */
export async function cleanBot(kv: Kv, now = Date.now()): Promise<number> {
  return (await cleanInbox(kv, now)) + (await cleanExpired(kv, now));
}
