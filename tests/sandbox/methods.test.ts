import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Message, Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxGroup } from '../../src/sandbox/telegram/group.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';
import { callApi, formOf, picture } from './http.ts';

let chat: TestChat;
let budi: Viewer;
let rina: Viewer;
let group: SandboxGroup;

beforeEach(async () => {
  chat = await createChat();
  budi = chat.user({ id: 501, name: 'Budi', language: 'id' });
  rina = chat.user({ id: 504, name: 'Rina', language: 'en' });
  await budi.starts();
  group = chat.group({ id: -1001234567890, title: 'Admin', isForum: true });
  group.sets(rina, 'administrator');
});
afterEach(async () => {
  chat.noViolations();
  await chat.stop();
});

const ok = async <T = Message>(
  method: string,
  params: object = {},
  form?: FormData | URLSearchParams | string,
): Promise<T> => {
  const { body } = await callApi(chat, method, params, form);
  expect(body.ok, JSON.stringify(body)).toBe(true);
  return body.result as T;
};
const updates = () => ok<Update[]>('getUpdates');
const chat_id = 501;

describe('how parameters may come', () => {
  test('JSON, objects as text, form, multipart, query', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] };
    const ways = [
      ok('sendMessage', { chat_id: '501', text: 'x', reply_markup: JSON.stringify(keyboard) }),
      ok('sendmessage', {}, new URLSearchParams({ chat_id: '501', text: 'x', reply_markup: JSON.stringify(keyboard) })),
      ok('SENDMESSAGE', {}, formOf({ chat_id: '501', text: 'x', reply_markup: JSON.stringify(keyboard) })),
    ];
    for (const message of await Promise.all(ways)) {
      expect(message).toMatchObject({ text: 'x', chat: { id: 501 }, reply_markup: keyboard });
    }
    const query = new URLSearchParams({ chat_id: '501', text: 'x', disable_notification: 'True' });
    const answer = await fetch(`${chat.url}/bot${chat.token}/sendMessage?${query}`);
    expect(await answer.json()).toMatchObject({ ok: true, result: { text: 'x' } });
  });
});

describe('text and keyboards', () => {
  test('limits are counted after parsing, in code points', async () => {
    const text = `<b>${'😀'.repeat(4096)}</b>`;
    const message = await ok('sendMessage', { chat_id, text, parse_mode: 'HTML' });
    expect(message.entities).toEqual([{ type: 'bold', offset: 0, length: 8192 }]);
  });

  test('64 bytes of data come back byte for byte', async () => {
    const data = `é\u0001${'x'.repeat(61)}`;
    const message = await ok('sendMessage', {
      chat_id,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: data }]] },
    });
    await budi.presses('a', message);
    expect((await updates()).at(-1)?.callback_query).toMatchObject({
      data,
      from: { id: 501 },
      message: { message_id: message.message_id },
    });
  });

  test('styles, copy, disabled; nothing of these is told to the bot', async () => {
    const row = [
      { text: 'a', style: 'success', callback_data: 'x' },
      { text: 'b', copy_text: { text: '123' } },
      { text: 'c', disabled: {} },
      { text: 'd', url: 'https://kostin.id/' },
    ];
    const message = await ok('sendMessage', { chat_id, text: 'x', reply_markup: { inline_keyboard: [row] } });
    expect(message.reply_markup?.inline_keyboard).toEqual([row]);
    const before = (await updates()).length;
    expect(await budi.presses('b')).toEqual({ kind: 'copied', text: '123' });
    expect(await budi.presses('c')).toEqual({ kind: 'disabled' });
    expect(await budi.presses('d')).toEqual({ kind: 'url', url: 'https://kostin.id/' });
    expect((await updates()).length).toBe(before);
  });

  test('an edit without a keyboard takes the old one away', async () => {
    const message = await ok('sendMessage', {
      chat_id,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] },
    });
    const edited = await ok('editMessageText', { chat_id, message_id: message.message_id, text: 'x' });
    expect(edited.reply_markup).toBeUndefined();
    expect(edited.edit_date).toBeTypeOf('number');
  });

  test('a button of a deleted message comes with an inaccessible message', async () => {
    const message = await ok('sendMessage', { chat_id, text: 'x' });
    await ok('deleteMessage', { chat_id, message_id: message.message_id });
    await budi.presses({ data: 'old' }, message);
    expect((await updates()).at(-1)?.callback_query?.message).toEqual({
      message_id: message.message_id,
      chat: message.chat,
      date: 0,
    });
  });

  test('reply keyboards stay until removed; one-time ones hide', async () => {
    await ok('sendMessage', {
      chat_id,
      text: 'x',
      reply_markup: {
        keyboard: [['Satu'], [{ text: 'Dua' }]].map((row) => row.map((b) => (typeof b === 'string' ? { text: b } : b))),
        one_time_keyboard: true,
      },
    });
    const pressed = await budi.presses('Satu');
    expect(pressed).toMatchObject({ kind: 'sent', message: { text: 'Satu' } });
    await budi.doesNotSeeButton('Dua');
  });
});

describe('files', () => {
  test('a photo goes up, comes back by id and by download', async () => {
    const bytes = picture(1500, 900);
    const sent = await ok(
      'sendPhoto',
      {},
      formOf({ chat_id: '501', photo: bytes, caption: '<b>QR</b>', parse_mode: 'HTML' }),
    );
    expect(sent.caption).toBe('QR');
    expect(sent.photo?.map(({ width, height }) => [width, height])).toEqual([
      [90, 54],
      [320, 192],
      [800, 480],
      [1280, 768],
      [1500, 900],
    ]);
    const id = sent.photo?.at(-1)?.file_id ?? '';
    const again = await ok('sendPhoto', { chat_id, photo: id });
    expect(again.photo?.at(-1)?.file_unique_id).toBe(sent.photo?.at(-1)?.file_unique_id);
    const file = await ok<{ file_path: string; file_size: number }>('getFile', { file_id: id });
    const download = await fetch(`${chat.url}/file/bot${chat.token}/${file.file_path}`);
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes);
    expect((await callApi(chat, 'sendDocument', { chat_id, document: id })).body.description).toBe(
      "Bad Request: can't use file of type Photo as Document",
    );
    expect((await fetch(`${chat.url}/file/bot${chat.token}/photos/none.jpg`)).status).toBe(404);
  });

  test('albums, and the picture of a message replaced', async () => {
    const media = JSON.stringify([
      { type: 'photo', media: 'attach://a', caption: 'satu' },
      { type: 'photo', media: 'attach://b' },
    ]);
    const album = await ok<Message[]>(
      'sendMediaGroup',
      {},
      formOf({ chat_id: '501', media, a: picture(), b: picture(20, 20) }),
    );
    expect(album.map((message) => message.caption)).toEqual(['satu', undefined]);
    expect(new Set(album.map((message) => message.media_group_id)).size).toBe(1);
    const item = JSON.stringify({ type: 'photo', media: 'attach://c', caption: 'baru' });
    const edited = await ok(
      'editMessageMedia',
      {},
      formOf({ chat_id: '501', message_id: String(album[0]?.message_id), media: item, c: picture(50, 50) }),
    );
    expect(edited).toMatchObject({ caption: 'baru' });
    expect(edited.photo?.at(-1)).toMatchObject({ width: 50, height: 50 });
  });

  test('memory is bounded: the oldest file goes', async () => {
    const small = await createChat({ maxFileBytes: 25_000 });
    const user = small.user({ id: 1, name: 'A' });
    const first = user.user.sendsDocument(new Uint8Array(20_000)).document?.file_id;
    user.user.sendsDocument(new Uint8Array(20_000));
    expect((await callApi(small, 'getFile', { file_id: first })).body.description).toBe(
      'Bad Request: wrong file_id or the file is temporarily unavailable',
    );
    await small.stop();
  });
});

describe('relay', () => {
  test('a copy hides where it came from, a forward says so, edits do not follow', async () => {
    const original = await budi.sends('halo *dunia* /menu');
    const copy = await ok<{ message_id: number }>('copyMessage', {
      chat_id: group.id,
      from_chat_id: chat_id,
      message_id: original.message_id,
    });
    const copied = group.chat.messages.get(copy.message_id)?.message;
    expect(copied).toMatchObject({ text: original.text, from: { is_bot: true } });
    expect(copied?.forward_origin).toBeUndefined();
    const forwarded = await ok('forwardMessage', {
      chat_id: group.id,
      from_chat_id: chat_id,
      message_id: original.message_id,
    });
    expect(forwarded.forward_origin).toMatchObject({ type: 'user', sender_user: { id: 501 } });
    await budi.edits(original, 'lain');
    expect((await updates()).at(-1)?.edited_message?.text).toBe('lain');
    expect(group.chat.messages.get(copy.message_id)?.message.text).toBe(original.text);
  });

  test('an album copied stays an album; a protected message is not forwarded', async () => {
    const album = budi.user.sendsAlbum([picture(), picture()], { caption: 'kamar' });
    const ids = album.map((message) => message.message_id);
    const copies = await ok<{ message_id: number }[]>('copyMessages', {
      chat_id: group.id,
      from_chat_id: chat_id,
      message_ids: ids,
    });
    const groups = copies.map(({ message_id }) => group.chat.messages.get(message_id)?.message.media_group_id);
    expect(groups[0]).toBeDefined();
    expect(new Set(groups).size).toBe(1);
    expect(groups[0]).not.toBe(album[0]?.media_group_id);
    const secret = await ok('sendMessage', { chat_id, text: 'x', protect_content: true });
    const forward = await callApi(chat, 'forwardMessage', {
      chat_id: group.id,
      from_chat_id: chat_id,
      message_id: secret.message_id,
    });
    expect(forward.body.description).toBe("Bad Request: message has protected content and can't be forwarded");
  });

  test('reactions of the bot', async () => {
    const message = await budi.sends('x');
    await ok('setMessageReaction', {
      chat_id,
      message_id: message.message_id,
      reaction: [{ type: 'emoji', emoji: '👌' }],
    });
    expect([...(budi.user.chat.messages.get(message.message_id)?.reactions.values() ?? [])]).toEqual([['👌']]);
  });
});

describe('groups and topics', () => {
  test('a topic is told to the bot itself; messages stay in it', async () => {
    const topic = await ok<{ message_thread_id: number }>('createForumTopic', { chat_id: group.id, name: 'Tiket 1' });
    expect((await updates()).at(-1)?.message).toMatchObject({
      message_id: topic.message_thread_id,
      message_thread_id: topic.message_thread_id,
      forum_topic_created: { name: 'Tiket 1' },
    });
    const inTopic = await ok('sendMessage', {
      chat_id: group.id,
      message_thread_id: topic.message_thread_id,
      text: 'kartu',
    });
    expect(inTopic).toMatchObject({
      is_topic_message: true,
      reply_to_message: { message_id: topic.message_thread_id },
    });
    const answer = rina.user.replies(inTopic, 'siap', { chat: group });
    expect(answer).toMatchObject({ message_thread_id: topic.message_thread_id, reply_to_message: { text: 'kartu' } });
    const general = await ok('sendMessage', { chat_id: group.id, text: 'umum' });
    expect(general.message_thread_id).toBeUndefined();
    await ok('closeForumTopic', { chat_id: group.id, message_thread_id: topic.message_thread_id });
    await ok('reopenForumTopic', { chat_id: group.id, message_thread_id: topic.message_thread_id });
    await ok('editForumTopic', { chat_id: group.id, message_thread_id: topic.message_thread_id, name: 'Tiket 1 ✔️' });
    await ok('deleteForumTopic', { chat_id: group.id, message_thread_id: topic.message_thread_id });
    const gone = await callApi(chat, 'sendMessage', {
      chat_id: group.id,
      message_thread_id: topic.message_thread_id,
      text: 'x',
    });
    expect(gone.body.description).toBe('Bad Request: message thread not found');
  });

  test('members, administrators, an anonymous one', async () => {
    expect(await ok('getChatMember', { chat_id: group.id, user_id: 504 })).toMatchObject({
      status: 'administrator',
      user: { id: 504 },
    });
    expect(await ok('getChatMember', { chat_id: group.id, user_id: 501 })).toMatchObject({ status: 'left' });
    expect((await ok<object[]>('getChatAdministrators', { chat_id: group.id })).length).toBe(1);
    group.sets(rina, { status: 'administrator', anonymous: true });
    rina.user.sends('/antrean', { chat: group });
    expect((await updates()).at(-1)?.message).toMatchObject({
      from: { id: 1087968824 },
      sender_chat: { id: group.id },
    });
  });

  test('privacy mode: a plain member bot hears commands and replies only', async () => {
    const flat = chat.group({ id: -1009, title: 'Umum', bot: { status: 'member' } });
    flat.sets(rina, 'member');
    const before = (await updates()).length;
    rina.user.sends('ngobrol', { chat: flat });
    rina.user.sends('/menu@another_bot', { chat: flat });
    expect((await updates()).length).toBe(before);
    rina.user.sends('/menu', { chat: flat });
    expect((await updates()).at(-1)?.message?.text).toBe('/menu');
  });

  test('pinning is told, and shown by getChat', async () => {
    const message = await ok('sendMessage', { chat_id: group.id, text: 'penting' });
    await ok('pinChatMessage', { chat_id: group.id, message_id: message.message_id });
    expect((await updates()).at(-1)?.message?.pinned_message).toMatchObject({ text: 'penting' });
    expect(await ok('getChat', { chat_id: group.id })).toMatchObject({
      is_forum: true,
      pinned_message: { text: 'penting' },
    });
    await ok('unpinChatMessage', { chat_id: group.id });
  });

  test('an upgrade to a supergroup is told on both sides', async () => {
    const basic = chat.group({ id: -77, title: 'Lama', type: 'group' });
    basic.sets(rina, 'administrator');
    const next = basic.upgrades(rina, -1000000000077);
    const [from, to] = (await updates()).slice(-2);
    expect(from?.message).toMatchObject({ chat: { id: -77 }, migrate_to_chat_id: next.id });
    expect(to?.message).toMatchObject({ chat: { id: next.id }, migrate_from_chat_id: -77 });
  });
});

describe('beside other things on one server', () => {
  test('Bot API paths are taken, the rest passes on', async () => {
    const app = express();
    app.use(chat.telegram.handler);
    app.get('/healthz', (_request, response) => void response.send('ok'));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const me = await fetch(`${url}/bot${chat.token}/getMe`, { method: 'POST' });
    expect(await me.json()).toMatchObject({ ok: true, result: { is_bot: true } });
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
    server.close();
  });

  test('a test can stand before each call', async () => {
    const seen: string[] = [];
    chat.telegram.beforeCall((method, params) => {
      seen.push(`${method} ${params.chat_id}: ${budi.messages.length}`);
    });
    const before = budi.messages.length;
    await ok('sendMessage', { chat_id, text: 'x' });
    expect(seen).toEqual([`sendMessage 501: ${before}`]);
  });
});

describe('people', () => {
  test('blocking and coming back is told; a message of theirs unblocks', async () => {
    budi.user.blocks();
    expect((await updates()).at(-1)?.my_chat_member).toMatchObject({ new_chat_member: { status: 'kicked' } });
    expect((await callApi(chat, 'sendMessage', { chat_id, text: 'x' })).status).toBe(403);
    budi.user.unblocks();
    expect((await updates()).at(-1)?.my_chat_member).toMatchObject({ new_chat_member: { status: 'member' } });
    expect((await callApi(chat, 'sendMessage', { chat_id, text: 'x' })).status).toBe(200);
  });

  test('an own contact and another person’s', async () => {
    await budi.sharesContact();
    expect((await updates()).at(-1)?.message?.contact).toEqual({
      phone_number: '6281200000501',
      first_name: 'Budi',
      user_id: 501,
    });
    await budi.sharesContact({ phone: rina.user.account.phone ?? '' });
    expect((await updates()).at(-1)?.message?.contact).toMatchObject({ first_name: 'Rina', user_id: 504 });
  });

  test('everything else a person can send', async () => {
    budi.user.sendsSticker();
    budi.user.sendsVoice();
    budi.user.sendsVideo();
    budi.user.sendsLocation(-6.56, 106.72);
    budi.user.sendsDocument(new Uint8Array([1]), { name: 'bukti.pdf', caption: 'bukti' });
    const kinds = (await updates())
      .slice(-5)
      .map(({ message }) =>
        (['sticker', 'voice', 'video', 'location', 'document'] as const).find((kind) => message?.[kind]),
      );
    expect(kinds).toEqual(['sticker', 'voice', 'video', 'location', 'document']);
  });

  test('commands by scope and language', async () => {
    const commands = (description: string) => [{ command: 'menu', description }];
    await ok('setMyCommands', { commands: commands('Semua') });
    await ok('setMyCommands', {
      commands: commands('Menu'),
      scope: { type: 'all_private_chats' },
      language_code: 'id',
    });
    await ok('setMyCommands', { commands: commands('Admin'), scope: { type: 'chat', chat_id: group.id } });
    expect(budi.user.commands()).toEqual(commands('Menu'));
    expect(rina.user.commands()).toEqual(commands('Semua'));
    expect(rina.user.commands(group)).toEqual(commands('Admin'));
    expect(await ok('getMyCommands', { scope: { type: 'all_private_chats' } })).toEqual([]);
    await ok('deleteMyCommands', { scope: { type: 'all_private_chats' }, language_code: 'id' });
    expect(budi.user.commands()).toEqual(commands('Semua'));
    await ok('setMyName', { name: 'KostIn' });
    await ok('setMyDescription', { description: 'Kos' });
    expect(await ok('getMyDescription')).toEqual({ description: 'Kos' });
    await ok('setChatMenuButton', { menu_button: { type: 'commands' } });
  });

  test('message numbers may begin where an earlier server stopped', async () => {
    const later = await createChat({ firstMessageId: 5000 });
    expect((await later.user({ id: 1, name: 'A' }).sends('x')).message_id).toBe(5000);
    expect((await callApi(later, 'editMessageText', { chat_id: 1, message_id: 1, text: 'x' })).body.description).toBe(
      'Bad Request: message to edit not found',
    );
    await later.stop();
  });

  test('dates follow the given clock, not the machine’s', async () => {
    const past = await createChat({ clock: { now: () => Date.parse('2024-11-05T03:00:00Z') } });
    const message = await past.user({ id: 1, name: 'A' }).sends('x');
    expect(new Date(message.date * 1000).toISOString()).toBe('2024-11-05T03:00:00.000Z');
    await past.stop();
  });
});
