import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxGroup } from '../../src/sandbox/telegram/group.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';
import { callApi, formOf, picture } from './http.ts';

/**
 * Telegram's errors word for word (architecture 11.1), over HTTP. `B` is `Bad Request: …` with 400, `F` is
 * `Forbidden: …` with 403; rows whose call is not valid by Bot API 10.3 also count as violations.
 */
const B = (description: string) => ({ status: 400, description: `Bad Request: ${description}` });
const F = (description: string) => ({ status: 403, description: `Forbidden: ${description}` });

const budiId = 501;
const groupId = -1001234567890;
const flatId = -1002222222222;
const chat_id = budiId;
const text = 'x';
const key = (button: object) => ({ chat_id, text, reply_markup: { inline_keyboard: [[button]] } });

describe('errors as Telegram words them', () => {
  let chat: TestChat;
  let budi: Viewer;
  let forum: SandboxGroup;
  const ids: Record<string, number> = {};

  const send = async (params: object, method = 'sendMessage'): Promise<number> => {
    const { body } = await callApi(chat, method, { chat_id, ...params });
    expect(body.ok, JSON.stringify(body)).toBe(true);
    return (body.result as { message_id: number }).message_id;
  };

  beforeAll(async () => {
    chat = await createChat();
    budi = chat.user({ id: budiId, name: 'Budi' });
    const susi = chat.user({ id: 502, name: 'Susi' });
    await budi.starts();
    await susi.starts();
    susi.user.blocks();
    chat.user({ id: 503, name: 'Belum' });
    const stranger = chat.user({ id: 504, name: 'Asing' });
    forum = chat.group({ id: groupId, title: 'Admin', isForum: true });
    forum.sets(stranger, 'member');
    forum.sets(budi, 'administrator');
    chat.group({ id: flatId, title: 'Biasa', bot: { status: 'member' } });
    const kicked = chat.group({ id: -1003333333333, title: 'Diusir' });
    kicked.setsBot('kicked', budi);
    chat.group({ id: -1004444444444, title: 'Keluar', bot: { status: 'left' } });
    const basic = chat.group({ id: -555, title: 'Lama', type: 'group' });
    basic.sets(budi, 'administrator');
    basic.upgrades(budi, -1005555555555);

    ids.plain = await send({ text: 'halo' });
    ids.withReply = await send({ text: 'keyboard', reply_markup: { keyboard: [[{ text: 'a' }]] } });
    ids.user = budi.user.sends('pesan Budi').message_id;
    const photo = await callApi(
      chat,
      'sendPhoto',
      {},
      formOf({ chat_id: String(chat_id), photo: picture(), caption: 'foto' }),
    );
    ids.photo = (photo.body.result as { message_id: number }).message_id;
    ids.closed = forum.opensTopic(budi, 'Tutup').id;
    forum.closesTopic(budi, ids.closed);
  });
  afterAll(() => chat.stop());

  const rows: [string, string, object | (() => object), { status: number; description: string }][] = [
    ['no text', 'sendMessage', { chat_id }, B('message text is empty')],
    ['empty text', 'sendMessage', { chat_id, text: '' }, B('message text is empty')],
    ['spaces only', 'sendMessage', { chat_id, text: ' \n ' }, B('text must be non-empty')],
    ['4,097 characters', 'sendMessage', { chat_id, text: 'x'.repeat(4097) }, B('message is too long')],
    ['4,097 emoji', 'sendMessage', { chat_id, text: '😀'.repeat(4097) }, B('message is too long')],
    ['raw text over 32,768 bytes', 'sendMessage', { chat_id, text: 'x'.repeat(32_769) }, B('text is too long')],
    ['unknown parse mode', 'sendMessage', { chat_id, text, parse_mode: 'BB' }, B('unsupported parse_mode')],
    [
      'bad HTML',
      'sendMessage',
      { chat_id, text: '<p>x</p>', parse_mode: 'HTML' },
      B('can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ],
    ['long caption', 'sendPhoto', { chat_id, photo: 'x', caption: 'x'.repeat(1025) }, B('message caption is too long')],
    [
      'preview is no object',
      'sendMessage',
      { chat_id, text, link_preview_options: 3 },
      B('object expected as link preview options'),
    ],

    [
      'same text again',
      'editMessageText',
      () => ({ chat_id, message_id: ids.plain, text: 'halo' }),
      B(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      ),
    ],
    ['edit of nothing', 'editMessageText', { chat_id, message_id: 9999, text }, B('message to edit not found')],
    [
      "edit of a person's message",
      'editMessageText',
      () => ({ chat_id, message_id: ids.user, text }),
      B("message can't be edited"),
    ],
    [
      'edit of a message with a reply keyboard',
      'editMessageText',
      () => ({ chat_id, message_id: ids.withReply, text }),
      B("message can't be edited"),
    ],
    [
      'text edit of a photo',
      'editMessageText',
      () => ({ chat_id, message_id: ids.photo, text }),
      B('there is no text in the message to edit'),
    ],
    [
      'caption edit of a text',
      'editMessageCaption',
      () => ({ chat_id, message_id: ids.plain, caption: 'x' }),
      B('there is no caption in the message to edit'),
    ],
    ['edit without ids', 'editMessageText', { text }, B('message identifier is not specified')],
    ['delete without chat', 'deleteMessage', { message_id: 1 }, B('chat identifier is not specified')],
    ['delete of nothing', 'deleteMessage', { chat_id, message_id: 9999 }, B('message to delete not found')],
    [
      'delete of 101',
      'deleteMessages',
      { chat_id, message_ids: Array.from({ length: 101 }, (_, i) => i + 1) },
      B('too many message identifiers specified'),
    ],
    [
      'reply to nothing',
      'sendMessage',
      { chat_id, text, reply_parameters: { message_id: 9999 } },
      B('message to be replied not found'),
    ],
    [
      'copy of nothing',
      'copyMessage',
      { chat_id, from_chat_id: chat_id, message_id: 9999 },
      B('message to copy not found'),
    ],
    [
      'forward of nothing',
      'forwardMessage',
      { chat_id, from_chat_id: chat_id, message_id: 9999 },
      B('message to forward not found'),
    ],
    [
      'copy of a service message',
      'copyMessage',
      () => ({ chat_id, from_chat_id: groupId, message_id: ids.closed }),
      B("the message can't be copied"),
    ],
    ['copy without source', 'copyMessage', { chat_id, message_id: 1 }, B('parameter "from_chat_id" is required')],
    ['pin of nothing', 'pinChatMessage', { chat_id, message_id: 9999 }, B('message to pin not found')],
    ['unpin of nothing', 'unpinChatMessage', { chat_id }, B('message to unpin not found')],
    ['reaction to nothing', 'setMessageReaction', { chat_id, message_id: 9999 }, B('message to react not found')],
    [
      'reaction outside the list',
      'setMessageReaction',
      () => ({ chat_id, message_id: ids.user, reaction: [{ type: 'emoji', emoji: '🏠' }] }),
      B('REACTION_INVALID'),
    ],

    ['no chat', 'sendMessage', { text }, B('chat_id is empty')],
    ['unknown chat', 'sendMessage', { chat_id: 99, text }, B('chat not found')],
    ['a user never met', 'sendMessage', { chat_id: 503, text }, B('chat not found')],
    ['@name of a person', 'sendMessage', { chat_id: '@budi', text }, B('chat not found')],
    ['blocked', 'sendMessage', { chat_id: 502, text }, F('bot was blocked by the user')],
    ['never pressed Start', 'sendMessage', { chat_id: 504, text }, F("bot can't initiate conversation with a user")],
    ['kicked', 'sendMessage', { chat_id: -1003333333333, text }, F('bot was kicked from the supergroup chat')],
    ['left', 'sendMessage', { chat_id: -1004444444444, text }, F('bot is not a member of the supergroup chat')],
    ['upgraded', 'sendMessage', { chat_id: -555, text }, B('group chat was upgraded to a supergroup chat')],
    ['unknown user', 'getChatMember', { chat_id: groupId, user_id: 12345 }, B('user not found')],
    ['bad user', 'getChatMember', { chat_id: groupId, user_id: -3 }, B('invalid user_id specified')],

    [
      '65 bytes of data',
      'sendMessage',
      key({ text: 'a', callback_data: `${'é'.repeat(32)}x` }),
      B('BUTTON_DATA_INVALID'),
    ],
    [
      'a button without a job',
      'sendMessage',
      key({ text: 'a' }),
      B("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
    [
      'empty data',
      'sendMessage',
      key({ text: 'a', callback_data: '' }),
      B("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
    [
      'empty label',
      'sendMessage',
      key({ text: '', callback_data: 'x' }),
      B('inline keyboard button text must be non-empty'),
    ],
    [
      'no label',
      'sendMessage',
      key({ callback_data: 'x' }),
      B('can\'t parse inline keyboard button: Can\'t find field "text"'),
    ],
    [
      'label of the wrong type',
      'sendMessage',
      key({ text: 3, callback_data: 'x' }),
      B('can\'t parse inline keyboard button: Field "text" must be of type String'),
    ],
    [
      'unknown style',
      'sendMessage',
      key({ text: 'a', callback_data: 'x', style: 'pink' }),
      B("can't parse inline keyboard button: invalid button style specified"),
    ],
    [
      'copied text too long',
      'sendMessage',
      key({ text: 'a', copy_text: { text: 'x'.repeat(257) } }),
      B('BUTTON_COPY_TEXT_INVALID'),
    ],
    [
      'link without host',
      'sendMessage',
      key({ text: 'a', url: 'http://localhost' }),
      B("inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"),
    ],
    [
      'rows missing',
      'sendMessage',
      { chat_id, text, reply_markup: { inline_keyboard: [{ text: 'a' }] } },
      B('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ],
    ['null keyboard', 'sendMessage', { chat_id, text, reply_markup: null }, B('object expected as reply markup')],
    [
      'keyboard is no JSON',
      'sendMessage',
      { chat_id, text, reply_markup: '{x' },
      B("can't parse reply keyboard markup JSON object"),
    ],
    [
      'contact button in a group',
      'sendMessage',
      { chat_id: groupId, text, reply_markup: { keyboard: [[{ text: 'a', request_contact: true }]] } },
      B('phone number can be requested in private chats only'),
    ],
    [
      '101 buttons',
      'sendMessage',
      {
        chat_id,
        text,
        reply_markup: { inline_keyboard: Array.from({ length: 101 }, () => [{ text: 'a', callback_data: 'x' }]) },
      },
      B('reply markup is too long'),
    ],

    [
      'unknown query',
      'answerCallbackQuery',
      { callback_query_id: '1' },
      B('query is too old and response timeout expired or query ID is invalid'),
    ],
    ['a toast of 201', 'answerCallbackQuery', { callback_query_id: '1', text: 'x'.repeat(201) }, B('MESSAGE_TOO_LONG')],

    ['no photo', 'sendPhoto', { chat_id }, B('there is no photo in the request')],
    [
      'unknown file',
      'sendPhoto',
      { chat_id, photo: 'AgACAgUAAxkDxxxxxxxxxxxxxxxxxxxxxxxx' },
      B('wrong remote file identifier specified: Wrong string length'),
    ],
    [
      'unreachable URL',
      'sendPhoto',
      { chat_id, photo: 'http://127.0.0.1:1/a.jpg' },
      B('failed to get HTTP URL content'),
    ],
    ['empty album', 'sendMediaGroup', { chat_id, media: [] }, B('there are no messages to send')],
    [
      'album of 11',
      'sendMediaGroup',
      { chat_id, media: Array.from({ length: 11 }, () => ({ type: 'photo', media: 'x' })) },
      B('too many messages to send as an album'),
    ],
    [
      'mixed album',
      'sendMediaGroup',
      {
        chat_id,
        media: [
          { type: 'photo', media: 'x' },
          { type: 'document', media: 'y' },
        ],
      },
      B("can't use the media of the specified type in the album"),
    ],
    [
      'album to one who blocked',
      'sendMediaGroup',
      { chat_id: 502, media: [{ type: 'photo', media: 'x' }] },
      B('failed to send message #1 with the error message "USER_IS_BLOCKED"'),
    ],
    ['file without id', 'getFile', { file_id: '' }, B('file_id not specified')],
    ['bad file id', 'getFile', { file_id: 'x' }, B('invalid file_id')],
    ['action unknown', 'sendChatAction', { chat_id, action: 'dancing' }, B('wrong parameter action in request')],
    ['no latitude', 'sendLocation', { chat_id, longitude: 1 }, B('latitude is empty')],

    ['unknown topic', 'sendMessage', { chat_id: groupId, text, message_thread_id: 777 }, B('message thread not found')],
    [
      'the General topic by number',
      'sendMessage',
      { chat_id: groupId, text, message_thread_id: 1 },
      B('message thread not found'),
    ],
    ['topic in a private chat', 'createForumTopic', { chat_id, name: 'x' }, B('the chat is not a forum')],
    ['topic without name', 'createForumTopic', { chat_id: groupId, name: ' ' }, B('name must be non-empty')],
    [
      'topic of a wrong colour',
      'createForumTopic',
      { chat_id: groupId, name: 'x', icon_color: 1 },
      B('invalid icon color specified'),
    ],
    [
      'closing a closed one',
      'closeForumTopic',
      () => ({ chat_id: groupId, message_thread_id: ids.closed }),
      B('TOPIC_NOT_MODIFIED'),
    ],
    ['closing none', 'closeForumTopic', { chat_id: groupId, message_thread_id: 9999 }, B('TOPIC_ID_INVALID')],

    [
      'command of 33',
      'setMyCommands',
      { commands: [{ command: 'x'.repeat(33), description: 'x' }] },
      B('command length must not exceed 32'),
    ],
    [
      'command without words',
      'setMyCommands',
      { commands: [{ command: 'x', description: '' }] },
      B('command description must be non-empty'),
    ],
    [
      'command in capitals',
      'setMyCommands',
      { commands: [{ command: 'Menu', description: 'x' }] },
      B('BOT_COMMAND_INVALID'),
    ],
    [
      'unknown scope',
      'setMyCommands',
      { commands: [], scope: { type: 'all' } },
      B("can't parse BotCommandScope: Unsupported type specified"),
    ],
    [
      'unknown menu button',
      'setChatMenuButton',
      { menu_button: { type: 'x' } },
      B("can't parse menu button: MenuButton has unsupported type"),
    ],
    [
      'secret too long',
      'setWebhook',
      { url: 'https://a.b', secret_token: 'x'.repeat(257) },
      B('secret token is too long'),
    ],
    [
      'secret of odd letters',
      'setWebhook',
      { url: 'https://a.b', secret_token: 'a b' },
      B('secret token contains unallowed characters'),
    ],
    ['webhook nowhere', 'setWebhook', { url: 'nowhere' }, B('invalid webhook URL specified')],
    ['unknown method', 'sendMagic', {}, { status: 404, description: 'Not Found: method not found' }],
    [
      'parameter unknown to 10.3',
      'sendMessage',
      { chat_id, text, magic: 1 },
      B('sandbox: sendMessage: unknown parameter magic'),
    ],
    [
      'field unknown to 10.3',
      'sendMessage',
      key({ text: 'a', callback_data: 'x', color: 'red' }),
      B('sandbox: sendMessage: unknown field reply_markup.inline_keyboard[0][0].color'),
    ],
    [
      'wrong type',
      'sendMessage',
      { chat_id, text, disable_notification: 'maybe' },
      B('sandbox: sendMessage: disable_notification must be a Boolean'),
    ],
    ['not emulated', 'sendDice', { chat_id }, B('sandbox: sendDice is not emulated')],
  ];

  test.each(rows)('%s', async (_, method, params, expected) => {
    const before = budi.messages.length;
    const { status, body } = await callApi(chat, method, typeof params === 'function' ? params() : params);
    expect({ status, description: body.description }).toEqual(expected);
    expect(body).toMatchObject({ ok: false, error_code: expected.status });
    expect(budi.messages.length).toBe(before);
  });

  test('an upgraded group says where it went', async () => {
    const { body } = await callApi(chat, 'sendMessage', { chat_id: -555, text });
    expect(body.parameters).toEqual({ migrate_to_chat_id: -1005555555555 });
    expect((await callApi(chat, 'sendMessage', { chat_id: -1005555555555, text })).body.ok).toBe(true);
  });

  test('a closed topic refuses a bot without the right, its creator excepted', async () => {
    const group = chat.group({
      id: -1006666666666,
      title: 'Tanpa hak',
      isForum: true,
      bot: { status: 'administrator', denied: ['can_manage_topics'] },
    });
    group.sets(budi, 'administrator');
    const topic = group.opensTopic(budi, 'Tutup');
    const to = { chat_id: group.id, message_thread_id: topic.id };
    expect((await callApi(chat, 'sendMessage', { ...to, text })).body.ok).toBe(true);
    group.closesTopic(budi, topic.id);
    expect((await callApi(chat, 'sendMessage', { ...to, text })).body.description).toBe('Bad Request: TOPIC_CLOSED');
    expect((await callApi(chat, 'createForumTopic', { chat_id: group.id, name: 'x' })).body.description).toBe(
      'Bad Request: not enough rights to create a topic',
    );
  });

  test.each([
    ['undecodable', Buffer.from('not a picture'), 'IMAGE_PROCESS_FAILED'],
    ['too wide', picture(9990, 20), 'PHOTO_INVALID_DIMENSIONS'],
    ['too narrow', picture(210, 10), 'PHOTO_INVALID_DIMENSIONS'],
    ['empty', new Uint8Array(), 'file must be non-empty'],
    [
      'above 10 MiB',
      Buffer.concat([picture(), Buffer.alloc(10 * 1024 * 1024)]),
      `file of size ${10 * 1024 * 1024 + picture().byteLength} bytes is too big for a photo; the maximum size is 10485760 bytes`,
    ],
  ])('photo: %s', async (_, bytes, words) => {
    const { body } = await callApi(
      chat,
      'sendPhoto',
      {},
      formOf({ chat_id: String(chat_id), photo: new Uint8Array(bytes) }),
    );
    expect(body.description).toBe(`Bad Request: ${words}`);
  });

  test('a button is answered once, and within 150 s', async () => {
    let now = Date.parse('2024-11-05T03:00:00Z');
    const timed = await createChat({ clock: { now: () => now } });
    const user = timed.user({ id: 1, name: 'A' });
    await user.starts();
    const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    const press = async () => {
      const pressed = await user.presses({ data: 'x' }, user.lastMessage());
      return { callback_query_id: pressed.kind === 'callback' ? pressed.id : '' };
    };
    const first = await press();
    expect((await callApi(timed, 'answerCallbackQuery', first)).body.result).toBe(true);
    expect((await callApi(timed, 'answerCallbackQuery', first)).body.description).toBe(tooOld);
    const second = await press();
    now += 151_000;
    expect((await callApi(timed, 'answerCallbackQuery', second)).body.description).toBe(tooOld);
    await timed.stop();
  });

  test('messages older than 48 hours stay', async () => {
    let now = Date.parse('2024-11-05T03:00:00Z');
    const timed = await createChat({ clock: { now: () => now } });
    const user = timed.user({ id: 1, name: 'A' });
    const message = await user.starts();
    now += 48 * 3600_000;
    expect(
      (await callApi(timed, 'deleteMessage', { chat_id: 1, message_id: message.message_id })).body.description,
    ).toBe("Bad Request: message can't be deleted for everyone");
    await timed.stop();
  });

  test('tokens and paths', async () => {
    const get = async (path: string) => {
      const answer = await fetch(chat.url + path);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    expect(await get('/bot123:wrong/getMe')).toEqual({
      status: 401,
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect(await get('/botwrong/getMe')).toMatchObject({ description: 'Unauthorized: invalid token specified' });
    expect(await get('/elsewhere')).toEqual({ status: 404, ok: false, error_code: 404, description: 'Not Found' });
    expect(await get(`/bot${chat.token}/GETme`)).toMatchObject({ status: 200, ok: true });
  });

  test('more than 50 MB', async () => {
    const { status, body } = await callApi(
      chat,
      'sendDocument',
      {},
      formOf({ chat_id: String(chat_id), document: new Uint8Array(51 * 1024 * 1024) }),
    );
    expect({ status, ...body }).toEqual({
      status: 413,
      ok: false,
      error_code: 413,
      description: 'Request Entity Too Large',
    });
  });
});
