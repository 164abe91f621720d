import { readdir } from 'node:fs/promises';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageWorld, qrContent, startPage } from '../e2e/page-bot.ts';
import { picture } from './http.ts';

/** What the page asks of the sandbox, without a browser. */
describe('the sandbox page’s API', () => {
  let world: PageWorld;
  beforeAll(async () => {
    world = await startPage();
  });
  afterAll(() => world.stop());

  const post = async (path: string, body: unknown) => {
    const answer = await fetch(world.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const act = (what: object) => post('/sandbox/api/act', { userId: 501, chatId: 501, ...what });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

  test('page and its parts are served, nothing from elsewhere allowed', async () => {
    const folder = new URL('../../src/sandbox/page/', import.meta.url);
    const parts = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
    for (const path of ['/', ...parts.map((name) => `/sandbox/${name}`)]) {
      const answer = await fetch(world.url + path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(await answer.text(), path).not.toMatch(/(src|href)="https?:|@import|from 'https?:/);
    }
  });

  test('nothing else of the folder is served', async () => {
    expect((await fetch(`${world.url}/sandbox/router.ts`)).status).toBe(404);
    expect((await fetch(`${world.url}/sandbox/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  test('state: columns in order, several people in one group', async () => {
    const state = (await (await fetch(`${world.url}/sandbox/api/state`)).json()) as {
      columns: { title: string; people: object[] }[];
    };
    expect(state.columns.map((column) => column.people.length)).toEqual([1, 1, 1, 2]);
    expect(state.columns[3]).toMatchObject({
      title: 'Admin KostIn',
      isForum: true,
      people: [{ name: 'Rina' }, { name: 'Susi' }],
    });
  });

  test('acts reach the bot, and what happens is streamed', async () => {
    const stream = await fetch(`${world.url}/sandbox/api/events`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await act({ act: 'send', text: 'halo' });
    await world.budi.sees('Kamu bilang: halo', { anywhere: true });
    let seen = '';
    while (!seen.includes('Kamu bilang: halo')) seen += (await reader?.read())?.value ?? '';
    expect(seen).toContain('event: message');
    await reader?.cancel();
  });

  test.each([
    ['nobody', { userId: 9, act: 'send', text: 'x' }],
    ['a stranger in a group', { chatId: -1001234567890, act: 'send', text: 'x' }],
    ['no such chat', { chatId: 77, act: 'send', text: 'x' }],
    ['unknown act', { act: 'explode' }],
    ['empty text', { act: 'send', text: '  ' }],
    ['a payload Telegram would not take', { act: 'start', payload: 'a b' }],
    ['a button that is gone', { act: 'press', messageId: 999, row: 0, column: 0 }],
    ['a picture that is none', { act: 'photo', data: base64(Buffer.from('x')) }],
    ['someone else’s message edited', { act: 'edit', messageId: 2, text: 'x' }],
  ])('refuses %s', async (_, what) => {
    const { status, body } = await act(what);
    expect(status).toBe(400);
    expect(body.message).toBeTypeOf('string');
  });

  test('refuses what is no JSON', async () => {
    expect((await post('/sandbox/api/act', '{x')).status).toBe(400);
    expect((await post('/sandbox/api/act', '[]')).status).toBe(400);
  });

  test('a QR is read and paid, another picture is not', async () => {
    const qr = await QRCode.toBuffer(qrContent, { scale: 10, margin: 4 });
    const fileId = world.budi.user.sendsPhoto(qr).photo?.at(-1)?.file_id;
    expect(await (await fetch(`${world.url}/sandbox/api/qr/${fileId}`)).json()).toEqual({ text: qrContent });
    expect((await post('/sandbox/pay', { fileId })).body).toMatchObject({ ok: true });
    expect(world.paid).toEqual([qrContent]);
    const other = world.budi.user.sendsPhoto(picture()).photo?.at(-1)?.file_id;
    expect(await post('/sandbox/pay', { fileId: other })).toMatchObject({ status: 400, body: { ok: false } });
    expect((await post('/sandbox/pay', { fileId: 'none' })).status).toBe(400);
    expect((await post('/sandbox/pay', {})).status).toBe(400);
  });

  test('files are pictures or downloads, whatever their name says', async () => {
    const html = world.budi.user.sendsDocument(Buffer.from('<script>alert(1)</script>'), {
      name: 'x.html',
      mimeType: 'text/html',
    });
    const answer = await fetch(`${world.url}/sandbox/api/files/${html.document?.file_id}`);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect((await fetch(`${world.url}/sandbox/api/files/none`)).status).toBe(404);
  });

  test('the clock goes forward only', async () => {
    const before = Date.now();
    const { body } = await post('/sandbox/api/clock', { ms: 3_600_000 });
    expect(Number(body.now)).toBeGreaterThanOrEqual(before + 3_600_000);
    for (const ms of [-1, 0, 'x', 41 * 86_400_000]) expect((await post('/sandbox/api/clock', { ms })).status).toBe(400);
  });
});
