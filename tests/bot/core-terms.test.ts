import { Composer } from 'grammy';
import type { Update } from 'grammy/types';
import { afterEach, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import type { BotContext } from '../../src/bot/context.ts';
import { keepUpdates } from '../../src/bot/updates/inbox.ts';
import { keys } from '../../src/domain/keys.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { memoryStore, testBot } from '../support/bot-world.ts';
import { createChat, type TestChat } from '../support/chat.ts';

let chat: TestChat;
let bot: Bot;
afterEach(async () => {
  await bot.stop(1_000);
  await chat.stop();
});

const says = (update_id: number, text: string): Update => ({
  update_id,
  message: {
    message_id: update_id,
    date: 0,
    chat: { id: 11, type: 'private', first_name: 'Budi' },
    from: { id: 11, is_bot: false, first_name: 'Budi' },
    text,
  },
});

it('a second term handles what was kept before it first, and only then what arrives', { timeout: 20_000 }, async () => {
  chat = await createChat();
  const { kv } = memoryStore();
  const slowInbox: Kv = {
    ...kv,
    async list(prefix, options) {
      if (prefix === keys.inbox.open.prefix()) await new Promise((resolve) => setTimeout(resolve, 300));
      return kv.list(prefix, options);
    },
  };
  let mayLead = true;
  let terms = 0;
  const handled: string[] = [];
  const feature = new Composer<BotContext>();
  feature.on('message:text', (ctx) => void handled.push(ctx.message.text));
  const arrived = Promise.withResolvers<void>();
  const stoodBy = Promise.withResolvers<void>();
  bot = testBot(
    chat,
    { kv: slowInbox, lease: { acquire: async () => mayLead, release: async () => {} } },
    {
      features: [{ name: 'test', composer: feature }],
      onLeading(isLeading) {
        if (!isLeading) return stoodBy.resolve();
        terms++;
        // The moment the lease is there again, before the inbox has been read.
        if (terms === 2) setTimeout(() => void bot.accept([says(2, 'dua')]).then(arrived.resolve), 50);
      },
    },
  );
  await bot.start();
  mayLead = false;
  await stoodBy.promise;
  await keepUpdates(kv, [says(1, 'satu')]);
  mayLead = true;
  await arrived.promise;
  while (handled.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(handled).toEqual(['satu', 'dua']);
});
