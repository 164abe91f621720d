import { Composer } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import type { BotContext } from '../../src/bot/context.ts';
import { acceptChoice, acceptText, type Choice, choiceRows, type Flow } from '../../src/bot/flow/flow.ts';
import type { AnyFlow } from '../../src/bot/flow/state.ts';
import { registerFlow } from '../../src/bot/profile/register-flow.ts';
import { html } from '../../src/bot/ui/html.ts';
import { button, inlineKeyboard } from '../../src/bot/ui/keyboard.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { memoryStore, testBot } from '../support/bot-world.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';

type Order = { listing?: string; size: string; sauce: string | null; note: string };
const sizes: Choice[][] = choiceRows([
  { label: html`Kecil`, value: 'small' },
  { label: html`Besar`, value: 'big' },
]);

const order = (version = 1, requires: Flow['requires'] = 'guest'): Flow<Order> => ({
  name: 'apply',
  version,
  requires,
  steps: [
    {
      id: 'size',
      schema: z.enum(['small', 'big']),
      question: () => ({ text: html`Ukuran apa?`, choices: sizes }),
      accept: (_, input) => acceptChoice(input, sizes),
    },
    {
      id: 'sauce',
      optional: true,
      when: (answers) => answers.size !== 'small',
      question: () => ({ text: html`Saus apa?` }),
      accept: (_, input) => acceptText(input, { max: 10 }),
    },
    {
      id: 'note',
      question: (_, answers) => ({ text: html`Catatan untuk ${answers.size ?? ''}?` }),
      accept: (_, input) => {
        if (input.kind === 'text' && input.text === 'meledak') throw new DomainError('common.not-found');
        return acceptText(input, { min: 2, max: 20 });
      },
    },
  ],
  async finish(ctx, answers) {
    ctx.domain.tx.set('order:1', { ...answers, listing: answers.listing ?? null });
    ctx.answer({ text: html`Pesanan ${answers.size}, saus ${answers.sauce ?? 'tanpa'}, ${answers.note}` });
  },
});

let chat: TestChat;
let budi: Viewer;
let stops: (() => Promise<void>)[];
beforeEach(async () => {
  chat = await createChat();
  budi = chat.user({ id: 11, name: 'Budi', lastName: 'Santoso', phone: '+6281234567890' });
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await chat.stop();
  chat.noViolations();
});

const store = memoryStore;
async function open(
  flow: Flow<Order>,
  options: { store?: ReturnType<typeof store>; clock?: ReturnType<typeof createMovableClock> } = {},
) {
  const feature = new Composer<BotContext>();
  feature.command('pesan', (ctx) => ctx.enterFlow('apply', ctx.match ? { listing: ctx.match } : {}));
  feature.command(['bantuan', 'cari'], (ctx) => ctx.answer({ text: html`ini bantuan atau cari` }));
  feature.command('etalase', (ctx) =>
    ctx.answer({
      text: html`Kos satu`,
      keyboard: inlineKeyboard([[button(html`Pesan`, 'one'), button(html`Pesan lain`, 'two')]]),
    }),
  );
  feature.callbackQuery(['one', 'two'], (ctx) => ctx.enterFlow('apply', { listing: ctx.callbackQuery.data }));
  const held = options.store ?? store();
  const bot = testBot(chat, held, {
    features: [feature],
    flows: { apply: flow as unknown as AnyFlow, register: registerFlow as unknown as AnyFlow },
    ...(options.clock ? { clock: options.clock } : {}),
  });
  await bot.start();
  const stop = async () => {
    stops = stops.filter((other) => other !== stop);
    await bot.stop(1_000);
  };
  stops.push(stop);
  return { bot, kv: held.kv, store: held, stop };
}
const flowRows = (kv: Kv) => kv.getByPrefix('flow:');

describe('a flow', () => {
  it('asks step by step, says how far it is, and calls its use case once at the end', async () => {
    const { kv } = await open(order());
    await budi.sends('/pesan kos-1');
    await budi.sees('Langkah 1 dari 3');
    await budi.presses('Besar');
    await budi.sees('Langkah 2 dari 3\nSaus apa?');
    await budi.sends('sambal');
    await budi.sees('Catatan untuk big?');
    await budi.sends('cepat ya');
    await budi.sees('Pesanan big, saus sambal, cepat ya');
    expect(await kv.get('order:1')).toEqual({ size: 'big', sauce: 'sambal', note: 'cepat ya', listing: 'kos-1' });
    expect(await flowRows(kv)).toEqual([]);
  });

  it('entered again for the same thing it goes on where it stood; a double tap is one tap', async () => {
    const clock = createMovableClock(Date.parse('2024-11-04T03:00:00Z'));
    await open(order(), { clock });
    await budi.sends('/etalase');
    const shelf = await budi.sees('Kos satu');
    await budi.presses('Pesan', shelf);
    await budi.presses('Pesan', shelf);
    const question = await budi.sees('Langkah 1 dari 3');
    await budi.presses('Besar', question);
    await budi.sees('Langkah 2 dari 3\nSaus apa?');
    clock.advance(60_000);
    const before = budi.messages.length;
    await budi.presses('Pesan', shelf);
    const again = await budi.sees('Langkah 2 dari 3\nSaus apa?');
    expect(budi.messages).toHaveLength(before + 1);
    await budi.sends('sambal');
    await budi.sees('Catatan untuk big?');
    expect(again.message_id).not.toBe(question.message_id);
    expect(budi.messages.some(({ text }) => text?.includes('dibatalkan'))).toBe(false);
    await budi.presses('Pesan lain', shelf);
    await budi.sees('dibatalkan supaya bisa lanjut', { anywhere: true });
    await budi.sees('Langkah 1 dari 3');
  });

  it('leaves out a step that does not apply, and counts without it', async () => {
    await open(order());
    await budi.sends('/pesan');
    await budi.presses('Kecil');
    await budi.sees('Langkah 2 dari 2\nCatatan untuk small?');
  });

  it('skips, goes back, and forgets what no longer applies', async () => {
    const { kv } = await open(order());
    await budi.sends('/pesan');
    await budi.presses('Besar');
    await budi.presses('⏭️ Lewati');
    await budi.sees('Catatan untuk big?');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Saus apa?');
    await budi.sends('kecap');
    await budi.sees('Catatan untuk big?');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Saus apa?');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Langkah 1 dari 3');
    await budi.presses('Kecil');
    await budi.sends('oke deh');
    await budi.sees('Pesanan small, saus tanpa');
    expect(await kv.get('order:1')).toEqual({ size: 'small', note: 'oke deh', listing: null });
  });

  it.each([
    ['a text that is too long', (b: Viewer) => b.sends('x'.repeat(5_000)), 'paling banyak 20 huruf'],
    ['an emoji alone', (b: Viewer) => b.sends('🎉'), 'paling sedikit 2 huruf'],
    ['a sticker', async (b: Viewer) => b.user.sendsSticker(), 'Jawab dengan teks'],
    ['a voice', async (b: Viewer) => b.user.sendsVoice(), 'Jawab dengan teks'],
    ['a place', async (b: Viewer) => b.user.sendsLocation(-6.5, 106.8), 'Jawab dengan teks'],
    ['a contact', (b: Viewer) => b.sharesContact(), 'Jawab dengan teks'],
  ])('%s: the reason and the same question', async (_, send, reason) => {
    const { kv } = await open(order());
    await budi.sends('/pesan');
    await budi.presses('Kecil');
    await budi.sees('Catatan untuk small?');
    const before = await flowRows(kv);
    await send(budi);
    const asked = await budi.sees(reason, { anywhere: true });
    expect(asked.text).toContain('Langkah 2 dari 2\nCatatan untuk small?');
    expect((await flowRows(kv)).map((row) => ({ ...(row as object), at: 0 }))).toEqual(
      before.map((row) => ({ ...(row as object), at: 0 })),
    );
  });

  it('takes HTML as words', async () => {
    await open(order());
    await budi.sends('/pesan');
    await budi.sends('<b>besar</b>');
    await budi.sees('Pilih salah satu tombol');
    await budi.sends('besar');
    await budi.sees('Saus apa?');
  });

  it('old, foreign and forged buttons get a notice and change nothing', async () => {
    const { bot, kv } = await open(order());
    await budi.sends('/pesan');
    const first = await budi.sees('Ukuran apa?');
    const data = first.reply_markup?.inline_keyboard[0]?.[0];
    const pressed = data && 'callback_data' in data ? String(data.callback_data) : '';
    await budi.sends('besar');
    await budi.sees('Saus apa?');
    expect((await budi.pressesAndWaits('Kecil', first)).answer?.text).toBe('Pertanyaan ini sudah lewat.');
    const stateBefore = await flowRows(kv);
    const forgeries = [`${pressed}x`, 'f:aaaaaa:0:small', 'fc:aaaaaa:0:cancel', 'f:::', `f${':x'.repeat(20)}`];
    const from = { id: 11, is_bot: false, first_name: 'Budi' };
    await bot.accept(
      [pressed, ...forgeries].map((forged, i) => ({
        update_id: 99_000 + i,
        callback_query: { id: `${i}`, from, chat_instance: '1', message: first as never, data: forged },
      })),
    );
    await bot.stop(1_000);
    expect(await flowRows(kv)).toEqual(stateBefore);
    expect(await kv.get('order:1')).toBeNull();
    expect(await flowRows(kv)).toHaveLength(1);
  });

  it('a forged value of the right question is refused', async () => {
    const { bot, kv } = await open(order());
    await budi.sends('/pesan');
    const first = await budi.sees('Ukuran apa?');
    const [row] = (await flowRows(kv)) as { run: string }[];
    await bot.accept([
      {
        update_id: 99_000,
        callback_query: {
          id: '1',
          from: { id: 11, is_bot: false, first_name: 'Budi' },
          chat_instance: '1',
          message: first as never,
          data: `f:${row?.run}:0:raksasa`,
        },
      },
    ]);
    await bot.stop(1_000);
    expect((await flowRows(kv)) as { answers: object }[]).toMatchObject([{ step: 'size', answers: {} }]);
  });

  it('a command that a phone began with a capital is the command', async () => {
    await open(order());
    await budi.sends('/Pesan');
    await budi.sees('Langkah 1 dari 3');
    await budi.sends('/Batal');
    await budi.sees('Pengajuan sewa dibatalkan');
    await budi.sends('/BATAL');
    await budi.sees('Tidak ada yang sedang berjalan');
  });

  it('/batal and ✖️ Batal say what was left', async () => {
    const { kv } = await open(order());
    await budi.sends('/batal');
    await budi.sees('Tidak ada yang sedang berjalan');
    await budi.sends('/pesan');
    await budi.sees('Ukuran apa?');
    await budi.sends('/batal');
    await budi.sees('Pengajuan sewa dibatalkan');
    await budi.sends('/pesan');
    await budi.sees('Ukuran apa?');
    await budi.presses('✖️ Batal');
    await budi.sees('Pengajuan sewa dibatalkan');
    expect(await flowRows(kv)).toEqual([]);
  });

  it('help and the choice of a language do not leave it, another command does and says so', async () => {
    const { kv } = await open(order());
    await budi.sends('/pesan');
    await budi.sends('/bantuan');
    await budi.sees('ini bantuan');
    await budi.sends('/bahasa');
    expect(await flowRows(kv)).toHaveLength(1);
    await budi.sends('/cari kos');
    await budi.sees('Pengajuan sewa dibatalkan');
    await budi.sees('ini bantuan atau cari');
    expect(await flowRows(kv)).toEqual([]);
  });

  it('a refusal of the domain ends it and is said', async () => {
    const { kv } = await open(order());
    await budi.sends('/pesan');
    await budi.presses('Kecil');
    await budi.sees('Catatan');
    await budi.sends('meledak');
    await budi.sees('Yang dicari sudah tidak ada.');
    expect(await flowRows(kv)).toEqual([]);
  });

  it('goes on after a restart where it stood', async () => {
    const first = await open(order());
    await budi.sends('/pesan');
    await budi.presses('Besar');
    await budi.sees('Saus apa?');
    await first.stop();
    await budi.sends('kecap');
    await open(order(), { store: first.store });
    await budi.sees('Catatan untuk big?');
  });

  it('after a deploy that changed it, the button it began with asks again too', async () => {
    const clock = createMovableClock(Date.parse('2024-11-04T03:00:00Z'));
    const first = await open(order(), { clock });
    await budi.sends('/etalase');
    const shelf = await budi.sees('Kos satu');
    await budi.presses('Pesan', shelf);
    await budi.presses('Besar');
    await budi.sees('Saus apa?');
    await first.stop();
    await open(order(2), { store: first.store, clock });
    await budi.presses('Pesan', shelf);
    await budi.sees('Pertanyaannya baru diperbarui');
    await budi.sees('Saus apa?');
  });

  it('after a deploy that changed it, keeps the answers that still parse and asks again', async () => {
    const first = await open(order());
    await budi.sends('/pesan kos-9');
    await budi.presses('Besar');
    await budi.sends('kecap');
    await budi.sees('Catatan untuk big?');
    await first.stop();
    const { kv } = await open(order(2), { store: first.store });
    await budi.sends('apa saja');
    await budi.sees('Pertanyaannya baru diperbarui');
    // `size` has a schema and is kept, `sauce` has none.
    await budi.sees('Saus apa?');
    await budi.sends('abc');
    await budi.sends('cepat ya');
    await budi.sees('Pesanan big, saus abc');
    expect(await kv.get('order:1')).toMatchObject({ listing: 'kos-9' });
  });

  it('is closed after a day, and words are not taken for its answer', async () => {
    const clock = createMovableClock();
    const { kv } = await open(order(), { clock });
    await budi.sends('/pesan');
    await budi.presses('Kecil');
    await budi.sees('Catatan');
    clock.advance(25 * 3_600_000);
    await budi.sends('halo lagi');
    await budi.sees('Pengajuan sewa sudah ditutup');
    await budi.sees('/menu');
    expect(await flowRows(kv)).toEqual([]);
    expect(await kv.get('order:1')).toBeNull();
  });

  it('is the person’s own in a group', async () => {
    const { kv } = await open(order());
    const susi = chat.user({ id: 12, name: 'Susi' });
    const group = chat.group({ id: -100_5, title: 'Grup' });
    for (const one of [budi, susi]) group.sets(one, 'member');
    const [his, hers] = [group.seenBy(budi), group.seenBy(susi)];
    await his.sends('/pesan');
    await his.sees('Ukuran apa?');
    expect((await hers.pressesAndWaits('Kecil')).answer?.text).toContain('orang lain');
    await hers.sends('besar');
    await his.doesNotSee('Saus');
    await his.presses('Besar');
    await his.sees('Saus apa?');
    expect(await flowRows(kv)).toHaveLength(1);
  });
});

describe('registration on the way', () => {
  it('asks what is missing, then goes on with what was begun', async () => {
    const { kv } = await open(order(1, 'tenant'));
    await budi.sends('/pesan kos-3');
    await budi.presses(/Budi Santoso/);
    await budi.seesButton('📱 Kirim nomor HP');
    await budi.sharesContact({ own: false, phone: '+628111111111', name: 'Orang' });
    await budi.sees('⚠️');
    await budi.sends('⬅️ Kembali');
    await budi.presses(/Budi Santoso/);
    await budi.presses('📱 Kirim nomor HP');
    await budi.presses('⏭️ Lewati');
    await budi.sees('Ukuran apa?');
    await budi.presses('Kecil');
    await budi.sends('oke deh');
    await budi.sees('Pesanan small');
    expect(await kv.get('order:1')).toMatchObject({ listing: 'kos-3' });
    expect((await kv.getByPrefix('profile:')) as object[]).toMatchObject([
      { name: 'Budi Santoso', phoneVerified: true },
    ]);
    expect(await flowRows(kv)).toEqual([]);
    await budi.doesNotSeeButton('📱 Kirim nomor HP');
    // Nothing is asked twice.
    await budi.sends('/pesan');
    await budi.sees('Ukuran apa?');
  });
});
