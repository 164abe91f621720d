import { globSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import type { BotContext } from '../../src/bot/context.ts';
import { type Feature, onCallback, onCommand, onLink } from '../../src/bot/feature.ts';
import { allFeatures } from '../../src/bot/features.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { profileFeature } from '../../src/bot/profile/profile-feature.ts';
import { defineCallback } from '../../src/bot/ui/callback.ts';
import { html } from '../../src/bot/ui/html.ts';
import { button, inlineKeyboard } from '../../src/bot/ui/keyboard.ts';
import { createRegistry } from '../../src/bot/updates/registry.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { botWorld, memoryStore, testBot } from '../support/bot-world.ts';
import { createChat } from '../support/chat.ts';

const product = () => allFeatures({ search: createNaiveSearch(createMemoryKv()) });
const nothing = () => {};
const saveTap = defineCallback('save', { id: z.string() });
const flow: Flow<Record<string, never>, never> = {
  name: 'pesan',
  version: 1,
  given: [],
  steps: [],
  finish: async () => {},
};

describe('what features claim', () => {
  it('the product claims nothing twice', () => {
    expect(createRegistry(product()).features.length).toBeGreaterThan(8);
  });

  const claims: [string, Omit<Feature, 'name'>][] = [
    ['the callback save', { callbacks: [onCallback(saveTap, nothing)] }],
    ['the command private simpan', { commands: [onCommand(['simpan', 'save'], nothing)] }],
    ['the command group simpan', { commands: [onCommand(['simpan'], nothing, { where: 'group' })] }],
    ['the link s_', { links: [onLink('s_', nothing)] }],
    ['the flow pesan', { flows: [flow] }],
    ['the event payment.received', { events: { 'payment.received': async () => null } }],
    ['the message slot search', { messages: { search: () => false } }],
  ];
  it.each(claims)('%s twice: the start fails with both names', (what, parts) => {
    const features = [
      { name: 'satu', ...parts },
      { name: 'dua', ...parts },
    ];
    expect(() => createRegistry(features)).toThrow(`${what} is claimed by satu and by dua`);
    expect(() => testBot({ token: '1:a', url: 'http://localhost' } as never, memoryStore(), { features })).toThrow();
  });

  it('one name in two places, a command in private and in groups, and replies of several are no double claim', () => {
    createRegistry([
      { name: 'satu', commands: [onCommand(['simpan'], nothing)], messages: { reply: () => false } },
      { name: 'dua', commands: [onCommand(['simpan'], nothing, { where: 'group' })], messages: { reply: () => false } },
    ]);
    expect(() => createRegistry([{ name: 'satu' }, { name: 'satu' }])).toThrow('the name satu');
  });

  it('every event that a use case tells of has a renderer', () => {
    const told = globSync('src/domain/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\btell\([^;]*?'([a-z-]+\.[a-z-]+)'/gs)].map((match) => match[1] ?? ''),
    );
    expect(new Set(told).size).toBeGreaterThan(6);
    const { events } = createRegistry(product());
    expect([...new Set(told)].filter((event) => !Object.hasOwn(events, event))).toEqual([]);
  });
});

it('the log line of an update names the feature and the handler that took it', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'info' },
    new Writable({
      write(chunk, _, next) {
        lines.push(JSON.parse(String(chunk)));
        next();
      },
    }),
  );
  const feature: Feature = {
    name: 'lemari',
    commands: [
      onCommand(['simpan', 'save'], (ctx) =>
        ctx.answer({ text: html`apa?`, keyboard: inlineKeyboard([[button(html`Ini`, saveTap.pack({ id: 'x' }))]]) }),
      ),
    ],
    callbacks: [onCallback(saveTap, (ctx, { id }) => ctx.toast(html`disimpan ${id}`))],
  };
  const world = await botWorld({ bot: { log, features: [feature] } });
  const budi = world.chat.user({ id: 11, name: 'Budi' });
  await budi.sends('/Save');
  await budi.presses('Ini', await budi.sees('apa?'));
  await budi.seesToast('disimpan x');
  await budi.sends('rahasia sekali');
  await budi.sees('/menu');
  await expect.poll(() => lines.filter(({ msg }) => msg === 'bot: update').length).toBe(3);
  expect(lines.filter(({ msg }) => msg === 'bot: update').map(({ takenBy }) => takenBy)).toEqual([
    'lemari/simpan',
    'lemari/save',
    'fallback',
  ]);
  expect(JSON.stringify(lines)).not.toContain('rahasia');
  await world.stop();
});

describe('what an act requires', () => {
  let stop = async () => {};
  afterEach(() => stop());

  /** A shelf whose button wants a name, commands that want a phone, an owner, the admin group; and a link. */
  async function open() {
    const chat = await createChat();
    const store = memoryStore();
    const done: string[] = [];
    const say = (what: string) => (ctx: BotContext) => {
      done.push(what);
      ctx.answer({ text: html`sudah: ${what}` });
    };
    const feature: Feature = {
      name: 'lemari',
      commands: [
        onCommand(['etalase'], (ctx) =>
          ctx.answer({
            text: html`Rak`,
            keyboard: inlineKeyboard([[button(html`Simpan`, saveTap.pack({ id: 'kos-1' }))]]),
          }),
        ),
        onCommand(['sewa'], (ctx, words) => say(`sewa ${words}`)(ctx), { requires: 'tenant' }),
        onCommand(['kos'], say('kos'), { requires: 'owner' }),
        onCommand(['antrean'], say('antrean'), { requires: 'admin', where: 'group' }),
      ],
      links: [onLink('k_', (ctx, id) => say(`undangan ${id}`)(ctx), { requires: 'known' })],
      callbacks: [
        onCallback(
          saveTap,
          (ctx, { id }) => {
            done.push(`simpan ${id}`);
            ctx.toast(html`tersimpan ${id}`);
            ctx.change({ text: html`Rak dengan ${id}` });
          },
          { requires: 'known' },
        ),
      ],
    };
    let bot = testBot(chat, store, { features: [feature, profileFeature], adminChatId: -100_7 });
    await bot.start();
    stop = async () => {
      await bot.stop(2_000);
      await chat.stop();
      chat.noViolations();
    };
    const restart = async () => {
      await bot.stop(2_000);
      bot = testBot(chat, store, { features: [feature, profileFeature], adminChatId: -100_7 });
      await bot.start();
    };
    return { chat, kv: store.kv, done, restart };
  }

  it('a button: the name is asked, and then the very tap goes on, also after a restart in between', async () => {
    const { chat, kv, done, restart } = await open();
    const budi = chat.user({ id: 11, name: 'Budi', lastName: 'Santoso' });
    await budi.sends('/etalase');
    const shelf = await budi.sees('Rak');
    await budi.presses('Simpan', shelf);
    await budi.sees('Siapa namamu?');
    expect(done).toEqual([]);
    await restart();
    await budi.presses(/Pakai nama Telegram/);
    await budi.sees('Siap, Budi Santoso');
    // Nothing on the screen is its button any more: notice and view come as messages.
    await budi.sees('tersimpan kos-1');
    await budi.sees('Rak dengan kos-1');
    expect(done).toEqual(['simpan kos-1']);
    expect(await kv.getByPrefix('flow:')).toEqual([]);
    // Known from now on: nothing is asked.
    await budi.presses('Simpan', shelf);
    await budi.seesToast('tersimpan kos-1');
    expect(shelf.message_id).toBe((await budi.sees('Rak dengan kos-1')).message_id);
  });

  it('pressed twice it asks once and goes on once', async () => {
    const { chat, done } = await open();
    const budi = chat.user({ id: 11, name: 'Budi', lastName: 'Santoso' });
    await budi.sends('/etalase');
    const shelf = await budi.sees('Rak');
    await budi.presses('Simpan', shelf);
    await budi.presses('Simpan', shelf);
    await budi.sees('Siapa namamu?', { anywhere: true });
    await budi.presses(/Pakai nama Telegram/);
    await budi.sees('Rak dengan kos-1', { anywhere: true });
    expect(budi.fromBot.filter(({ text }) => text?.includes('Siapa namamu'))).toHaveLength(1);
    expect(done).toEqual(['simpan kos-1']);
  });

  it('a command goes on with its words, a link with its id', async () => {
    const { chat, done } = await open();
    const budi = chat.user({ id: 11, name: 'Budi', lastName: 'Santoso', phone: '+6281234567890' });
    await budi.starts('k_rahasia-1');
    await budi.presses(/Pakai nama Telegram/);
    await budi.sees('sudah: undangan rahasia-1');
    await budi.sends('/Sewa kamar 12 B');
    await budi.sees('Nomor HP kamu?');
    await budi.sharesContact();
    await budi.presses('⏭️ Lewati');
    await budi.sees('sudah: sewa kamar 12 B');
    expect(done).toEqual(['undangan rahasia-1', 'sewa kamar 12 B']);
  });

  it('left halfway nothing goes on', async () => {
    const { chat, kv, done } = await open();
    const budi = chat.user({ id: 11, name: 'Budi', lastName: 'Santoso' });
    await budi.sends('/etalase');
    await budi.presses('Simpan', await budi.sees('Rak'));
    await budi.presses('✖️ Batal');
    await budi.sees('Pendaftaran dibatalkan');
    expect(done).toEqual([]);
    expect(await kv.getByPrefix('flow:')).toEqual([]);
    expect(await kv.getByPrefix('profile:')).toEqual([]);
  });

  it('what is for owners or for the admin group is said to be so, and registers nobody', async () => {
    const { chat, kv, done } = await open();
    const budi = chat.user({ id: 11, name: 'Budi' });
    await budi.sends('/kos');
    await budi.sees('Menu ini untuk pemilik kos');
    const [other, admin] = [chat.group({ id: -100_8, title: 'Lain' }), chat.group({ id: -100_7, title: 'Admin' })];
    for (const group of [other, admin]) group.sets(budi, 'member');
    await other.seenBy(budi).sends('/antrean');
    await other.seenBy(budi).sees('hanya untuk admin');
    await admin.seenBy(budi).sends('/antrean');
    await admin.seenBy(budi).sees('sudah: antrean');
    expect(done).toEqual(['antrean']);
    expect(await kv.getByPrefix('flow:')).toEqual([]);
  });
});
