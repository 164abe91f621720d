import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Log } from '../../log.ts';
import { allowedUpdates } from './inbox.ts';

const LONG_POLL_SECONDS = 30;

export interface PollingDependencies {
  api: Api;
  log: Log;
  /** Resolves once the updates are safe; the next request to Telegram acknowledges them. */
  accept(updates: Update[]): Promise<void>;
  /** Resolves when there is room for more work in memory. */
  room(): Promise<void>;
  signal: AbortSignal;
}

const conflictHint =
  'bot: Telegram refuses getUpdates (409): another program polls with this token, or a webhook is set. Stop the other one.';
const tokenHint = 'bot: Telegram refuses the token (401): BOT_TOKEN is wrong or was revoked at @BotFather.';

/** Asks Telegram for updates until the signal; acknowledges them only after they are kept in the inbox. */
export async function poll(d: PollingDependencies): Promise<void> {
  let offset = 0;
  let failures = 0;
  while (!d.signal.aborted) {
    try {
      await d.room();
      const updates = await d.api.getUpdates(
        { offset, limit: 100, timeout: LONG_POLL_SECONDS, allowed_updates: allowedUpdates },
        // grammY's type is that of the abort-controller package; it only adds a listener.
        d.signal as unknown as Parameters<Api['getUpdates']>[1],
      );
      failures = 0;
      if (updates.length === 0) continue;
      await d.accept(updates);
      offset = Math.max(...updates.map((update) => update.update_id)) + 1;
    } catch (error) {
      if (d.signal.aborted) return;
      await sleep(await backOff(d, error, failures++), undefined, { signal: d.signal }).catch(() => {});
    }
  }
}

/** Says what is wrong where a person has to act; returns how long to wait, in ms. */
async function backOff(d: PollingDependencies, error: unknown, failures: number): Promise<number> {
  const code = error instanceof GrammyError ? error.error_code : null;
  if (code === 409) {
    d.log.error(conflictHint);
    if (error instanceof GrammyError && /webhook is active/.test(error.description)) {
      await d.api.deleteWebhook().catch(() => {});
      return 1_000;
    }
    return 5_000;
  }
  if (code === 401) {
    d.log.error(tokenHint);
    return 30_000;
  }
  if (error instanceof GrammyError && error.parameters.retry_after) return error.parameters.retry_after * 1_000;
  if (failures === 0) d.log.warn({ err: error }, 'bot: no updates can be fetched right now, trying again');
  return Math.min(30_000, 500 * 2 ** Math.min(failures, 6));
}
