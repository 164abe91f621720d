import type { Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { keepUpdates } from '../../src/bot/updates/inbox.ts';

/** As large as one person can make them: quotes are written three times as long inside a JSON string. */
const update = (id: number): Update => {
  const entities = Array.from({ length: 100 }, (_, i) => ({
    type: 'strikethrough' as const,
    offset: 2 * i,
    length: 1,
  }));
  const chat = { id: 5, type: 'private' as const, first_name: 'Budi' };
  const from = { id: 5, is_bot: false, first_name: 'Budi' };
  const message = { message_id: id, date: 1, chat, from, text: '"'.repeat(4096), entities };
  const quote = { text: '"'.repeat(1024), position: 0, entities };
  return {
    update_id: id,
    message: { ...message, quote, reply_to_message: { ...message, message_id: id + 1000 } as never },
  };
};

it('keeps a batch of updates that is larger than one commit may be', async () => {
  const kv = createMemoryKv();
  const updates = Array.from({ length: 100 }, (_, i) => update(100 - i));
  // What Telegram puts into one answer.
  expect(JSON.stringify(updates).length).toBeLessThan(4 * 1024 * 1024);
  const ids = Array.from({ length: 100 }, (_, i) => i + 1);
  expect((await keepUpdates(kv, updates)).map(({ update_id }) => update_id)).toEqual(ids);
  expect(await kv.getByPrefix('inbox-open:')).toHaveLength(100);
  // Telegram gives them again when the acknowledgement was lost.
  await kv.set('inbox:000000000003', { done: '2024-11-04T00:00:00.000Z' });
  const again = await keepUpdates(kv, [...updates, update(101)]);
  expect(again.map(({ update_id }) => update_id)).toEqual([...ids, 101].filter((id) => id !== 3));
});

it('keeps nothing that the bot did not ask for', async () => {
  const kv = createMemoryKv();
  const { message } = update(1);
  if (!message) throw new Error('no message');
  const edited: Update = { update_id: 7, edited_message: { ...message, edit_date: 2 } };
  expect(await keepUpdates(kv, [edited])).toEqual([]);
  expect(await kv.getByPrefix('inbox:')).toEqual([]);
});
