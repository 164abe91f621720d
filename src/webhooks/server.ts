import express, { type Express } from 'express';
import type { Log } from '../log.ts';
import { errorHandler, notFound } from './errors.ts';
import { type Health, healthRoutes } from './health.ts';
import { type MidtransWebhook, midtransWebhook } from './midtrans.ts';
import { type TelegramWebhook, telegramWebhook } from './telegram.ts';

export interface HttpServerParts {
  log: Log;
  health: Omit<Health, 'log'>;
  /** Null: QRIS is not offered, the route does not exist. */
  midtrans: Omit<MidtransWebhook, 'log'> | null;
  /** Null: long polling, the route does not exist. */
  telegram: Omit<TelegramWebhook, 'log'> | null;
  /** The sandbox's routes, before the 404. */
  mount?(app: Express): void;
}

/** Everything KostIn answers over HTTP; the caller listens. */
export function createHttpServer({ log, health, midtrans, telegram, mount }: HttpServerParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(healthRoutes({ ...health, log }));
  if (midtrans) app.use('/webhooks/midtrans', midtransWebhook({ ...midtrans, log }));
  if (telegram) app.use('/webhooks/telegram', telegramWebhook({ ...telegram, log }));
  mount?.(app);
  app.use(notFound);
  app.use(errorHandler(log));
  return app;
}
