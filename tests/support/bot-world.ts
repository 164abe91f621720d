import { Api, Composer } from 'grammy';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createMemoryLease } from '../../src/adapters/kv/memory-lease.ts';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { type Bot, type BotDependencies, createBot } from '../../src/bot/bot.ts';
import type { BotContext } from '../../src/bot/context.ts';
import { html } from '../../src/bot/ui/html.ts';
import type { OutboxViews } from '../../src/bot/ui/outbox-view.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import type { Lease } from '../../src/ports.ts';
import { type ChatOptions, createChat, type TestChat } from './chat.ts';

/** A renderer for every event that only names the event and its parameters, for tests that bring no features. */
export const plainViews = new Proxy({} as OutboxViews, {
  get: (_, event: string) => async (_view: unknown, params: unknown) => ({
    text: html`${event} ${JSON.stringify(params)}`,
  }),
});

export type BotOverrides = Partial<BotDependencies>;

/** A bot with the given features in front of a test's Telegram. Start it, and stop it before the chat. */
export function testBot(chat: TestChat, store: { kv: Kv; lease: Lease }, overrides: BotOverrides = {}): Bot {
  return createBot({
    ...store,
    api: new Api(chat.token, { apiRoot: chat.url, timeoutSeconds: 60 }),
    files: { read: async () => null },
    log: createLog('silent'),
    clock: createMovableClock(),
    ids: createIds(),
    config: () => defaultSystemConfig,
    timezone: 'Asia/Jakarta',
    paymentWays,
    wake: { wake: () => {} },
    qrPicture: async () => new Uint8Array(),
    ...(overrides.features?.some(({ events }) => events) ? {} : { views: plainViews }),
    search: {
      search: async () => ({ ids: [], total: 0 }),
      places: async () => [],
    } as unknown as BotDependencies['search'],
    features: [],
    limits: { overallPerSecond: Number.POSITIVE_INFINITY, perChatPerSecond: Number.POSITIVE_INFINITY },
    flood: { burst: 1_000, perSecond: 1_000 },
    ...overrides,
  });
}

export const memoryStore = (): { kv: Kv; lease: Lease } => ({ kv: createMemoryKv(), lease: createMemoryLease() });

/** A test's Telegram and its bot, started. */
export async function botWorld(
  options: { chat?: ChatOptions; bot?: BotOverrides; feature?: (feature: Composer<BotContext>) => void } = {},
) {
  const chat = await createChat(options.chat);
  const store = memoryStore();
  const feature = new Composer<BotContext>();
  options.feature?.(feature);
  const bot = testBot(chat, store, { features: [{ name: 'test', composer: feature }], ...options.bot });
  await bot.start();
  return {
    chat,
    bot,
    ...store,
    async stop() {
      await bot.stop(2_000);
      await chat.stop();
    },
  };
}
