import type { Ctx } from './context.ts';
import { keys } from './keys.ts';
import type { Json } from './ports.ts';

/**
 * Everything people are told without having asked just now, with its parameters (ids; the words and the current
 * state are looked up when it is delivered, in the recipient's language). The bot has one renderer for each.
 */
export interface OutboxEvents {
  /** To the owner; the card with ✅ Setujui / ❌ Tolak. Also renders its decided state when edited. */
  'application.card': { applicationId: string };
  /** To the owner: what follows from it. */
  'application.approved': { applicationId: string; contractId: string };
  'application.rejected': { applicationId: string };
  'application.withdrawn': { applicationId: string };
  /** To both: nobody decided in time. */
  'application.expired': { applicationId: string };
  /** To the tenant: what is theirs if they pay, and until when; edited into what became of it by the same event. */
  'contract.offer': { contractId: string; invoiceId: string };
  /** To both: the first payment came, room and phone numbers are theirs to see. */
  'contract.agreed': { contractId: string };
  /** To both: the hold ran out unpaid. */
  'contract.not-paid': { contractId: string };
  /** To the tenant: how to pay (the QR as photo); edited by the same event into paid, expired, refused. */
  'payment.card': { paymentId: string };
  /** To both: ✅ Lunas, receipt. */
  'payment.received': { paymentId: string };
}
export type OutboxEvent = keyof OutboxEvents;

export interface OutboxRow {
  id: string;
  chatId: string;
  /** The recipient, whose language is looked up at delivery; absent for answers already rendered. */
  userId?: string;
  /** ISO UTC, business time. */
  at: string;
  silent?: boolean;
  /** Our name for this message, so that a later row can edit it or reply to it. */
  ref?: string;
  /** Edit the message of this name instead of sending; sent anew when it cannot be edited. */
  edit?: string;
  body:
    | { kind: 'event'; event: OutboxEvent; params: Json }
    /** `tapped`: the message whose button was pressed, as Telegram named it in the very update; it is edited. */
    | { kind: 'answer'; message: Json; tapped?: { messageId: number; photo: boolean } };
}

export interface TellOptions {
  ref?: string;
  edit?: string;
  silent?: boolean;
}

/** Writes the outbox row of an event for a person, in the same commit as everything else of this use case. */
export async function tell<E extends OutboxEvent>(
  ctx: Ctx,
  userId: string,
  event: E,
  params: OutboxEvents[E],
  options: TellOptions = {},
): Promise<void> {
  const profile = await ctx.tx.peek(keys.profile.record(userId));
  const telegramId =
    profile !== null && typeof profile === 'object' && !Array.isArray(profile) ? profile.telegramId : null;
  // Somebody whose account is gone is told nothing; what happened is in the records.
  if (typeof telegramId !== 'number') return;
  const row: OutboxRow = {
    id: ctx.ids.ulid(),
    chatId: String(telegramId),
    userId,
    at: ctx.now,
    ...options,
    body: { kind: 'event', event, params: params as unknown as Json },
  };
  ctx.tx.set(keys.outbox.record(row.chatId, row.id), row as unknown as Json);
}
