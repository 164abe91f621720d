import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Router } from 'express';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import type { Log } from '../log.ts';

export interface TelegramWebhook {
  /** What `setWebhook` was told. */
  secretToken: string;
  /** Keeps updates before they are acknowledged (architecture 5); throws when they could not be kept. */
  accept(updates: Update[]): Promise<void>;
  log: Log;
}

const updateSchema = z.looseObject({ update_id: z.int().min(0) });
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * `POST /webhooks/telegram`: 200 only after the update is kept; anything else makes Telegram send it again. Who does
 * not know the secret gets 401 before a byte of the body is read.
 */
export function telegramWebhook({ secretToken, accept, log }: TelegramWebhook): Router {
  const router = express.Router();
  const expected = digest(secretToken);
  router.use((request, response, next) => {
    const given = request.get('X-Telegram-Bot-Api-Secret-Token') ?? '';
    if (timingSafeEqual(digest(given), expected)) return next();
    log.warn('telegram.webhook: wrong secret');
    response.status(401).json({ error: 'unauthorized' });
  });
  router.post('/', express.json({ limit: '1mb', type: () => true }), async (request, response) => {
    const update = updateSchema.safeParse(request.body);
    if (!update.success) return void response.status(400).json({ error: 'bad request' });
    try {
      await accept([request.body as Update]);
    } catch (error) {
      log.error({ updateId: update.data.update_id, err: error }, 'telegram.webhook: not kept');
      return void response.status(503).json({ error: 'try again later' });
    }
    response.status(200).end();
  });
  return router;
}
