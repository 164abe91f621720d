import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Bot, InlineKeyboard, InputFile, Keyboard } from 'grammy';
import QRCode from 'qrcode';
import { createSandboxRouter } from '../../src/sandbox/page/router.ts';
import { createChat, type TestChat, type Viewer } from '../support/chat.ts';

export const qrContent = '00020101021226610014COM.GO-JEK.WWW';

/** A small bot behind the real page: enough to see that every part of the page does what it should. */
export interface PageWorld {
  url: string;
  chat: TestChat;
  budi: Viewer;
  paid: string[];
  stop(): Promise<void>;
}

export async function startPage(): Promise<PageWorld> {
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const chat = await createChat({ clock });
  const budi = chat.user({ id: 501, name: 'Budi', language: 'id', phone: '+6281234567890' });
  const susi = chat.user({ id: 502, name: 'Susi', language: 'id' });
  const sari = chat.user({ id: 503, name: 'Sari', language: 'en' });
  const admin = chat.user({ id: 504, name: 'Rina', language: 'id' });
  const group = chat.group({ id: -1001234567890, title: 'Admin KostIn', isForum: true });
  group.sets(admin, 'administrator');
  group.sets(susi, 'member');

  const bot = testBot(chat, group.id);
  const paid: string[] = [];
  const app = express();
  app.use(
    createSandboxRouter({
      telegram: chat.telegram,
      people: [
        { user: budi.user, label: 'penyewa' },
        { user: susi.user, label: 'pemilik' },
        { user: sari.user, label: 'penyewa' },
        { user: admin.user, label: 'admin', chat: group },
        { user: susi.user, label: 'admin juga', chat: group },
      ],
      payQr: async (text) => {
        paid.push(text);
        return { ok: true, message: '✅ Pembayaran diterima simulator' };
      },
      moveClock: async (ms) => {
        offset += ms;
      },
      clock,
    }),
  );
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  void bot.start();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chat,
    budi,
    paid,
    async stop() {
      await bot.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await chat.stop();
    },
  };
}

function testBot(chat: TestChat, adminChat: number): Bot {
  const bot = new Bot(chat.token, { client: { apiRoot: chat.url } });
  bot.command('start', async (ctx) => {
    await ctx.api.setMyCommands([{ command: 'menu', description: 'Menu utama' }]);
    await ctx.reply(`Halo <b>${ctx.from?.first_name}</b>! &lt;script&gt; <i>aman</i> ${ctx.match}`, {
      parse_mode: 'HTML',
      reply_markup: new Keyboard().text('🔍 Cari kos').row().requestContact('📱 Kirim nomor HP').resized().persistent(),
    });
  });
  bot.on('message:contact', (ctx) => ctx.reply(`Nomormu ${ctx.message.contact.phone_number}`));
  bot.command('menu', (ctx) =>
    ctx.reply('<b>Kos Melati</b>\nRp1.200.000 per bulan\nt.me/kostin_sandbox_bot?start=p_7', {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard()
        .text('📝 Ajukan sewa', 'apply')
        .success()
        .text('❌ Tolak', 'reject')
        .danger()
        .row()
        .copyText('Salin rekening', '1234567890')
        .text('⚠️ Peringatan', 'alert'),
    }),
  );
  bot.command('bayar', async (ctx) =>
    ctx.replyWithPhoto(new InputFile(await QRCode.toBuffer(qrContent, { scale: 8 }), 'qr.png'), {
      caption: 'Tagihan Rp1.200.000',
    }),
  );
  bot.callbackQuery('apply', async (ctx) => {
    await ctx.answerCallbackQuery('Terkirim!');
    await ctx.editMessageText('Pengajuan terkirim', {
      reply_markup: { inline_keyboard: [[{ text: '✅ Terkirim', disabled: {} }]] },
    });
    await ctx.api.sendMessage(adminChat, `Pengajuan dari ${ctx.from.first_name}`);
  });
  bot.callbackQuery('alert', (ctx) => ctx.answerCallbackQuery({ text: 'Awas, ya.', show_alert: true }));
  bot.on('message:photo', (ctx) => ctx.reply('Foto diterima'));
  bot.on('message:text', (ctx) => ctx.reply(`Kamu bilang: ${ctx.message.text}`));
  bot.on('edited_message:text', (ctx) => ctx.reply(`Jadi: ${ctx.editedMessage.text}`));
  return bot;
}
