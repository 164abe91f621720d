import { randomInt } from 'node:crypto';
import { DomainError, type ErrorCode } from '../domain/errors.ts';
import { keys } from '../domain/keys.ts';
import type { OutboxRow } from '../domain/outbox.ts';
import type { Ids, Json } from '../domain/ports.ts';
import type { Tx } from '../domain/store.ts';
import type { Translate } from './context.ts';
import { expiryOf } from './retention.ts';
import { escapeHtml } from './ui/html.ts';

/** `application.already-open` → the Fluent key of what the person is told. */
export const errorKey = (code: ErrorCode): string => `error-${code.replaceAll('.', '-')}`;

/** The sentence for a refusal, as HTML: what stands in it may be a person's own words. */
export function errorText(t: Translate, error: DomainError): string {
  const params = Object.entries(error.params).map(([name, value]) => [
    name,
    typeof value === 'string' ? escapeHtml(value) : value,
  ]);
  return t(errorKey(error.code), Object.fromEntries(params));
}

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What the person, the log and the admins can name one fault by: `KST-7F3A`. */
export function referenceCode(): string {
  const characters = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]);
  return `KST-${characters.join('')}`;
}

/** What kind of fault it is, and where: never its message, which may hold a person's words. */
export function faultOf(error: unknown): { kind: string; where: string } {
  if (!(error instanceof Error)) return { kind: typeof error, where: '?' };
  const where = /\/(src\/[\w./-]+:\d+)/.exec(error.stack ?? '')?.[1] ?? '?';
  return { kind: error instanceof DomainError ? error.code : error.name, where };
}

const HOUR = 3_600_000;

/**
 * Tells the admin group, in the same commit, unless it heard of this kind within the hour (real time; remembered in
 * the store, so a bot that keeps crashing does not repeat itself either).
 */
export async function tellAdmins(
  tools: { tx: Tx; ids: Ids; adminChatId: string | null },
  kind: string,
  html: string,
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
    body: { kind: 'answer', message: { text: html } },
  };
  tx.set(keys.outbox.record(adminChatId, row.id), row as unknown as Json);
}
