import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { type Feature, onCommand } from '../../src/bot/feature.ts';
import type { Flow, Step } from '../../src/bot/flow/flow.ts';
import { flowFeature } from '../../src/bot/flow/flow-feature.ts';
import { amount } from '../../src/bot/flow/steps/amount.ts';
import { choice } from '../../src/bot/flow/steps/choice.ts';
import { confirm } from '../../src/bot/flow/steps/confirm.ts';
import { date } from '../../src/bot/flow/steps/date.ts';
import { location } from '../../src/bot/flow/steps/location.ts';
import { many } from '../../src/bot/flow/steps/many.ts';
import { acceptOption } from '../../src/bot/flow/steps/option.ts';
import { phone } from '../../src/bot/flow/steps/phone.ts';
import { type Photo, photos } from '../../src/bot/flow/steps/photos.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { html } from '../../src/bot/ui/html.ts';
import { readRupiah } from '../../src/domain/search/parse-price.ts';
import { memoryStore, testBot } from '../support/bot-world.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';

type A = { value: unknown; note?: unknown };
let chat: TestChat;
let budi: Viewer;
let store: ReturnType<typeof memoryStore>;
let stop: () => Promise<void>;
let bot: ReturnType<typeof testBot>;

beforeEach(async () => {
  chat = await createChat();
  budi = chat.user({ id: 11, name: 'Budi', phone: '+6281234567890' });
  store = memoryStore();
});
afterEach(async () => {
  await stop();
  await chat.stop();
  chat.noViolations();
});

/** A flow of this one step, then a note, whose answers end in the store. */
async function ask(step: Step<A>): Promise<void> {
  const flow: Flow<A, never> = {
    name: 'apply',
    version: 1,
    given: [],
    steps: [step, text({ id: 'note', ask: () => html`Catatan?`, reads: z.string(), problem: 'flow-need-text' })],
    async finish(ctx, answers) {
      ctx.domain.tx.set('answer', JSON.parse(JSON.stringify(answers)));
      ctx.answer({ text: html`selesai` });
    },
  };
  const feature: Feature = {
    name: 'test',
    flows: [flow],
    commands: [onCommand(['mulai'], (ctx) => ctx.enterFlow(flow, {}))],
  };
  const clock = createMovableClock(Date.parse('2024-11-04T03:00:00Z'));
  bot = testBot(chat, store, { features: [feature, flowFeature], clock });
  await bot.start();
  stop = () => bot.stop(1_000);
  await budi.sends('/mulai');
}
async function answer(): Promise<unknown> {
  await budi.sees('Catatan?', { anywhere: true });
  await budi.sends('ok');
  await budi.sees('selesai');
  return ((await store.kv.get('answer')) as A).value;
}
const draft = async () => ((await store.kv.getByPrefix('flow:'))[0] as { draft?: unknown } | undefined)?.draft;
const labels = (viewer: Viewer) =>
  viewer.fromBot
    .at(-1)
    ?.reply_markup?.inline_keyboard.flat()
    .map((b) => b.text);

const facilities = [
  { value: 'ac', label: html`❄️ AC` },
  { value: 'wifi', label: html`Wi-Fi`, words: ['internet'] },
  { value: 'dapur', label: html`Dapur` },
];

describe('many', () => {
  const step = () => many<A>({ id: 'value', ask: () => html`Fasilitas?`, options: () => facilities, min: 1 });

  it('ticks and takes back in place, until ✔️ Selesai', async () => {
    await ask(step());
    const question = await budi.sees('Fasilitas?');
    expect(labels(budi)).toEqual(['▫️ ❄️ AC', '▫️ Wi-Fi', '▫️ Dapur', '✔️ Selesai', '✖️ Batal']);
    await budi.presses('✔️ Selesai');
    await budi.seesToast('minimal 1');
    await budi.presses('▫️ Dapur', question);
    await budi.seesButton('✅ Dapur');
    await budi.presses('▫️ ❄️ AC');
    await budi.seesButton('✅ ❄️ AC');
    await budi.presses('✅ Dapur');
    await budi.seesButton('▫️ Dapur');
    await budi.presses('▫️ Wi-Fi');
    await budi.seesButton('✅ Wi-Fi');
    expect(budi.fromBot).toHaveLength(1);
    await budi.presses('✔️ Selesai');
    expect(await answer()).toEqual(['ac', 'wifi']);
  });

  it('typed words count as buttons; one that is none makes all of it unclear', async () => {
    await ask(step());
    await budi.sends('ac, kolam renang');
    await budi.sees('Pilih salah satu tombol');
    expect(await draft()).toBeUndefined();
    await budi.sends('AC, internet');
    await budi.seesButton('✅ Wi-Fi');
    await budi.sends('✔️ Selesai');
    expect(await answer()).toEqual(['ac', 'wifi']);
  });

  it('what was ticked is still there after going back', async () => {
    await ask(step());
    await budi.presses('▫️ Dapur');
    await budi.presses('✔️ Selesai');
    await budi.sees('Catatan?');
    await budi.presses('⬅️ Kembali');
    await budi.seesButton('✅ Dapur');
    await budi.presses('✔️ Selesai');
    expect(await answer()).toEqual(['dapur']);
  });

  it('a forged value is refused', async () => {
    await ask(step());
    const question = await budi.sees('Fasilitas?');
    const data = JSON.stringify(question.reply_markup).match(/"(f:[^"]+:)ac"/)?.[1] ?? '';
    await budi.presses({ data: `${data}sauna` }, question);
    await budi.seesToast('Pilih salah satu tombol');
    expect(await draft()).toBeUndefined();
  });
});

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** A picture of its own for each number. */
const png = (n: number) => Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.from([n])]);
describe('photos', () => {
  const step = (max = 10) => photos<A>({ id: 'value', ask: () => html`Foto kosnya?`, min: 2, max });
  const picture = (id: number, album: string | null, messageId = id) => ({
    update_id: 90_000 + id,
    message: {
      message_id: 800 + messageId,
      date: 1,
      chat: { id: 11, type: 'private' as const, first_name: 'Budi' },
      from: { id: 11, is_bot: false, first_name: 'Budi' },
      photo: [
        { file_id: `small-${id}`, file_unique_id: `s${id}`, width: 1, height: 1 },
        { file_id: `file-${id}`, file_unique_id: `u${id}`, width: 9, height: 9 },
      ],
      ...(album ? { media_group_id: album } : {}),
    },
  });
  const kept = async () => ((await answer()) as Photo[]).map(({ fileId }) => fileId);

  it('single photos and an album, answered once for each; too few is said', async () => {
    await ask(step());
    await budi.sees('Foto kosnya?');
    expect(labels(budi)).toEqual(['✖️ Batal']);
    await budi.sends('✔️ Selesai');
    await budi.sees('minimal 2');
    await budi.sendsPhoto(png(1));
    await budi.sees('1 foto sudah masuk');
    const before = budi.fromBot.length;
    budi.user.sendsAlbum([png(2), png(3), png(4)]);
    await budi.sees('4 foto sudah masuk', { anywhere: true });
    expect(budi.fromBot).toHaveLength(before + 1);
    await budi.presses('✔️ Selesai');
    expect(await kept()).toHaveLength(4);
  });

  it('an album whose updates come in any order keeps the order in which it was sent', async () => {
    await ask(step());
    await budi.sees('Foto kosnya?');
    await bot.accept([picture(1, null, 1)]);
    await bot.accept([picture(2, 'a', 5)]);
    await bot.accept([picture(3, 'a', 3), picture(4, 'a', 4), picture(5, 'a', 2)]);
    await budi.sees('5 foto sudah masuk', { anywhere: true });
    await budi.presses('✔️ Selesai');
    expect(await kept()).toEqual(['file-1', 'file-5', 'file-3', 'file-4', 'file-2']);
  });

  it('the same picture twice is one, and no more than so many', async () => {
    await ask(step(2));
    await budi.sees('Foto kosnya?');
    await bot.accept([picture(1, null)]);
    await bot.accept([{ ...picture(1, null), update_id: 91_000 }]);
    await bot.accept([picture(2, 'a'), picture(3, 'a')]);
    await budi.sees('paling banyak segitu', { anywhere: true });
    await budi.sends('✔️ selesai'.replace('s', 'S'));
    expect(await kept()).toEqual(['file-1', 'file-2']);
  });

  it.each([
    ['words', (b: Viewer) => b.sends('nanti ya')],
    ['a sticker', async (b: Viewer) => b.user.sendsSticker()],
    ['a file that is no photo', async (b: Viewer) => b.user.sendsDocument(png(1), { name: 'kos.pdf' })],
  ])('%s: asked for photos again', async (_, send) => {
    await ask(step());
    await budi.sees('Foto kosnya?');
    await send(budi);
    await budi.sees('Kirim fotonya di sini', { anywhere: true });
    expect(await draft()).toBeUndefined();
  });
});

describe('amount', () => {
  const step = () => amount<A>({ id: 'value', ask: () => html`Berapa?`, min: 100_000, max: 5_000_000 });
  it('reads rupiah as people write them, and says the range', async () => {
    await ask(step());
    for (const [typed, why] of [
      ['dua', 'belum terbaca'],
      ['1,2', 'belum terbaca'],
      ['50rb', 'antara Rp100.000 dan Rp5.000.000'],
      ['9 juta', 'antara Rp100.000'],
      ['1-2jt', 'belum terbaca'],
    ] as const) {
      await budi.sends(typed);
      await budi.sees(why);
    }
    await budi.sends('1,25jt');
    expect(await answer()).toBe(1_250_000);
  });
  it.each([
    ['Rp 850.000', 850_000],
    ['850rb', 850_000],
    ['850 ribu', 850_000],
    ['1jt', 1_000_000],
    ['1.200.000,-', 1_200_000],
    ['1200000', 1_200_000],
    ['1 jutaan', null],
    ['850', null],
    ['sejuta', null],
    ['1jt 200', null],
    ['-850rb', null],
    ['', null],
  ])('%j is %s', (typed, rupiah) => {
    stop = async () => {};
    expect(readRupiah(typed)).toBe(rupiah);
  });
});

describe('location', () => {
  it('asks with the keyboard, takes a place and puts the keyboard away', async () => {
    await ask(location<A>({ id: 'value', ask: () => html`Di mana?`, optional: true }));
    await budi.seesButton('📍 Kirim lokasi');
    await budi.sends('di bogor');
    await budi.sees('Kirim lokasinya dengan tombol');
    budi.user.sendsLocation(-6.56, 106.73);
    await budi.sees('Lokasi diterima', { anywhere: true });
    expect(await answer()).toEqual({ latitude: -6.56, longitude: 106.73 });
    await budi.doesNotSeeButton('📍 Kirim lokasi');
  });
});

describe('phone of somebody else', () => {
  it('takes a shared or typed number, never the own one', async () => {
    await ask(phone<A>({ id: 'value', ask: () => html`Nomor ibu?`, whose: 'other' }));
    await budi.sees('Nomor ibu?');
    await budi.sharesContact();
    await budi.sees('nomormu sendiri');
    await budi.sends('0813-1111-2222');
    expect(await answer()).toEqual({ number: '+6281311112222', source: 'typed' });
  });
});

describe('date', () => {
  const step = () =>
    date<A>({
      id: 'value',
      ask: () => html`Kapan?`,
      askDay: () => html`Tanggal?`,
      range: () => ({ from: '2024-11-04', to: '2025-01-31' }),
      problem: 'application-date-range',
    });
  it('a month, back to the months, then the day', async () => {
    await ask(step());
    await budi.sees('Kapan?');
    await budi.presses('Desember 2024');
    await budi.sees('Tanggal?');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Kapan?');
    await budi.doesNotSeeButton('⬅️ Kembali');
    await budi.presses('Januari 2025');
    await budi.presses('31');
    expect(await answer()).toBe('2025-01-31');
  });
  it('typed: a month leads to its calendar, a day within it is enough', async () => {
    await ask(step());
    await budi.sends('januari 2025');
    await budi.sees('Tanggal?');
    await budi.sends('5');
    expect(await answer()).toBe('2025-01-05');
  });
  it('going back to it shows the calendar of the chosen day', async () => {
    await ask(step());
    await budi.sends('5 desember');
    await budi.sees('Catatan?');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Tanggal?');
  });
});

describe('confirm', () => {
  it('typed words agree to what was shown last', async () => {
    let price = 1;
    await ask(
      confirm<A>({
        id: 'value',
        ask: () => html`Harga ${price}`,
        option: () => ({ value: price, label: html`✅ Kirim` }),
        problem: 'application-press-send',
      }),
    );
    await budi.sees('Harga 1');
    price = 2;
    await budi.sends('kirim');
    expect(await answer()).toBe('1');
  });
});

describe('options', () => {
  it.each([
    ['kerja', 'worker'],
    ['KERJA!', 'worker'],
    ['💼 Kerja', 'worker'],
    ['bekerja', 'worker'],
    ['worker', 'worker'],
    ['kerjaan', undefined],
    ['😀', undefined],
    ['', undefined],
    ['<b>kerja</b>', undefined],
  ])('typed %j: %s', (typed, value) => {
    stop = async () => {};
    const options = [{ value: 'worker', label: html`💼 Kerja`, words: ['bekerja'] }];
    const accepted = acceptOption({ kind: 'text', text: typed }, options);
    expect('value' in accepted ? accepted.value : undefined).toBe(value);
  });
  it('-1 is not 1', () => {
    stop = async () => {};
    expect(acceptOption({ kind: 'text', text: '-1' }, [{ value: 1, label: html`1 bulan` }])).toHaveProperty('problem');
  });
  it('a choice gives the answer, not the value that travels', async () => {
    await ask(
      choice<A>({
        id: 'value',
        ask: () => html`Siapa?`,
        options: () => [{ value: 'x', label: html`Ibu`, answer: { n: 1 } }],
      }),
    );
    await budi.sends('ibu');
    expect(await answer()).toEqual({ n: 1 });
  });
});
