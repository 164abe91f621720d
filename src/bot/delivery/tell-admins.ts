import { z } from 'zod';
import { keys } from '../../domain/keys.ts';
import { enqueue } from '../../domain/outbox.ts';
import type { Ids } from '../../domain/ports.ts';
import { expiryOf } from '../../domain/retention.ts';
import { defineRow } from '../../domain/rows.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { Html } from '../ui/html.ts';

const HOUR = 3_600_000;

/** When that was, in ms. */
export const faultToldRows = defineRow(keys.faultTold, z.number(), { keepDays: 7 });

/**
 * Tells the admin group, in the same commit, unless it heard of this kind within the hour (real time; remembered in
 * the store, so a bot that keeps crashing does not repeat itself either).
 */
export async function tellAdmins(
  tools: { tx: Tx; ids: Ids; adminChatId: string | null },
  kind: string,
  text: Html,
): Promise<void> {
  const { tx, ids, adminChatId } = tools;
  if (adminChatId === null) return;
  const key = keys.faultTold(kind);
  const told = await faultToldRows.read(tx, key);
  const now = Date.now();
  if (told !== null && now - told < HOUR) return;
  if (told === null) tx.set(...expiryOf(faultToldRows, key, now));
  faultToldRows.write(tx, key, now);
  enqueue(tx, {
    id: ids.ulid(),
    chatId: adminChatId,
    at: new Date(now).toISOString(),
    body: { kind: 'answer', message: { text: text.markup } },
  });
}
