import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi, picture } from '../sandbox/http.ts';
import { type PageWorld, qrContent, startPage } from './page-bot.ts';

/** What the functions below find where they run: in the page. */
interface PageNode {
  textContent: string | null;
  getBoundingClientRect(): { left: number };
  querySelectorAll(css: string): Iterable<PageNode>;
}
declare const document: { querySelector(css: string): PageNode | null; documentElement: { scrollWidth: number } };

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = !existsSync(chromium);
if (missing) console.warn(`skipped: the page's tests need Chromium (CHROMIUM_PATH, or ${chromium})`);

describe.skipIf(missing)('the sandbox page in Chromium', () => {
  let world: PageWorld;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    world = await startPage();
    browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
    page.on('dialog', (dialog) => void dialog.accept());
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(world.url) && !url.startsWith('data:')) errors.push(`asked for ${url}`);
    });
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(world.url);
    await page.waitForSelector('.column');
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const column = (label: string) => `section[aria-label="${label}"]`;
  const budi = column('Budi (penyewa)');
  const admin = column('Admin KostIn');
  const text = (selector: string) => page.$eval(selector, (node) => node.textContent ?? '');
  const sees = (selector: string, words: string) =>
    page.waitForFunction(
      (css: string, wanted: string) => document.querySelector(css)?.textContent?.includes(wanted),
      { timeout: 5000 },
      selector,
      words,
    );
  const button = (scope: string, label: string): Promise<ElementHandle> =>
    page
      .waitForFunction(
        (css: string, wanted: string) =>
          [...(document.querySelector(css)?.querySelectorAll('button') ?? [])].findLast((node) =>
            node.textContent?.startsWith(wanted),
          ),
        { timeout: 5000 },
        scope,
        label,
      )
      .then((handle) => handle as ElementHandle);
  const type = async (scope: string, words: string) => {
    await page.type(`${scope} textarea`, words);
    await page.keyboard.press('Enter');
  };

  test('shows the chats side by side within 1280 pixels', async () => {
    const names = await page.$$eval('.column h2', (nodes) => nodes.map((node) => node.textContent));
    expect(names).toEqual(['Budi', 'Susi', 'Sari', 'Admin KostIn']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
    expect(await page.$eval('#columns', (node) => node.scrollWidth <= node.clientWidth)).toBe(true);
  });

  test('text with entities is nodes, never HTML', async () => {
    await type(budi, '/start');
    await sees(`${budi} .messages`, 'Halo Budi! <script> aman');
    expect(await text(`${budi} .bot strong`)).toBe('Budi');
    expect(await text(`${budi} .bot em`)).toBe('aman');
    await type(budi, '<img src=x onerror=alert(1)> halo');
    await sees(`${budi} .messages`, 'Kamu bilang: <img src=x onerror=alert(1)> halo');
  });

  test('reply keyboard: text and contact', async () => {
    await (await button(`${budi} .reply-keyboard`, '🔍 Cari kos')).click();
    await sees(`${budi} .messages`, 'Kamu bilang: 🔍 Cari kos');
    await (await button(`${budi} .reply-keyboard`, '📱 Kirim nomor HP')).click();
    await sees(`${budi} .messages`, 'Nomormu 6281234567890');
  });

  test('inline keyboard by the keyboard: styles, toast, edit, disabled, another chat live', async () => {
    await type(budi, '/menu');
    const apply = await button(budi, '📝 Ajukan sewa');
    expect(await apply.evaluate((node) => node.className)).toContain('success');
    await apply.focus();
    await page.keyboard.press('Enter');
    await sees(`${budi} .toast`, 'Terkirim!');
    await sees(`${budi} .messages`, 'Pengajuan terkirim');
    const done = await button(budi, '✅ Terkirim');
    expect(await done.evaluate((node) => (node as unknown as { disabled: boolean }).disabled)).toBe(true);
    await sees(`${admin} .messages`, 'Pengajuan dari Budi');
  });

  test('copy button and alert', async () => {
    await type(budi, '/menu');
    await (await button(budi, 'Salin rekening')).click();
    await sees(`${budi} .toast`, 'Disalin: 1234567890');
    await (await button(budi, '⚠️ Peringatan')).click();
    await sees('#alert', 'Awas, ya.');
    await page.click('#alert-close');
  });

  test('a link to the bot starts it with its payload', async () => {
    await (await button(budi, 't.me/kostin_sandbox_bot?start=p_7')).click();
    await sees(`${budi} .messages`, 'aman p_7');
  });

  test('a QR is paid by a click', async () => {
    await type(budi, '/bayar');
    // A locator finds it anew when the list is drawn again in between.
    await page.locator(`${budi} .photo`).click();
    await page.waitForSelector('#viewer-pay:not([hidden])');
    await page.click('#viewer-pay');
    await sees('#viewer-result', 'Pembayaran diterima');
    expect(world.paid).toEqual([qrContent]);
    await page.waitForSelector('#viewer[open]', { hidden: true });
  });

  test('reply and edit reach the bot', async () => {
    await type(budi, 'satu');
    await sees(`${budi} .messages`, 'Kamu bilang: satu');
    await (await page.$$(`${budi} .own [aria-label="Ubah pesan ini"]`)).at(-1)?.click();
    await page.$eval(`${budi} textarea`, (node) => {
      (node as unknown as { value: string }).value = '';
    });
    await type(budi, 'dua');
    await sees(`${budi} .messages`, 'Jadi: dua');
    await (await page.$$(`${budi} .bot [aria-label="Balas pesan ini"]`)).at(-1)?.click();
    await type(budi, 'tiga');
    await sees(`${budi} .messages li:last-child`, 'Kamu bilang: tiga');
    expect(world.budi.messages.findLast((message) => message.text === 'tiga')?.reply_to_message?.text).toBe(
      'Jadi: dua',
    );
  });

  test('a picture chosen on the page arrives', async () => {
    const picker = await page.$(`${budi} input[type=file]`);
    await (picker as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(
      new URL('./page-photo.png', import.meta.url).pathname,
    );
    await sees(`${budi} .messages`, 'Foto diterima');
  });

  test('an album is one bubble; topics are named and can be written in', async () => {
    const bytes = picture();
    const album = world.budi.user.sendsAlbum([bytes, bytes, bytes], { caption: 'tiga' });
    await page.waitForFunction(
      (css: string) => [...(document.querySelector(css)?.querySelectorAll('.photos.many .photo') ?? [])].length === 3,
      {},
      budi,
    );
    world.budi.user.edits(album[0]?.message_id ?? 0, 'lima');
    await sees(`${budi} .messages`, 'lima');
    expect((await page.$$(`${budi} .photos.many .photo`)).length).toBe(3);

    const { body } = await callApi(world.chat, 'createForumTopic', { chat_id: -1001234567890, name: 'Tiket 1' });
    const thread = (body.result as { message_thread_id: number }).message_thread_id;
    await sees(`${admin} select[aria-label="Topik"]`, '# Tiket 1');
    await page.select(`${admin} select[aria-label="Topik"]`, String(thread));
    await type(admin, 'halo topik');
    await sees(`${admin} .own`, '# Tiket 1');
    const said = [...(world.chat.telegram.world.chats.get(-1001234567890)?.messages.values() ?? [])].map(
      ({ message }) => message,
    );
    expect(said.find((message) => message.text === 'halo topik')).toMatchObject({
      message_thread_id: thread,
      from: { first_name: 'Rina' },
    });
  });

  test('commands of the bot, language, clock', async () => {
    await page.click(`${budi} summary`);
    await sees(`${budi} .command-list`, '/menu · Menu utama');
    await page.keyboard.press('Escape');
    await page.select(`${budi} header select`, 'en');
    await sees(`${budi} .toast`, 'Inggris');
    expect(world.budi.user.account.language_code).toBe('en');
    const before = await text('#now');
    await page.click('[data-move="86400000"]');
    await page.waitForFunction((was: string) => document.querySelector('#now')?.textContent !== was, {}, before);
    expect(await page.$eval('#now', (node) => node.getAttribute('datetime')?.slice(0, 10))).toBe(
      new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    );
  });

  test('everything that can be pressed has a name', async () => {
    const nameless = await page.$$eval('button, select, textarea, summary, a', (nodes) =>
      nodes
        .filter((node) => !(node.getAttribute('aria-label') || node.getAttribute('title') || node.textContent?.trim()))
        .map((node) => node.outerHTML.slice(0, 120)),
    );
    expect(nameless).toEqual([]);
    expect(await page.$$eval('.messages', (nodes) => nodes.every((node) => node.getAttribute('role') === 'log'))).toBe(
      true,
    );
  });

  test('fits a phone, one chat at a time', async () => {
    if (process.env.PAGE_SCREENSHOTS) await page.screenshot({ path: `${process.env.PAGE_SCREENSHOTS}/desktop.png` });
    await page.setViewport({ width: 390, height: 800, isMobile: true, hasTouch: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const first = await page.$eval(budi, (node) => Math.round(node.getBoundingClientRect().width));
    expect(first).toBe(390);
    await (await button('#jump', 'Admin')).click();
    await page.waitForFunction(
      (css: string) => (document.querySelector(css)?.getBoundingClientRect().left ?? 999) < 5,
      {},
      admin,
    );
    if (process.env.PAGE_SCREENSHOTS) {
      await page.screenshot({ path: `${process.env.PAGE_SCREENSHOTS}/phone-admin.png` });
      await (await button('#jump', 'Budi')).click();
      await page.waitForFunction(
        (css: string) => Math.abs(document.querySelector(css)?.getBoundingClientRect().left ?? 999) < 5,
        {},
        budi,
      );
      await page.screenshot({ path: `${process.env.PAGE_SCREENSHOTS}/phone.png` });
    }
  });

  test('nothing failed on the page, nothing came from elsewhere, no violation', () => {
    expect(errors).toEqual([]);
    world.chat.noViolations();
  });
});
