import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message, Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';
import { type Answer, callApi } from './http.ts';

let chat: TestChat;
let budi: Viewer;
let now: number;
const day = 24 * 3600_000;

beforeEach(async () => {
  now = Date.parse('2024-11-05T03:00:00Z');
  chat = await createChat({ clock: { now: () => now }, webhookRetryMs: 30 });
  budi = chat.user({ id: 501, name: 'Budi' });
});
afterEach(() => chat.stop());

const poll = async (params: object = {}): Promise<Update[]> =>
  (await callApi(chat, 'getUpdates', params)).body.result as Update[];
const texts = (updates: Update[]) => updates.map((update) => update.message?.text);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('getUpdates', () => {
  test('gives updates again until an offset confirms them', async () => {
    for (const text of ['a', 'b', 'c']) budi.user.sends(text);
    const first = await poll();
    expect(texts(first)).toEqual(['a', 'b', 'c']);
    const ids = first.map((update) => update.update_id);
    expect(ids).toEqual([ids[0], ids[0]! + 1, ids[0]! + 2]);
    expect(texts(await poll())).toEqual(['a', 'b', 'c']);
    expect(texts(await poll({ offset: ids[1] }))).toEqual(['b', 'c']);
    expect(texts(await poll())).toEqual(['b', 'c']);
    expect(texts(await poll({ offset: ids[2]! + 1 }))).toEqual([]);
    expect(texts(await poll())).toEqual([]);
  });

  test('an offset beyond what exists confirms nothing', async () => {
    budi.user.sends('a');
    const [update] = await poll();
    expect(texts(await poll({ offset: (update?.update_id ?? 0) + 1000 }))).toEqual(['a']);
  });

  test('a negative offset keeps the last ones and forgets the rest', async () => {
    for (const text of ['a', 'b', 'c']) budi.user.sends(text);
    expect(texts(await poll({ offset: -2 }))).toEqual(['b', 'c']);
    expect(texts(await poll())).toEqual(['b', 'c']);
  });

  test('limits are clamped', async () => {
    for (let i = 0; i < 120; i += 1) budi.user.sends(`t${i}`);
    expect((await poll({ limit: 1000 })).length).toBe(100);
    expect((await poll({ limit: 0 })).length).toBe(1);
  });

  test('a long poll wakes with the first update, a burst as one batch', async () => {
    const waiting = poll({ timeout: 30 });
    await wait(50);
    const start = performance.now();
    budi.user.sends('a');
    budi.user.sends('b');
    expect(texts(await waiting)).toEqual(['a', 'b']);
    expect(performance.now() - start).toBeLessThan(200);
  });

  test('a newer call ends an older one', async () => {
    const older = callApi(chat, 'getUpdates', { timeout: 30 });
    await wait(50);
    const newer = poll({ timeout: 30 });
    expect((await older).body).toEqual({
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    budi.user.sends('a');
    expect(texts(await newer)).toEqual(['a']);
  });

  test('a caller that hung up loses nothing', async () => {
    const abort = new AbortController();
    const gone = fetch(`${chat.url}/bot${chat.token}/getUpdates?timeout=30`, { signal: abort.signal }).catch(
      () => 'gone',
    );
    await wait(50);
    abort.abort();
    expect(await gone).toBe('gone');
    await wait(50);
    budi.user.sends('a');
    expect(texts(await poll())).toEqual(['a']);
  });

  test('allowed_updates stay, and count when an update comes into being', async () => {
    await poll({ allowed_updates: ['callback_query'] });
    budi.user.sends('a');
    expect(await poll()).toEqual([]);
    const [message] = budi.messages;
    await budi.presses({ data: 'x' }, message as Message);
    expect((await poll())[0]?.callback_query?.data).toBe('x');
    await poll({ allowed_updates: [] });
    budi.user.sends('b');
    expect((await poll()).some((update) => update.message?.text === 'b')).toBe(true);
    budi.user.reacts(message as Message, '👍');
    expect((await poll()).some((update) => update.message_reaction)).toBe(false);
  });

  test('a message waits a day, a button 150 seconds', async () => {
    budi.user.sends('a');
    await budi.presses({ data: 'x' }, budi.lastMessage());
    now += 149_000;
    expect((await poll()).length).toBe(2);
    now += 2000;
    expect(texts(await poll())).toEqual(['a']);
    now += day;
    expect(await poll()).toEqual([]);
  });

  test('the same offset again at once waits, as Telegram guards itself', async () => {
    const strict = await createChat({ spinGuard: true });
    const start = performance.now();
    await callApi(strict, 'getUpdates', { offset: 0 });
    await callApi(strict, 'getUpdates', { offset: 0 });
    expect(performance.now() - start).toBeGreaterThan(2800);
    await strict.stop();
  });
});

interface Hook {
  url: string;
  got: { text: string | undefined; headers: IncomingHttpHeaders; at: number }[];
  close(): void;
}

async function hook(
  answer: (count: number) => { status?: number; body?: object; delay?: number; retryAfter?: number },
): Promise<Hook> {
  const got: Hook['got'] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', async () => {
      const update = JSON.parse(body) as Update;
      got.push({
        text: update.message?.text ?? update.callback_query?.data,
        headers: request.headers,
        at: performance.now(),
      });
      const { status = 200, body: reply, delay = 0, retryAfter } = answer(got.length);
      await wait(delay);
      if (status === 0) return request.socket.destroy();
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      });
      response.end(reply ? JSON.stringify(reply) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`,
    got,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const until = async (done: () => boolean, ms = 3000) => {
  const end = performance.now() + ms;
  while (!done()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await wait(5);
  }
};

describe('webhook', () => {
  const set = (url: string, more: object = {}): Promise<Answer> => callApi(chat, 'setWebhook', { url, ...more });

  test('is set, told about, delivered with its secret, and removed', async () => {
    const to = await hook(() => ({}));
    budi.user.sends('before');
    expect((await set(to.url, { secret_token: 'geheim_1' })).body).toEqual({
      ok: true,
      result: true,
      description: 'Webhook was set',
    });
    await until(() => to.got.length === 1);
    expect(to.got[0]?.text).toBe('before');
    expect(to.got[0]?.headers['x-telegram-bot-api-secret-token']).toBe('geheim_1');
    expect((await callApi(chat, 'getUpdates')).body).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    const info = (await callApi(chat, 'getWebhookInfo')).body.result;
    expect(info).toMatchObject({ url: to.url, pending_update_count: 0, max_connections: 40 });
    expect((await callApi(chat, 'deleteWebhook')).body.description).toBe('Webhook was deleted');
    expect((await callApi(chat, 'deleteWebhook')).body.description).toBe('Webhook is already deleted');
    budi.user.sends('after');
    expect(texts(await poll())).toEqual(['after']);
    to.close();
  });

  test('ends a long poll', async () => {
    const to = await hook(() => ({}));
    const waiting = callApi(chat, 'getUpdates', { timeout: 30 });
    await wait(50);
    await set(to.url);
    expect((await waiting).body.description).toBe('Conflict: terminated by setWebhook request');
    to.close();
  });

  test('one in flight per chat, chats side by side', async () => {
    const sari = chat.user({ id: 502, name: 'Sari' });
    const to = await hook(() => ({ delay: 120 }));
    await set(to.url);
    const start = performance.now();
    budi.user.sends('b1');
    budi.user.sends('b2');
    sari.user.sends('s1');
    await until(() => to.got.length === 3);
    expect(to.got.map(({ text }) => text)).toEqual(['b1', 's1', 'b2']);
    expect((to.got[1]?.at ?? 0) - start).toBeLessThan(100);
    expect((to.got[2]?.at ?? 0) - (to.got[0]?.at ?? 0)).toBeGreaterThan(110);
    to.close();
  });

  test('what failed comes again, in order, later each time', async () => {
    const to = await hook((count) => (count === 1 ? { status: 500 } : count === 2 ? { status: 0 } : {}));
    await set(to.url);
    budi.user.sends('a');
    budi.user.sends('b');
    await until(() => to.got.length === 4);
    expect(to.got.map(({ text }) => text)).toEqual(['a', 'a', 'a', 'b']);
    const gaps = [1, 2].map((i) => (to.got[i]?.at ?? 0) - (to.got[i - 1]?.at ?? 0));
    expect(gaps[0]).toBeGreaterThan(25);
    expect(gaps[1]).toBeGreaterThan(55);
    expect((await callApi(chat, 'getWebhookInfo')).body.result).toMatchObject({
      last_error_message: 'Webhook connection closed',
    });
    to.close();
  });

  test('Retry-After is heeded', async () => {
    const to = await hook((count) => (count === 1 ? { status: 503, retryAfter: 1 } : {}));
    await set(to.url);
    budi.user.sends('a');
    await until(() => to.got.length === 2);
    expect((to.got[1]?.at ?? 0) - (to.got[0]?.at ?? 0)).toBeGreaterThan(950);
    to.close();
  });

  test('an answer may be a call, but not any', async () => {
    const to = await hook((count) => ({
      body: count === 1 ? { method: 'sendMessage', chat_id: 501, text: 'lewat jawaban' } : { method: 'deleteWebhook' },
    }));
    await set(to.url);
    budi.user.sends('a');
    await budi.sees('lewat jawaban');
    budi.user.sends('b');
    await until(() => to.got.length === 2);
    await wait(50);
    expect((await callApi(chat, 'getWebhookInfo')).body.result).toMatchObject({ url: to.url, pending_update_count: 0 });
    to.close();
  });

  test('once a second, and only https on Telegram’s ports unless local', async () => {
    const to = await hook(() => ({}));
    expect((await set(to.url)).status).toBe(200);
    expect(await set(to.url)).toMatchObject({ status: 429, retryAfter: '1', body: { parameters: { retry_after: 1 } } });
    const strict = await createChat({ localMode: false });
    const refused = async (url: string) => (await callApi(strict, 'setWebhook', { url })).body.description;
    expect(await refused('http://kostin.id/x')).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect(await refused('https://kostin.id:3000/x')).toBe(
      'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    );
    await strict.stop();
    to.close();
  });
});
