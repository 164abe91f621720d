import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { createIds } from '../../src/adapters/system/ids.ts';
import { html } from '../../src/bot/ui/html.ts';
import type { OutMessage, RenderedMessage } from '../../src/bot/ui/message.ts';
import type { OutboxViews } from '../../src/bot/ui/outbox-view.ts';
import { keys } from '../../src/domain/keys.ts';
import type { OutboxRow } from '../../src/domain/outbox.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { botWorld, memoryStore, testBot } from '../support/bot-world.ts';
import { watchedKv } from '../support/watched-kv.ts';

type World = Awaited<ReturnType<typeof botWorld>>;
let world: World;
afterEach(async () => {
  await world.stop();
  world.chat.noViolations();
});

const ids = createIds();
const now = new Date().toISOString();
/** A PNG of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function person(kv: Kv, telegramId: number, language: 'id' | 'en' = 'id'): Promise<Profile> {
  const profile: Profile = {
    id: ids.next('user'),
    telegramId,
    name: 'Budi',
    role: 'tenant',
    phone: null,
    phoneVerified: false,
    address: '',
    language,
    createdAt: now,
    updatedAt: now,
  };
  await transact(kv, async (tx) => profileStore.create(tx, profile));
  return profile;
}

/** As another process writes it. */
async function row(kv: Kv, chatId: number, rest: Partial<OutboxRow> & Pick<OutboxRow, 'body'>): Promise<string> {
  const id = ids.ulid();
  const key = keys.outbox.record(String(chatId), id);
  await kv.set(key, { id, chatId: String(chatId), at: now, ...rest } as unknown as Json);
  return key;
}
const answer = (message: RenderedMessage): OutboxRow['body'] => ({ kind: 'answer', message });
const event = (paymentId: string): OutboxRow['body'] => ({
  kind: 'event',
  event: 'payment.card',
  params: { paymentId },
});

const settled = async (kv: Kv) => {
  for (let i = 0; i < 400; i++) {
    if ((await kv.getByPrefix('outbox:')).length === 0) return;
    await sleep(5);
  }
  throw new Error(`left: ${JSON.stringify(await kv.getByPrefix('outbox:'))}`);
};

describe('the outbox', () => {
  it('delivers what others wrote, in order, once, in the language of the recipient', async () => {
    const views = {
      'payment.card': async ({ t, recipient }, { paymentId }) => ({
        text: html`${paymentId} ${recipient?.name ?? ''} ${t('flow-back')}`,
      }),
    } as OutboxViews;
    world = await botWorld({ bot: { views } });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const john = world.chat.user({ id: 12, name: 'John' });
    await budi.starts();
    await john.starts();
    const [a, b] = [await person(world.kv, 11), await person(world.kv, 12, 'en')];
    for (const name of ['p1', 'p2', 'p3']) await row(world.kv, 11, { userId: a.id, body: event(name) });
    await row(world.kv, 12, { userId: b.id, body: event('p4') });
    await Promise.all([world.bot.deliverNow(), world.bot.deliverNow(), world.bot.deliverNow()]);
    await settled(world.kv);
    await world.bot.deliverNow();
    const said = (who: typeof budi) => who.fromBot.map((m) => m.text).filter((text) => text?.startsWith('p'));
    expect(said(budi)).toEqual(['p1', 'p2', 'p3'].map((name) => `${name} Budi ⬅️ Kembali`));
    expect(said(john)).toEqual(['p4 Budi ⬅️ Back']);
  });

  it('edits what it sent by its name; a picture keeps its picture; sent anew when it is gone', async () => {
    let message: OutMessage = { text: html`scan`, photo: { kind: 'qris', paymentId: 'x' } };
    let drawn = 0;
    world = await botWorld({
      bot: {
        views: { 'payment.card': async () => message } as unknown as OutboxViews,
        qrPicture: async () => {
          drawn++;
          return png;
        },
      },
    });
    const { kv, bot } = world;
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    const { id: userId } = await person(kv, 11);
    const tell = async (rest: Partial<OutboxRow>) => {
      await row(kv, 11, { userId, body: event('x'), ...rest });
      await bot.deliverNow();
      await settled(kv);
    };
    await tell({ ref: 'qr-x' });
    const photos = () => budi.fromBot.filter((m) => m.photo);
    expect(photos().map((m) => m.caption)).toEqual(['scan']);
    // The same picture again is not uploaded again.
    await tell({ ref: 'qr-x' });
    expect(photos()).toHaveLength(2);
    expect(drawn).toBe(1);

    message = { text: html`✅ Lunas` };
    await tell({ edit: 'qr-x' });
    expect(photos().map((m) => m.caption)).toEqual(['scan', '✅ Lunas']);
    await tell({ edit: 'qr-x' });
    expect(photos()).toHaveLength(2);

    budi.user.deletes(photos()[1] as never);
    message = { text: html`sudah lunas` };
    await tell({ edit: 'qr-x' });
    expect(budi.fromBot.at(-1)?.text).toBe('sudah lunas');
    message = { text: html`tetap lunas` };
    await tell({ edit: 'qr-x' });
    expect(budi.fromBot.at(-1)?.text).toBe('tetap lunas');
    expect(budi.fromBot.filter((m) => m.text?.includes('lunas'))).toHaveLength(1);
  });

  it('turns the tapped message over, from words to a picture and back to words', async () => {
    const asset: OutMessage['photo'] = { kind: 'image', source: 'asset:kamar.png' };
    const keyboard = { inline_keyboard: [[{ text: 'balik', callback_data: 'turn' }]] };
    world = await botWorld({
      bot: { files: { read: async (name) => (name === 'kamar.png' ? png : null) } },
      feature: (f) => {
        f.hears('mulai', (ctx) => ctx.answer({ text: html`satu`, keyboard }));
        f.callbackQuery('turn', (ctx) =>
          ctx.callbackQuery.message && 'photo' in ctx.callbackQuery.message
            ? ctx.change({ text: html`kata di bawah gambar`, keyboard })
            : ctx.change({ text: html`dua`, photo: asset, keyboard }),
        );
      },
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('mulai');
    await budi.sees('satu');
    await budi.presses('balik');
    const { message } = await budi.seesPhoto();
    expect(message.caption).toBe('dua');
    await budi.presses('balik');
    await budi.sees('kata di bawah gambar');
    expect(budi.fromBot).toHaveLength(1);
  });

  it('sends the words when there is no picture', async () => {
    world = await botWorld({
      feature: (f) =>
        f.hears('x', (ctx) => ctx.answer({ text: html`tanpa gambar`, photo: { kind: 'image', source: 'asset:none' } })),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('x');
    await budi.sees('tanpa gambar');
  });

  it('cuts what is too long instead of losing it', async () => {
    world = await botWorld({
      feature: (f) => f.hears('x', (ctx) => ctx.answer({ text: html`<b>${'kata '.repeat(2_000)}</b>` })),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('x');
    const { text } = await budi.sees('kata kata');
    expect(text?.length).toBeLessThanOrEqual(4_096);
    expect(text?.endsWith('kata…')).toBe(true);
  });

  it('waits as long as Telegram asks, then goes on in order', async () => {
    world = await botWorld({});
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    await budi.sees('/menu');
    world.chat.telegram.faults.flood('sendMessage', 1);
    for (const text of ['a', 'b', 'c']) await row(world.kv, 11, { body: answer({ text }) });
    const started = performance.now();
    await world.bot.deliverNow();
    await settled(world.kv);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(budi.fromBot.slice(-3).map((m) => m.text)).toEqual(['a', 'b', 'c']);
  });

  it('tries again after a fault of Telegram, and repeats at most one when the answer was lost', async () => {
    world = await botWorld({});
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    await budi.sees('/menu');
    world.chat.telegram.faults.fail('sendMessage', 500, 'Internal Server Error: restart');
    world.chat.telegram.faults.dropAnswer('sendMessage');
    for (const text of ['a', 'b']) await row(world.kv, 11, { body: answer({ text }) });
    await world.bot.deliverNow();
    await settled(world.kv);
    expect(budi.fromBot.slice(1).map((m) => m.text)).toEqual(['a', 'a', 'b']);
  });

  it('marks who blocked the bot, throws away what waits, and is there again when they are', async () => {
    world = await botWorld({});
    const { kv, bot } = world;
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    await budi.sees('/menu');
    const { id: userId } = await person(kv, 11);
    world.chat.telegram.faults.fail('sendMessage', 403, 'bot was blocked by the user');
    for (const name of ['p1', 'p2']) await row(kv, 11, { userId, body: event(name) });
    await bot.deliverNow();
    await settled(kv);
    expect(await kv.get(keys.profile.record(userId))).toMatchObject({ blockedAt: expect.any(String) });
    // Nothing more is tried.
    await row(kv, 11, { userId, body: event('p3') });
    await bot.deliverNow();
    await settled(kv);
    expect(budi.fromBot).toHaveLength(1);
    await budi.sends('halo lagi');
    await budi.sees('/menu');
    expect(await kv.get(keys.profile.record(userId))).not.toHaveProperty('blockedAt');
    budi.user.blocks();
    for (let i = 0; i < 100 && !((await kv.get(keys.profile.record(userId))) as { blockedAt?: string }).blockedAt; i++)
      await sleep(5);
    expect(await kv.get(keys.profile.record(userId))).toHaveProperty('blockedAt');
  });

  it('puts aside what Telegram will never take, reports it once an hour, and goes on', async () => {
    world = await botWorld({ bot: { adminChatId: -100_77 } });
    const { kv, bot } = world;
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const group = world.chat.group({ id: -100_77, title: 'Admin' });
    group.sets(budi, 'administrator');
    const admins = group.seenBy(budi);
    await budi.starts();
    await budi.sees('/menu');
    for (const text of ['<b>rusak', '<i>rusak', 'sehat']) await row(kv, 11, { body: answer({ text }) });
    await bot.deliverNow();
    await budi.sees('sehat', { anywhere: true });
    const report = await admins.sees('tidak terkirim', { anywhere: true });
    expect(report.text).toContain("can't parse entities");
    await settled(kv);
    const dead = (await kv.getByPrefix('outbox-dead:')) as unknown as { reason: string; row: OutboxRow }[];
    expect(dead).toHaveLength(2);
    expect(dead[0]?.row.body).toMatchObject({ message: { text: '<b>rusak' } });
    expect(admins.fromBot.length).toBeLessThanOrEqual(2);
  });

  it('a renderer that fails buries its row only; one with nothing to say drops it', async () => {
    const views = {
      'payment.card': async (_: unknown, { paymentId }: { paymentId: string }) => {
        if (paymentId === 'bad') throw new TypeError('x');
        return paymentId === 'none' ? null : { text: html`${paymentId}` };
      },
    } as unknown as OutboxViews;
    world = await botWorld({ bot: { views } });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    const { id: userId } = await person(world.kv, 11);
    for (const name of ['bad', 'none', 'good']) await row(world.kv, 11, { userId, body: event(name) });
    await world.bot.deliverNow();
    await budi.sees('good', { anywhere: true });
    await settled(world.kv);
    expect(await world.kv.getByPrefix('outbox-dead:')).toHaveLength(1);
  });

  it("follows a group's upgrade to a supergroup", async () => {
    world = await botWorld({});
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const group = world.chat.group({ id: -55, title: 'Admin', type: 'group' });
    group.sets(budi, 'administrator');
    const upgraded = group.upgrades(budi, -100_055);
    await row(world.kv, -55, { body: answer({ text: 'untuk admin' }) });
    await world.bot.deliverNow();
    await settled(world.kv);
    const texts = [...upgraded.chat.messages.values()].map(({ message }) => message.text);
    expect(texts).toContain('untuk admin');
    expect(await world.kv.get(keys.chatMoved('-55'))).toEqual({ from: '-55', to: '-100055' });
    // The next process knows it from the store.
    await world.bot.stop(1_000);
    const api = new Api(world.chat.token, { apiRoot: world.chat.url });
    const chatIds: unknown[] = [];
    api.config.use((call, method, payload, signal) => {
      if (method === 'sendMessage') chatIds.push((payload as { chat_id: unknown }).chat_id);
      return call(method, payload, signal);
    });
    const next = testBot(world.chat, { kv: world.kv, lease: world.lease }, { api });
    await row(world.kv, -55, { body: answer({ text: 'lagi' }) });
    await next.start();
    await settled(world.kv);
    expect(chatIds).toEqual(['-100055']);
    await next.stop(1_000);
  });
});

it('keeps the news of a group that moved in the very commit that consumes it', async () => {
  const store = memoryStore();
  const commits: string[][] = [];
  const kv = watchedKv(store.kv, { beforeCommit: ({ sets }) => void commits.push(sets) });
  world = await botWorld({ bot: { kv } });
  const budi = world.chat.user({ id: 11, name: 'Budi' });
  const group = world.chat.group({ id: -55, title: 'Admin', type: 'group' });
  group.sets(budi, 'administrator');
  group.upgrades(budi, -100_055);
  await expect.poll(() => commits.find((sets) => sets.includes(keys.chatMoved('-55')))).toBeDefined();
  const commit = commits.find((sets) => sets.includes(keys.chatMoved('-55')));
  expect(commit?.some((key) => key.startsWith(keys.inbox.record.prefix()))).toBe(true);
});

describe('one sender', () => {
  it('a second process stands by, keeps what arrives, and takes over', async () => {
    world = await botWorld({ feature: (f) => f.hears('halo', (ctx) => ctx.answer({ text: html`dari satu` })) });
    const second = testBot(world.chat, { kv: world.kv, lease: world.lease });
    await second.start();
    expect(second.status().leading).toBe(false);
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('halo');
    await budi.sees('dari satu');
    await world.bot.stop(1_000);
    // Kept by the one that stands by, as a webhook would hand it over.
    await row(world.kv, 11, { body: answer({ text: 'menunggu' }) });
    await second.deliverNow();
    await budi.doesNotSee('menunggu');
    await budi.sees('menunggu', { within: 4_500 });
    expect(second.status().leading).toBe(true);
    await second.stop(1_000);
  });
});
