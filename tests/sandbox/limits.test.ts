import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { telegramRates } from '../../src/sandbox/telegram/rate.ts';
import { createChat, type TestChat } from '../support/chat.ts';
import { callApi } from './http.ts';

let chat: TestChat;
let real: number;

beforeEach(async () => {
  real = 0;
  chat = await createChat({ rates: telegramRates, realNow: () => real });
  for (let id = 1; id <= 40; id += 1) chat.user({ id, name: `U${id}` }).user.start();
  chat.group({ id: -1001, title: 'Grup' });
});
afterEach(() => chat.stop());

const send = (chat_id: number) => callApi(chat, 'sendMessage', { chat_id, text: 'x' });

describe('too many messages', () => {
  test('a private chat takes a burst of 5, then one a second; the answer says when', async () => {
    for (let i = 0; i < 5; i += 1) expect((await send(1)).status).toBe(200);
    expect(await send(1)).toEqual({
      status: 429,
      retryAfter: '1',
      body: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 1',
        parameters: { retry_after: 1 },
      },
    });
    expect((await send(2)).status).toBe(200);
    real += 1000;
    expect((await send(1)).status).toBe(200);
    expect((await send(1)).status).toBe(429);
  });

  test('edits count too, answers to buttons do not', async () => {
    const message = (await send(1)).body.result as { message_id: number };
    for (let i = 0; i < 4; i += 1) {
      const edit = { chat_id: 1, message_id: message.message_id, text: `e${i}` };
      expect((await callApi(chat, 'editMessageText', edit)).status).toBe(200);
    }
    expect(
      (await callApi(chat, 'editMessageText', { chat_id: 1, message_id: message.message_id, text: 'e9' })).status,
    ).toBe(429);
    expect((await callApi(chat, 'answerCallbackQuery', { callback_query_id: '1' })).status).toBe(400);
  });

  test('a group takes 20 a minute', async () => {
    for (let i = 0; i < 20; i += 1) expect((await send(-1001)).status).toBe(200);
    expect((await send(-1001)).body.parameters).toEqual({ retry_after: 3 });
    real += 3000;
    expect((await send(-1001)).status).toBe(200);
  });

  test('30 a second over all chats', async () => {
    for (let id = 1; id <= 30; id += 1) expect((await send(id)).status).toBe(200);
    expect((await send(31)).status).toBe(429);
    real += 34;
    expect((await send(31)).status).toBe(200);
  });

  test('an invalid call costs nothing', async () => {
    for (let i = 0; i < 10; i += 1)
      expect((await callApi(chat, 'sendMessage', { chat_id: 1, text: '' })).status).toBe(400);
    expect((await send(1)).status).toBe(200);
  });
});

describe('faults on demand', () => {
  test('flood, failure, delay', async () => {
    chat.telegram.faults.flood('sendMessage', 7, 2);
    expect(await send(1)).toMatchObject({ status: 429, retryAfter: '7' });
    expect((await send(1)).status).toBe(429);
    expect((await send(1)).status).toBe(200);
    chat.telegram.faults.fail('sendMessage', 500, 'restart');
    expect(await send(2)).toMatchObject({ status: 500, body: { description: 'Internal Server Error: restart' } });
    chat.telegram.faults.delay('*', 80);
    const start = performance.now();
    expect((await send(2)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test('a dropped call did nothing; a dropped answer did everything', async () => {
    const sent = () => chat.telegram.world.chats.get(3)?.messages.size;
    expect(sent()).toBe(1);
    chat.telegram.faults.drop('sendMessage');
    await expect(send(3)).rejects.toThrow();
    expect(sent()).toBe(1);
    chat.telegram.faults.dropAnswer('sendMessage');
    await expect(send(3)).rejects.toThrow();
    expect(sent()).toBe(2);
    expect((await send(3)).status).toBe(200);
  });
});
