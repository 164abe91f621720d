import { keys } from '../../domain/keys.ts';
import type { OutboxRow } from '../../domain/outbox.ts';
import type { Ids, Json } from '../../domain/ports.ts';
import { expiryOf } from '../../domain/retention.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { Html } from '../ui/html.ts';

const HOUR = 3_600_000;

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
  const told = await tx.get(key);
  const now = Date.now();
  if (typeof told === 'number' && now - told < HOUR) return;
  if (told === null) tx.set(...expiryOf(key, 'faultTold', now));
  tx.set(key, now);
  const row: OutboxRow = {
    id: ids.ulid(),
    chatId: adminChatId,
    at: new Date(now).toISOString(),
    body: { kind: 'answer', message: { text: text.markup } },
  };
  tx.set(keys.outbox.record(adminChatId, row.id), row as unknown as Json);
}
