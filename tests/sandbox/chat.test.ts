import { Bot, InlineKeyboard, InputFile, Keyboard } from 'grammy';
import QRCode from 'qrcode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChat, type TestChat } from '../support/chat.ts';

/** A bare grammY bot, as any bot would be: the chat reads like one with a real Telegram between. */
describe('a grammY bot in the local Telegram', () => {
  let chat: TestChat;
  let bot: Bot;

  beforeEach(async () => {
    chat = await createChat({ patience: 3000 });
    bot = new Bot(chat.token, { client: { apiRoot: chat.url } });
    bot.command('start', (ctx) =>
      ctx.reply(`Halo <b>${ctx.from?.first_name}</b> ${ctx.match}`, {
        parse_mode: 'HTML',
        reply_markup: new Keyboard().requestContact('📱 Kirim nomor HP').resized().oneTime(),
      }),
    );
    bot.on('message:contact', (ctx) =>
      ctx.reply(ctx.message.contact.user_id === ctx.from.id ? 'nomor sendiri' : 'nomor orang lain', {
        reply_markup: { remove_keyboard: true },
      }),
    );
    bot.command('menu', (ctx) =>
      ctx.reply('Menu', {
        reply_markup: new InlineKeyboard()
          .text('Satu', 'one')
          .success()
          .row()
          .copyText('Salin', '123')
          .text('Dua', 'two'),
      }),
    );
    bot.callbackQuery('one', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'Oke!' });
      await ctx.editMessageText('Satu dipilih');
    });
    bot.command('foto', async (ctx) =>
      ctx.replyWithPhoto(new InputFile(await QRCode.toBuffer('halo'), 'qr.png'), { caption: 'QR' }),
    );
    void bot.start();
  });
  afterEach(async () => {
    await bot.stop();
    await chat.stop();
  });

  test('start, contact, buttons, edit, toast, picture', async () => {
    const budi = chat.user({ id: 501, name: 'Budi', language: 'id' });
    await budi.starts('p_1');
    const hello = await budi.sees('Halo Budi p_1');
    expect(hello.entities).toEqual([{ type: 'bold', offset: 5, length: 4 }]);
    await budi.presses('📱 Kirim nomor HP');
    await budi.sees('nomor sendiri');
    await expect(budi.doesNotSeeButton('📱 Kirim nomor HP')).resolves.toBeUndefined();
    await budi.sharesContact({ phone: '+628999', own: false });
    await budi.sees('nomor orang lain');

    await budi.sends('/menu');
    await budi.seesButton('Satu');
    const pressed = await budi.pressesAndWaits('Satu');
    expect(pressed.answer).toEqual({ text: 'Oke!', alert: false, url: '' });
    await budi.sees('Satu dipilih');
    await budi.doesNotSeeButton('Satu');

    await budi.sends('/menu');
    expect(await budi.presses('Salin')).toEqual({ kind: 'copied', text: '123' });

    await budi.sends('/foto');
    const { message, bytes } = await budi.seesPhoto();
    expect(message.caption).toBe('QR');
    expect(Buffer.from(bytes).subarray(1, 4).toString()).toBe('PNG');
    chat.noViolations();
  });

  test('a wait in vain shows the chat', async () => {
    const budi = chat.user({ id: 502, name: 'Budi' });
    await budi.sends('/menu');
    await expect(budi.sees('Lunas', { within: 200 })).rejects.toThrow(/bot: Menu\n\s+\[Satu\]\n\s+\[Salin\] \[Dua\]/);
  });

  test('a parameter that Bot API 10.3 does not know is refused and remembered', async () => {
    const budi = chat.user({ id: 503, name: 'Budi' });
    await budi.sends('/start');
    await budi.sees('Halo');
    const wrong = { disable_web_page_preview: true } as object;
    await expect(bot.api.sendMessage(503, 'x', wrong)).rejects.toThrow(/unknown parameter disable_web_page_preview/);
    expect(() => chat.noViolations()).toThrow(/disable_web_page_preview/);
  });
});
