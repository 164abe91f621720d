import { afterEach, expect, it } from 'vitest';
import { sentRows } from '../../src/bot/delivery/sent-rows.ts';
import { operationalRows } from '../../src/bot/rows.ts';
import { inboxRows } from '../../src/bot/updates/inbox.ts';
import { keyPatterns, keys } from '../../src/domain/keys.ts';
import { enqueue } from '../../src/domain/outbox.ts';
import { expiryOf } from '../../src/domain/retention.ts';
import { transact } from '../../src/domain/transaction.ts';
import { botWorld, memoryStore } from '../support/bot-world.ts';

let world: Awaited<ReturnType<typeof botWorld>> | undefined;
afterEach(() => world?.stop());

it('every operational pattern has one declaration, but the one that holds references alone', () => {
  const patterns = keyPatterns.filter(({ role }) => role === 'operational').map(({ entity }) => entity);
  const declared = operationalRows.map(({ name }) => name);
  expect([...declared, 'inbox-open'].sort()).toEqual(patterns.toSorted());
});

it('a row that cannot be read is as good as none', () => {
  expect(inboxRows.parse({ raw: 5 })).toBeNull();
  expect(inboxRows.parse(null)).toBeNull();
  expect(sentRows.parse({ messageId: 1, photo: true, at: 'yesterday' })).toBeNull();
});

it('expires by what its declaration says, and not at all where that says nothing', () => {
  const at = Date.parse('2024-11-04T10:00:00Z');
  const key = keys.outbox.sent('1', 'a');
  expect(expiryOf(sentRows, key, at)).toEqual([`expires:2025-02-02:sent%3A1%3Aa`, { key, days: 90 }]);
  expect(() => expiryOf(inboxRows, keys.inbox.record(1), at)).toThrow(/kept until/);
});

it('a message that cannot be read holds up no other, and stays to be looked at', async () => {
  const store = memoryStore();
  const broken = keys.outbox.record('11', '0');
  await store.kv.set(broken, { body: 'nothing' });
  world = await botWorld({ bot: store });
  const budi = world.chat.user({ id: 11, name: 'Budi' });
  await budi.sends('/id');
  await transact(store.kv, async (tx) =>
    enqueue(tx, {
      id: '1',
      chatId: '11',
      at: new Date().toISOString(),
      body: { kind: 'answer', message: { text: 'halo' } },
    }),
  );
  await world.bot.deliverNow();
  await budi.sees('halo');
  expect(await store.kv.get(broken)).toEqual({ body: 'nothing' });
});
