import type { Update } from 'grammy/types';
import { z } from 'zod';
import type { Bot } from './bot.ts';

/** Only what makes it an update; the handlers look at the rest as Telegram's types say. */
const updateSchema = z.looseObject({ update_id: z.int().min(0) });

/**
 * The body of `POST /webhooks/telegram`, its secret already checked: kept in the inbox before this resolves, so that
 * the route may answer 200. False for what is no update (400). Throws KvUnavailable (503: Telegram sends it again).
 */
export async function receiveUpdate(bot: Pick<Bot, 'accept'>, body: unknown): Promise<boolean> {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) return false;
  await bot.accept([parsed.data as unknown as Update]);
  return true;
}
