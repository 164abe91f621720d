import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { ChatState } from '../../src/sandbox/telegram/world.ts';
import { type ChatOptions, createChat, type TestChat, testToken } from '../support/chat.ts';
import { callApi, formOf, picture } from './http.ts';

const adminGroup = { id: -1_001_700_000_001, title: 'Admin', isForum: true };

let folder: string;
let now: number;
let open: TestChat[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'kostin-chats-')), 'telegram');
  now = Date.parse('2024-11-05T03:00:00Z');
  open = [];
});
afterEach(async () => {
  for (const chat of open) await chat.stop();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const journal = () => join(folder, 'world.jsonl');
const openChat = async (options: ChatOptions = {}): Promise<TestChat> => {
  const chat = await createChat({ clock: { now: () => now }, stateFolder: folder, webhookRetryMs: 30, ...options });
  open.push(chat);
  return chat;
};
const plain = (chat: ChatState) => ({ ...chat, messages: [...chat.messages], members: [...chat.members] });
const chatsOf = (chat: TestChat) => [...chat.telegram.world.chats.values()].map(plain);
async function result<T>(chat: TestChat, method: string, params: object = {}): Promise<T> {
  const { body } = await callApi(chat, method, params);
  expect(body).toMatchObject({ ok: true });
  return body.result as T;
}

/** A chat with a bit of everything. */
async function liveAWhile(chat: TestChat) {
  const budi = chat.user({ id: 501, name: 'Budi', language: 'id' });
  const group = chat.group(adminGroup);
  group.sets(budi.user, 'administrator');
  budi.user.start('p_1');
  const send = (params: object) => result<Message>(chat, 'sendMessage', { chat_id: 501, ...params });
  const card = await send({
    text: '<b>Kartu</b>',
    parse_mode: 'HTML',
    reply_markup: { inline_keyboard: [[{ text: 'Terima', callback_data: 'accept' }]] },
  });
  await send({ text: 'Menu', reply_markup: { keyboard: [[{ text: 'Cari kos' }]], resize_keyboard: true } });
  const gone = await send({ text: 'sebentar' });
  await result(chat, 'deleteMessage', { chat_id: 501, message_id: gone.message_id });
  const photo = (
    await callApi(chat, 'sendPhoto', {}, formOf({ chat_id: '501', photo: picture(400, 300), caption: 'Kamar' }))
  ).body.result as Message;
  const { message_thread_id } = await result<{ message_thread_id: number }>(chat, 'createForumTopic', {
    chat_id: adminGroup.id,
    name: 'Laporan',
  });
  await result(chat, 'sendMessage', { chat_id: adminGroup.id, message_thread_id, text: 'Ada laporan' });
  await result(chat, 'setMyCommands', { commands: [{ command: 'start', description: 'Mulai' }] });
  await result(chat, 'pinChatMessage', { chat_id: 501, message_id: card.message_id });
  budi.user.setLanguage('en');
  budi.user.reacts(card, '👍');
  return { card, photo, topic: { message_thread_id } };
}

describe('chats that are kept', () => {
  test('are the same after a restart, numbers go on, files are there', async () => {
    const first = await openChat();
    const { card, photo, topic } = await liveAWhile(first);
    const before = chatsOf(first);
    const bytes = first.telegram.world.files.byId(photo.photo?.[0]?.file_id ?? '')?.bytes;
    const last = (await result<Update[]>(first, 'getUpdates')).at(-1);
    await result(first, 'getUpdates', { offset: (last?.update_id ?? 0) + 1 });
    await first.stop();

    const second = await openChat();
    const budi = second.user({ id: 501, name: 'Budi', language: 'id' });
    const group = second.group(adminGroup);
    group.sets(budi.user, 'administrator');
    expect(chatsOf(second)).toEqual(before);
    expect(budi.user.chat.started).toBe(true);
    expect(budi.user.account.language_code).toBe('en');
    expect(budi.user.commands()).toEqual([{ command: 'start', description: 'Mulai' }]);
    const file = await result<{ file_path: string }>(second, 'getFile', { file_id: photo.photo?.[0]?.file_id });
    const download = await fetch(`${second.url}/file/bot${second.token}/${file.file_path}`);
    expect(Buffer.from(await download.arrayBuffer())).toEqual(Buffer.from(bytes ?? []));

    // An edit hits the message that it meant, the topic is still open, the buttons still work.
    await result(second, 'editMessageText', { chat_id: 501, message_id: card.message_id, text: 'Diterima' });
    expect(budi.messages.find(({ message_id: id }) => id === card.message_id)?.text).toBe('Diterima');
    await result(second, 'sendMessage', { chat_id: adminGroup.id, ...topic, text: 'Selesai' });
    await budi.presses('Cari kos');
    const [update] = await result<Update[]>(second, 'getUpdates');
    expect(update?.update_id).toBeGreaterThan(last?.update_id ?? Number.POSITIVE_INFINITY);
    expect(update?.message).toMatchObject({ text: 'Cari kos', message_id: photo.message_id + 2 });
  });

  test('a number that was given is never given again, also when its message was deleted last', async () => {
    const first = await openChat();
    const budi = first.user({ id: 501, name: 'Budi' });
    budi.user.start();
    const { message_id: id } = await result<Message>(first, 'sendMessage', { chat_id: 501, text: 'a' });
    await result(first, 'deleteMessage', { chat_id: 501, message_id: id });
    for (const expected of [id + 1, id + 2]) {
      const next = await openChat();
      const message = next.user({ id: 501, name: 'Budi' }).user.sends('b');
      expect(message.message_id).toBe(expected);
      next.telegram.world.chats.get(501)?.messages.delete(message.message_id);
      await next.stop();
    }
  });

  test('what was not confirmed comes again, what was not answered can be', async () => {
    const first = await openChat();
    const budi = first.user({ id: 501, name: 'Budi' });
    budi.user.start();
    const message = await result<Message>(first, 'sendMessage', {
      chat_id: 501,
      text: 'Kartu',
      reply_markup: { inline_keyboard: [[{ text: 'Terima', callback_data: 'accept' }]] },
    });
    const pressed = await budi.presses('Terima', message);
    const before = await result<Update[]>(first, 'getUpdates', { allowed_updates: ['message', 'callback_query'] });
    expect(before).toHaveLength(2);
    await first.stop();

    const second = await openChat();
    second.user({ id: 501, name: 'Budi' });
    expect(second.telegram.world.updates.allowed()).toEqual(['message', 'callback_query']);
    expect(await result<Update[]>(second, 'getUpdates')).toEqual(before);
    const id = pressed.kind === 'callback' ? pressed.id : '';
    await result(second, 'answerCallbackQuery', { callback_query_id: id, text: 'Oke' });
    await second.stop();

    const third = await openChat();
    const again = await callApi(third, 'answerCallbackQuery', { callback_query_id: id });
    expect(again.body.description).toContain('query');
    expect(again.body.ok).toBe(false);
  });

  test('a webhook is still set, blocks hold', async () => {
    const first = await openChat();
    first.user({ id: 501, name: 'Budi' }).user.start();
    first.telegram.world.updates.clear();
    const user = first.user({ id: 502, name: 'Sari' }).user;
    user.start();
    user.blocks();
    await result(first, 'setWebhook', { url: 'http://127.0.0.1:9/x', secret_token: 's', drop_pending_updates: true });
    await first.stop();
    const second = await openChat();
    second.user({ id: 502, name: 'Sari' });
    expect(await result(second, 'getWebhookInfo')).toMatchObject({ url: 'http://127.0.0.1:9/x' });
    const refused = await callApi(second, 'sendMessage', { chat_id: 502, text: 'halo' });
    expect(refused.body.error_code).toBe(403);
  });

  test('only as many messages and bytes as before the restart', async () => {
    const options = { historyLimit: 5, maxFileBytes: 3000 };
    const first = await openChat(options);
    const budi = first.user({ id: 501, name: 'Budi' });
    for (let i = 0; i < 12; i += 1) budi.user.sends(`t${i}`);
    for (let i = 0; i < 4; i += 1) budi.user.sendsDocument(new Uint8Array(1000).fill(i));
    await first.stop();
    expect(readdirSync(join(folder, 'files'))).toHaveLength(3);
    // A file of a process that was killed before it could name it.
    writeFileSync(join(folder, 'files', 'AQADorphan'), 'x');
    const second = await openChat(options);
    expect(second.telegram.world.chats.get(501)?.messages.size).toBe(5);
    expect(second.telegram.world.files.all().map((file) => file.bytes[0])).toEqual([1, 2, 3]);
    const lines = readFileSync(journal(), 'utf8').split('\n').length;
    second.user({ id: 501, name: 'Budi' }).user.sends('t');
    expect(readFileSync(journal(), 'utf8').split('\n').length).toBeLessThan(lines);
    expect(readdirSync(join(folder, 'files'))).toHaveLength(3);
  });

  test('a long life stays small', async () => {
    const chat = await openChat({ historyLimit: 20 });
    const budi = chat.user({ id: 501, name: 'Budi' });
    let largest = 0;
    for (let i = 0; i < 9000; i += 1) {
      budi.user.sends('x'.repeat(1500));
      chat.telegram.world.updates.clear();
      if (i % 100 === 0) largest = Math.max(largest, statSync(journal()).size);
    }
    expect(largest).toBeGreaterThan(7_000_000);
    expect(largest).toBeLessThan(10_000_000);
    await chat.stop();
    expect((await openChat({ historyLimit: 20 })).telegram.world.chats.get(501)?.messages.size).toBe(20);
  });
});

describe('what else may happen', () => {
  test('before anything happens nothing is written', async () => {
    const chat = await openChat();
    chat.user({ id: 501, name: 'Budi' });
    await chat.stop();
    expect(existsSync(folder)).toBe(false);
  });

  test('a second process that does nothing leaves the first its file', async () => {
    const first = await openChat();
    const budi = first.user({ id: 501, name: 'Budi' });
    budi.user.sends('a');
    const second = await openChat();
    second.user({ id: 501, name: 'Budi' });
    await second.stop();
    budi.user.sends('b');
    await first.stop();
    expect((await openChat()).telegram.world.chats.get(501)?.messages.size).toBe(2);
  });

  test('a line that was not finished is forgotten, one that is nonsense too', async () => {
    const warnings: string[] = [];
    const first = await openChat();
    const budi = first.user({ id: 501, name: 'Budi' });
    budi.user.sends('a');
    appendFileSync(journal(), '{"is":"message","chatId":"five"}\nnonsense\n{"is":"message","chatId":501,"mess');
    first.telegram.world.changes.removeAllListeners();
    const second = await openChat({ log: logInto(warnings) });
    expect(second.user({ id: 501, name: 'Budi' }).messages.map(({ text }) => text)).toEqual(['a']);
    expect(await result<Update[]>(second, 'getUpdates')).toHaveLength(1);
    expect(warnings.join()).toContain('partly-unreadable');
    second.telegram.user({ id: 502, name: 'Sari' }).sends('b');
    await second.stop();
    expect((await openChat()).telegram.world.chats.get(502)?.messages.size).toBe(1);
  });

  test.each(['', 'nonsense\n', '{"kostin-sandbox-telegram":99}\n{"is":"chat"}\n', '\u0000\u0000\u0000'])(
    'a file that is no use (%j) begins anew, with a warning, and is kept aside',
    async (content) => {
      const first = await openChat();
      first.user({ id: 501, name: 'Budi' }).user.sends('a');
      await first.stop();
      writeFileSync(journal(), content);
      const warnings: string[] = [];
      const second = await openChat({ log: logInto(warnings), firstMessageId: 5000 });
      const budi = second.user({ id: 501, name: 'Budi' });
      expect(warnings.join()).toContain('state-unreadable');
      expect(budi.messages).toEqual([]);
      expect(budi.user.sends('b').message_id).toBe(5000);
      expect(readFileSync(`${journal()}.unreadable`, 'utf8')).toBe(content);
      await second.stop();
      const third = await openChat();
      expect(third.user({ id: 501, name: 'Budi' }).messages.map(({ text }) => text)).toEqual(['b']);
    },
  );

  test('a kill -9 at any moment loses nothing that was answered', async () => {
    const file = join(import.meta.dirname, 'kept-chats.ts');
    const said: string[] = [];
    const sent: number[] = [];
    for (let life = 0; life < 3; life += 1) {
      const child = fork(file, [folder, testToken], { execArgv: [] });
      const ended = once(child, 'exit');
      const [{ apiRoot, page }] = (await once(child, 'message')) as [{ apiRoot: string; page: string }];
      const post = (url: string, body: object) =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).then((answer) => answer.json() as Promise<{ kind?: string; result?: Message }>);
      let alive = true;
      const bot = (async () => {
        for (let i = 0; alive; i += 1) {
          const { result } = await post(`${apiRoot}/bot${testToken}/sendMessage`, { chat_id: 501, text: `bot ${i}` });
          if (result) sent.push(result.message_id);
        }
      })();
      try {
        for (let i = 0; i < 10 + 7 * life; i += 1) {
          const text = `${life}-${i}`;
          const { kind } = await post(`${page}/sandbox/api/act`, { userId: 501, chatId: 501, act: 'send', text });
          expect(kind).toBe('done');
          said.push(text);
        }
      } finally {
        // Right after the person's last was answered, in the middle of the bot's.
        child.kill('SIGKILL');
        alive = false;
      }
      await Promise.allSettled([bot]);
      await ended;
    }
    expect(said).toHaveLength(10 + 17 + 24);
    expect(sent.length).toBeGreaterThan(3);
    const chat = await openChat({ clock: { now: () => Date.now() } });
    const texts = new Set(chat.user({ id: 501, name: 'Budi' }).messages.map(({ text }) => text));
    expect(said.filter((text) => !texts.has(text))).toEqual([]);
    expect(sent.filter((id) => !chat.telegram.world.chats.get(501)?.messages.has(id))).toEqual([]);
    expect(new Set(sent).size).toBe(sent.length);
    const updates = [...chat.telegram.world.updates.pending()].map(({ json }) => JSON.parse(json) as Update);
    const heard = new Set(updates.map(({ message }) => message?.text));
    expect(said.filter((text) => !heard.has(text))).toEqual([]);
    expect(new Set(updates.map(({ update_id: id }) => id)).size).toBe(updates.length);
  });
});

function logInto(lines: string[]) {
  const log = createLog('silent');
  return Object.assign(Object.create(log), { warn: (...parts: unknown[]) => lines.push(JSON.stringify(parts)) });
}
