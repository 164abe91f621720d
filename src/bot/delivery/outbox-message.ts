import type { CtxParts } from '../../domain/context.ts';
import { keys } from '../../domain/keys.ts';
import type { OutboxRow } from '../../domain/outbox.ts';
import type { Json, Kv } from '../../domain/ports.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import { Tx } from '../../domain/transaction.ts';
import { translator } from '../ui/i18n.ts';
import { type OutMessage, type RenderedMessage, rendered } from '../ui/message.ts';
import type { OutboxView, OutboxViews } from '../ui/outbox-view.ts';
import { sentRows } from './sent-rows.ts';
import type { Target } from './telegram-send.ts';

export interface OutboxMessageDependencies extends Omit<CtxParts, 'ids'> {
  kv: Kv;
  /** By event. */
  views: Partial<OutboxViews>;
}

/** What goes to Telegram; `target` is the message it takes the place of. */
export interface Prepared {
  message: RenderedMessage;
  target: Target | null;
  silent: boolean;
}

/**
 * The words of a row, in the recipient's language, as things stand now. Null: there is nothing to say any more. Throws
 * KvUnavailable, and what a renderer throws.
 */
export async function prepareRow(d: OutboxMessageDependencies, row: OutboxRow): Promise<Prepared | null> {
  const silent = row.silent ?? false;
  const tx = new Tx(d.kv);
  const sentKey = row.edit ? keys.outbox.sent(row.chatId, row.edit) : null;
  const profileKey = row.userId ? keys.profile.record(row.userId) : null;
  await tx.preload([sentKey, profileKey].filter((key) => key !== null));
  const target = sentKey ? await sentRows.peek(tx, sentKey) : null;
  if (row.body.kind === 'answer') {
    const message = row.body.message as RenderedMessage;
    return { message, target: target ?? row.body.tapped ?? null, silent };
  }
  const profile = profileKey ? await tx.peek(profileKey) : null;
  const recipient = profileKey && profile !== null ? readProfile(profile, profileKey) : null;
  if (recipient?.blockedAt) return null;
  const message = await render(d, row.body, tx, recipient);
  return message && { message: rendered(message), target, silent };
}

function render(
  d: OutboxMessageDependencies,
  body: Extract<OutboxRow['body'], { kind: 'event' }>,
  tx: Tx,
  recipient: Profile | null,
): Promise<OutMessage | null> {
  const t = translator(recipient?.language ?? 'id');
  const { clock, timezone, paymentWays } = d;
  const view: OutboxView = { t, tx, recipient, clock, config: d.config(), timezone, paymentWays };
  // Each renderer takes its own event's parameters; the row was written by `tell`, which pairs them.
  const renderer = d.views[body.event] as
    | ((view: OutboxView, params: unknown) => Promise<OutMessage | null>)
    | undefined;
  if (!renderer) throw new Error(`no feature tells of ${body.event}`);
  return renderer(view, body.params);
}

/** Somebody whose profile cannot be read hears of it in Indonesian, rather than not at all. */
function readProfile(value: Json, key: string): Profile | null {
  try {
    return profileStore.parse(value, key);
  } catch {
    return null;
  }
}
