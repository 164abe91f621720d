import { type CtxParts, createCtx } from '../../domain/context.ts';
import { keys } from '../../domain/keys.ts';
import { deadRows, type OutboxRow, outboxRows } from '../../domain/outbox.ts';
import type { Kv } from '../../domain/ports.ts';
import { markReachable } from '../../domain/profile/mark-reachable.ts';
import { transact } from '../../domain/transaction.ts';
import type { Log } from '../../log.ts';
import { referenceCode } from '../ui/errors.ts';
import { translator } from '../ui/i18n.ts';
import type { RenderedMessage } from '../ui/message.ts';
import { tellAdmins } from './tell-admins.ts';

export interface UndeliverableDependencies extends CtxParts {
  kv: Kv;
  log: Log;
  adminChatId(): string | null;
}

/** The person blocked the bot, or the group is gone: marked, and what waits for them is thrown away. */
export async function giveUp(d: UndeliverableDependencies, chatId: string): Promise<void> {
  d.log.info({ chatId }, 'bot: this chat gets nothing any more');
  await transact(d.kv, async (tx) => {
    const ctx = createCtx(d, tx, { kind: 'system', name: 'outbox' });
    if (Number(chatId) > 0) await markReachable(ctx, { telegramId: Number(chatId), reachable: false });
    for (const entry of await tx.list(keys.outbox.record.prefix(chatId), { limit: 500 })) tx.delete(entry.key);
  });
}

export interface Refused {
  chatId: string;
  /** What was not delivered: a row of the outbox, or an answer that was never one. */
  row: OutboxRow | undefined;
  answer: RenderedMessage | undefined;
  reason: string;
  error: unknown;
}

/** Telegram will never take it as it is: kept aside, logged, reported. Returns the outbox rows that this wrote. */
export async function bury(d: UndeliverableDependencies, refused: Refused): Promise<OutboxRow[]> {
  const code = referenceCode();
  const { row, answer, chatId, reason, error } = refused;
  const what = row?.body.kind === 'event' ? row.body.event : 'answer';
  d.log.error({ code, chatId, what, reason, err: error }, 'bot: message refused');
  const id = row?.id ?? d.ids.ulid();
  const key = keys.outbox.dead(chatId, id);
  const kept = row ?? { id, chatId, body: { kind: 'answer', message: answer } };
  return transact(d.kv, async (tx) => {
    deadRows.write(tx, key, { row: kept, reason, code, at: new Date().toISOString() });
    if (row) tx.delete(keys.outbox.record(row.chatId, row.id));
    const adminChatId = d.adminChatId();
    if (chatId !== adminChatId) {
      const text = translator('id')('common-admin-dead', { code, what, reason, key });
      await tellAdmins({ tx, ids: d.ids, adminChatId }, `dead ${what} ${reason}`.slice(0, 200), text);
    }
    return outboxRows.written(tx);
  });
}
