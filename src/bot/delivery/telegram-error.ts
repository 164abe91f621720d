import { GrammyError, HttpError } from 'grammy';

/** What Telegram's refusal means for the sender (architecture 11.1). */
export type Refusal =
  /** 429: not before so many ms. */
  | { kind: 'flood'; ms: number }
  /** This chat gets nothing any more. */
  | { kind: 'blocked' }
  | { kind: 'moved'; chatId: string }
  /** An edit that would change nothing. */
  | { kind: 'not-modified' }
  /** There is nothing to edit, or it can't be edited in this way. */
  | { kind: 'edit-gone' }
  /** The picture's file id, address or bytes are no good. */
  | { kind: 'bad-photo' }
  /** Network, 5xx, a revoked token: the same call may work later. */
  | { kind: 'passing' }
  /** Never as it is. */
  | { kind: 'refused'; reason: string };

const blocked = /user is deactivated|chat not found|USER_IS_BLOCKED|PEER_ID_INVALID|bot was kicked/i;
const editGone =
  /message to edit not found|message can't be edited|there is no (text|caption|media) in the message|MESSAGE_ID_INVALID|message identifier is not specified/i;
const badPhoto =
  /wrong (remote )?file|wrong HTTP URL|failed to get HTTP URL|wrong type of the web page|PHOTO_INVALID|IMAGE_PROCESS_FAILED|too big for a photo|file must be non-empty|MEDIA_EMPTY|WEBPAGE_/i;

export function classifyError(error: unknown): Refusal {
  if (error instanceof HttpError) return { kind: 'passing' };
  if (!(error instanceof GrammyError)) throw error;
  const { error_code: code, description, parameters } = error;
  if (code === 429) return { kind: 'flood', ms: (parameters.retry_after ?? 1) * 1_000 };
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: 'moved', chatId: String(parameters.migrate_to_chat_id) };
  }
  if (code >= 500 || code === 401 || code === 409) return { kind: 'passing' };
  if (code === 403 || blocked.test(description)) return { kind: 'blocked' };
  if (/message is not modified/i.test(description)) return { kind: 'not-modified' };
  if (editGone.test(description)) return { kind: 'edit-gone' };
  if (badPhoto.test(description)) return { kind: 'bad-photo' };
  return { kind: 'refused', reason: description };
}
