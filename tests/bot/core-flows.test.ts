import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { type Feature, onCallback, onCommand, type Requirement } from '../../src/bot/feature.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { flowFeature } from '../../src/bot/flow/flow-feature.ts';
import { choice } from '../../src/bot/flow/steps/choice.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { registerFlow } from '../../src/bot/profile/register-flow.ts';
import { defineCallback } from '../../src/bot/ui/callback.ts';
import { html } from '../../src/bot/ui/html.ts';
import { button, inlineKeyboard } from '../../src/bot/ui/keyboard.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { memoryStore, testBot } from '../support/bot-world.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';

type Order = { listing?: string; size: string; sauce: string | null; note: string };
const order = (version = 1): Flow<Order, never> => ({
  name: 'apply',
  version,
  given: [],
  steps: [
    choice({
      id: 'size',
      schema: z.enum(['small', 'big']),
      ask: () => html`Ukuran apa?`,
      options: () => [
        { label: html`Kecil`, value: 'small' },
        { label: html`Besar`, value: 'big' },
      ],
    }),
    text({
      id: 'sauce',
      optional: true,
      when: (answers) => answers.size !== 'small',
      ask: () => html`Saus apa?`,
      reads: z.string(),
      problem: 'flow-need-text',
      max: 10,
    }),
    text({
      id: 'note',
      ask: (_, answers) => html`Catatan untuk ${answers.size ?? ''}?`,
      min: 2,
      max: 20,
      reads: z.string(),
      problem: 'flow-need-text',
      check: (_, value) => {
        if (value === 'meledak') throw new DomainError('common.not-found');
        return { value };
      },
    }),
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
const orderTap = defineCallback('order', { listing: z.string() });
async function open(
  flow: Flow<Order, never>,
  options: {
    store?: ReturnType<typeof store>;
    clock?: ReturnType<typeof createMovableClock>;
    requires?: Requirement;
  } = {},
) {
  const { requires = 'guest' } = options;
  const feature: Feature = {
    name: 'test',
    flows: [flow, registerFlow],
    commands: [
      ...(['private', 'group'] as const).map((where) =>
        onCommand(['pesan'], (ctx, words) => ctx.enterFlow(flow, words ? { listing: words } : {}), { where, requires }),
      ),
      onCommand(['bantuan'], (ctx) => ctx.answer({ text: html`ini bantuan` }), { aside: true }),
      onCommand(['bahasa'], (ctx) => ctx.answer({ text: html`ini bahasa` }), { aside: true }),
      onCommand(['cari'], (ctx) => ctx.answer({ text: html`ini bantuan atau cari` })),
      onCommand(['etalase'], (ctx) => {
        const shelf = [
          button(html`Pesan`, orderTap.pack({ listing: 'one' })),
          button(html`Pesan lain`, orderTap.pack({ listing: 'two' })),
        ];
        ctx.answer({ text: html`Kos satu`, keyboard: inlineKeyboard([shelf]) });
      }),
    ],
    callbacks: [onCallback(orderTap, (ctx, { listing }) => ctx.enterFlow(flow, { listing }))],
  };
  const held = options.store ?? store();
  const bot = testBot(chat, held, {
    features: [feature, flowFeature],
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
    const { kv } = await open(order(), { requires: 'tenant' });
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
