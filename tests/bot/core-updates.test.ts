import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Composer } from 'grammy';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { BotContext } from '../../src/bot/context.ts';
import { html } from '../../src/bot/ui/html.ts';
import { cleanInbox } from '../../src/bot/updates/inbox.ts';
import { DomainError, KvUnavailable } from '../../src/domain/errors.ts';
import type { Json } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { botWorld, memoryStore, testBot } from '../support/bot-world.ts';
import { createChat } from '../support/chat.ts';
import { watchedKv } from '../support/watched-kv.ts';

type World = Awaited<ReturnType<typeof botWorld>>;
let world: World;
afterEach(async () => {
  await world.stop();
  world.chat.noViolations();
});

const open = (w: World) => w.kv.getByPrefix('inbox-open:');
const settled = async (w: World) => {
  for (let i = 0; i < 200; i++) {
    if ((await open(w)).length === 0 && (await w.kv.getByPrefix('outbox:')).length === 0) return;
    await sleep(5);
  }
  throw new Error('not settled');
};

/** `tambah` counts in the store, `lihat` only reads. */
const count = async (ctx: BotContext, key = 'count:a') => {
  const value = Number((await ctx.domain.tx.get(key)) ?? 0) + 1;
  ctx.domain.tx.set(key, value);
  return value;
};

describe('one update, one commit', () => {
  it('handles a duplicate once, also after it was done and with another instance', async () => {
    world = await botWorld({
      feature: (f) => f.hears('tambah', async (ctx) => ctx.answer({ text: html`ke-${await count(ctx)}` })),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('tambah');
    await budi.sees('ke-1');
    const update = {
      update_id: 9_000,
      message: {
        message_id: 500,
        date: 1,
        chat: { id: 11, type: 'private' as const, first_name: 'Budi' },
        from: { id: 11, is_bot: false, first_name: 'Budi' },
        text: 'tambah',
      },
    };
    await Promise.all([world.bot.accept([update]), world.bot.accept([update, update]), world.bot.accept([update])]);
    await budi.sees('ke-2', { anywhere: true });
    await settled(world);
    await world.bot.accept([update]);
    await world.bot.deliverNow();
    await settled(world);
    expect(await world.kv.get('count:a')).toBe(2);
    expect(budi.fromBot.map((message) => message.text)).toEqual(['ke-1', 'ke-2']);
  });

  it("keeps one chat's order and lets other chats pass", async () => {
    const gate = Promise.withResolvers<void>();
    const done: string[] = [];
    world = await botWorld({
      feature: (f) =>
        f.on('message:text', async (ctx) => {
          if (ctx.message.text === 'lama') await gate.promise;
          done.push(ctx.message.text);
          ctx.answer({ text: html`sudah ${ctx.message.text}` });
        }),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const susi = world.chat.user({ id: 12, name: 'Susi' });
    await budi.sends('lama');
    for (const text of ['b1', 'b2', 'b3']) await budi.sends(text);
    await susi.sends('s1');
    await susi.sees('sudah s1');
    expect(done).toEqual(['s1']);
    gate.resolve();
    await budi.sees('sudah b3');
    expect(done).toEqual(['s1', 'lama', 'b1', 'b2', 'b3']);
    expect(budi.fromBot.map((message) => message.text)).toEqual(['sudah lama', 'sudah b1', 'sudah b2', 'sudah b3']);
  });

  it('what was kept while nobody worked is handled in order, before what comes now', async () => {
    const chat = await createChat();
    const store = memoryStore();
    const done: string[] = [];
    const feature = new Composer<BotContext>();
    feature.on('message:text', async (ctx) => {
      await count(ctx);
      done.push(ctx.message.text);
    });
    const bot = testBot(chat, store, {
      features: [{ name: 'test', composer: feature }],
      flood: { burst: 1e6, perSecond: 1e6 },
    });
    const update = (id: number) => ({
      update_id: id,
      message: {
        message_id: id,
        date: 1,
        chat: { id: 11, type: 'private' as const, first_name: 'Budi' },
        from: { id: 11, is_bot: false, first_name: 'Budi' },
        text: `u${id}`,
      },
    });
    const all = Array.from({ length: 1_250 }, (_, i) => update(i + 1));
    await bot.accept(all.slice(0, 1_200));
    expect(done).toEqual([]);
    await bot.start();
    for (const one of all.slice(1_200)) await bot.accept([one]);
    for (let i = 0; i < 40 && done.length < all.length; i++) {
      await sleep(200);
      await bot.deliverNow();
    }
    expect(done).toEqual(all.map(({ message }) => message.text));
    await bot.stop(1_000);
    await chat.stop();
    world = await botWorld({});
  });

  it('runs the handler again on a conflict, and says nothing of the first try', async () => {
    let tries = 0;
    world = await botWorld({
      feature: (f) =>
        f.hears('tambah', async (ctx) => {
          const value = await count(ctx);
          if (tries++ === 0) await world.kv.set('count:a', 10);
          ctx.answer({ text: html`ke-${value}` });
        }),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('tambah');
    await budi.sees('ke-11');
    await settled(world);
    expect(budi.fromBot).toHaveLength(1);
    expect(await world.kv.get('count:a')).toBe(11);
  });

  it.each(['before', 'after'] as const)(
    'a commit whose store drops away %s it: once, whatever happened',
    async (when) => {
      const store = memoryStore();
      let left = 1;
      const cut = (commit: { sets: string[] }) => {
        if (commit.sets.includes('count:a') && left-- > 0) throw new KvUnavailable(new Error('away'));
      };
      world = await botWorld({
        feature: (f) => f.hears('tambah', async (ctx) => ctx.answer({ text: html`ke-${await count(ctx)}` })),
        bot: { kv: watchedKv(store.kv, when === 'before' ? { beforeCommit: cut } : { afterCommit: cut }) },
      });
      const budi = world.chat.user({ id: 11, name: 'Budi' });
      await budi.sends('tambah');
      await budi.sees('ke-1');
      expect(await store.kv.get('count:a')).toBe(1);
      expect(budi.fromBot).toHaveLength(1);
    },
  );

  it('cannot be stopped by what people can type', async () => {
    world = await botWorld({
      feature: (f) =>
        f.on('message:text', async (ctx) => {
          await count(ctx);
          ctx.answer({ text: html`kamu bilang ${ctx.message.text}` });
        }),
    });
    const message = (id: number, text: string) => ({
      update_id: id,
      message: {
        message_id: id,
        date: 1,
        chat: { id: 11, type: 'private' as const, first_name: 'x' },
        from: { id: 11, is_bot: false, first_name: 'x\u0000' },
        text,
      },
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.starts();
    await budi.sees('/start');
    await world.bot.accept([message(9_001, 'nol \u0000 dan \ud800'), message(9_002, 'garis \\u0000 miring')]);
    await budi.sees('kamu bilang garis \\u0000 miring', { anywhere: true });
    await settled(world);
    expect(budi.fromBot.map((m) => m.text)).toContain('kamu bilang nol  dan \ufffd');
  });

  it('counts the marks as done for 48 hours, then forgets them', async () => {
    world = await botWorld({});
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('hai');
    await budi.sees('/menu');
    await settled(world);
    expect(await cleanInbox(world.kv)).toBe(0);
    expect(await cleanInbox(world.kv, Date.now() + 49 * 3_600_000)).toBe(1);
    expect(await world.kv.getByPrefix('inbox:')).toEqual([]);
  });
});

describe('errors', () => {
  const lines: Record<string, Json>[] = [];
  const log = pino(
    { ...{ level: 'debug' }, serializers: createLog('silent')[pino.symbols.serializersSym as never] },
    new Writable({
      write(chunk, _, next) {
        lines.push(JSON.parse(String(chunk)));
        next();
      },
    }),
  );

  it('a refusal is said in the language of the person, and nothing is written', async () => {
    world = await botWorld({
      feature: (f) =>
        f.on('message:text', async (ctx) => {
          await count(ctx);
          throw new DomainError('common.not-found');
        }),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const john = world.chat.user({ id: 12, name: 'John', language: 'en' });
    await budi.sends('x');
    await budi.sees('Yang dicari sudah tidak ada.');
    await john.sends('x');
    await john.sees('That is no longer there.');
    await settled(world);
    expect(await world.kv.get('count:a')).toBeNull();
  });

  it('an unexpected error: a code for the person, the same in the log, one message an hour for the admins', async () => {
    lines.length = 0;
    world = await botWorld({
      bot: { log, adminChatId: -100_77 },
      feature: (f) =>
        f.on('message:text', async (ctx) => {
          await count(ctx);
          throw new TypeError(`rahasia: ${ctx.message.text.length}`);
        }),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const admin = world.chat.user({ id: 13, name: 'Admin' });
    const group = world.chat.group({ id: -100_77, title: 'Admin' });
    group.sets(admin, 'administrator');
    const admins = group.seenBy(admin);
    await budi.sends('kata-kata pribadi');
    const code = /KST-[2-9A-Z]{4}/.exec((await budi.sees(/KST-/)).text ?? '')?.[0];
    const report = await admins.sees(String(code), { anywhere: true });
    expect(report.text).toContain('TypeError');
    await budi.sends('lagi');
    await budi.sees(/KST-/);
    await settled(world);
    expect(admins.fromBot).toHaveLength(1);
    expect(await world.kv.get('count:a')).toBeNull();
    const logged = lines.find((line) => line.code === code);
    expect(logged).toMatchObject({ msg: 'bot: unexpected error' });
    expect(JSON.stringify(lines)).not.toContain('pribadi');
    expect(report.text).not.toContain('rahasia');
  });

  it('answers every tap: with a notice when refused, and when nobody knows the button', async () => {
    world = await botWorld({
      feature: (f) => {
        f.hears('menu', (ctx) =>
          ctx.answer({
            text: html`pilih`,
            keyboard: {
              inline_keyboard: [
                [
                  { text: 'tolak', callback_data: 'no' },
                  { text: 'lama', callback_data: 'gone:1' },
                  { text: 'diam', callback_data: 'quiet' },
                ],
              ],
            },
          }),
        );
        f.callbackQuery('no', () => {
          throw new DomainError('common.not-allowed');
        });
        f.callbackQuery('quiet', () => {});
      },
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('menu');
    await budi.sees('pilih');
    expect((await budi.pressesAndWaits('tolak')).answer).toMatchObject({ alert: true });
    expect((await budi.pressesAndWaits('lama')).answer?.text).toContain('sudah tidak berlaku');
    expect((await budi.pressesAndWaits('diam')).answer?.text ?? '').toBe('');
    expect(budi.fromBot).toHaveLength(1);
  });

  it('stays silent in groups where nobody spoke to it', async () => {
    world = await botWorld({});
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    const group = world.chat.group({ id: -100_78, title: 'Grup' });
    group.sets(budi, 'member');
    await budi.sends('halo semua', { chat: { id: group.id } });
    await group.seenBy(budi).doesNotSee(/./, { anywhere: true });
    await settled(world);
  });

  it('slows down whoever floods, once', async () => {
    world = await botWorld({
      bot: { flood: { burst: 3, perSecond: 1 } },
      feature: (f) => f.on('message', (ctx) => ctx.answer({ text: html`ya` })),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    for (let i = 0; i < 8; i++) await budi.sends('x');
    await budi.sees('Pelan-pelan', { anywhere: true });
    await settled(world);
    expect(budi.fromBot.map((m) => m.text)).toEqual(['ya', 'ya', 'ya', expect.stringContaining('Pelan-pelan')]);
  });
});
