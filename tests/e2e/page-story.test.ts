import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';

/** What the functions below find where they run: in the page. */
interface PageNode {
  textContent: string | null;
  disabled?: boolean;
  click(): void;
  querySelectorAll(css: string): Iterable<PageNode>;
}
declare const document: { querySelector(css: string): PageNode | null };

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = !existsSync(chromium);
if (missing) console.warn(`skipped: the story on the page needs Chromium (CHROMIUM_PATH, or ${chromium})`);

const budi = 'section[aria-label="Budi (penyewa)"]';
const susi = 'section[aria-label="Susi (pemilik)"]';
const patience = { timeout: 15_000 };

describe.skipIf(missing)('the main job on the sandbox page', () => {
  let folder: string;
  let app: App;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kostin-page-'));
    app = await openSandbox(parseConfig({ DATA_DIR: folder, PORT: '0' }), createLog(process.env.TEST_LOG ?? 'silent'));
    browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
    // Sharing one's number is asked about, as on a phone.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.setViewport({ width: 1500, height: 1000 });
    await page.goto(app.url);
    await page.waitForSelector(susi);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** The newest message of this chat says so. */
  const sees = (chat: string, words: string) =>
    page.waitForFunction(
      (css: string, wanted: string) =>
        [...(document.querySelector(css)?.querySelectorAll('.messages > li') ?? [])]
          .at(-1)
          ?.textContent?.includes(wanted),
      patience,
      chat,
      words,
    );
  const seesAnywhere = (chat: string, words: string) =>
    page.waitForFunction(
      (css: string, wanted: string) => document.querySelector(`${css} .messages`)?.textContent?.includes(wanted),
      patience,
      chat,
      words,
    );
  /** The newest such button; found and clicked at once, for an edited message is drawn anew. */
  const presses = (chat: string, label: string) =>
    page.waitForFunction(
      (css: string, wanted: string) => {
        const buttons = [...(document.querySelector(css)?.querySelectorAll('button') ?? [])];
        const found = buttons.findLast((node) => !node.disabled && node.textContent?.startsWith(wanted));
        found?.click();
        return found !== undefined;
      },
      patience,
      chat,
      label,
    );
  const says = async (chat: string, words: string) => {
    await page.type(`${chat} textarea`, words);
    await page.keyboard.press('Enter');
  };
  const shows = async (name: string) => {
    const folder = process.env.PAGE_SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png` });
  };

  test('search, application with registration, approval, QR, paid', { timeout: 60_000 }, async () => {
    await says(budi, 'kos putra dramaga murah');
    await sees(budi, 'Kos Rafflesia');
    await shows('story-1-search');
    await presses(budi, '📋 Lihat detail');
    await sees(budi, 'Pemilik: Bu Susi');
    await presses(budi, '📝 Ajukan sewa');

    await sees(budi, 'Siapa namamu?');
    await presses(budi, 'Pakai nama Telegram: Budi Santoso');
    await sees(budi, 'Nomor HP kamu?');
    await presses(budi, '📱 Kirim nomor HP');
    await sees(budi, 'Alamat e-mail?');
    await shows('story-2-register');
    await presses(budi, '⏭️ Lewati');

    await sees(budi, 'Kamarnya untuk siapa?');
    await presses(budi, 'Saya sendiri');
    await sees(budi, 'putra atau putri?');
    await presses(budi, 'Putra');
    await sees(budi, 'kuliah atau kerja?');
    await presses(budi, 'Kuliah');
    await sees(budi, 'Mau mulai kapan?');
    await says(budi, 'lusa');
    await sees(budi, 'berapa lama?');
    await presses(budi, '3 bulan');
    await sees(budi, 'Kontak darurat: siapa namanya?');
    await says(budi, 'Ibu Aminah');
    await sees(budi, 'Nomor HP kontak darurat?');
    await says(budi, '0813 9999 8888');
    await sees(budi, 'Apa hubungannya');
    await presses(budi, 'Ibu');
    await sees(budi, 'Ada pesan untuk pemilik?');
    await presses(budi, '⏭️ Lewati');
    await sees(budi, 'Cek dulu sebelum dikirim');
    await shows('story-3-review');
    await presses(budi, '✅ Kirim');
    await sees(budi, 'Pengajuan terkirim!');

    await sees(susi, 'ada pengajuan sewa baru');
    await presses(susi, '✅ Setujui');
    await sees(susi, 'Kamar nomor berapa untuk Budi Santoso?');
    await says(susi, '12');
    await sees(susi, 'jatuh tempo tiap tanggal berapa?');
    await page.waitForFunction(
      (css: string) => {
        const buttons = [...(document.querySelector(css)?.querySelectorAll('button') ?? [])];
        const day = buttons.findLast((node) => /^\d{1,2}$/.test(node.textContent ?? ''));
        day?.click();
        return day !== undefined;
      },
      patience,
      susi,
    );
    await sees(susi, 'Setujui Budi Santoso?');
    await presses(susi, '✅ Setujui');
    await sees(susi, 'ditahan untuk Budi Santoso');

    await sees(budi, 'Pengajuanmu disetujui!');
    await presses(budi, '📲 Bayar pakai QRIS');
    await sees(budi, 'Berlaku sampai');
    await shows('story-4-qr');
    await page.$$eval(`${budi} .photo`, (nodes) => (nodes.at(-1) as unknown as PageNode).click());
    await page.waitForSelector('#viewer-pay:not([hidden])', patience);
    await shows('story-5-viewer');
    await page.click('#viewer-pay');

    await seesAnywhere(budi, '✅ Lunas\nTerima kasih! Rp650.000');
    await sees(budi, 'Sewa resmi jadi!');
    await seesAnywhere(susi, '✅ Lunas\nRp650.000 dari Budi Santoso');
    await sees(susi, 'Sewa resmi jadi!');
    await page.waitForSelector('#viewer[open]', { ...patience, hidden: true });
    await shows('story-6-paid');
  });

  test('nothing failed on the page, and the bot did nothing that Telegram refuses', async () => {
    expect(errors).toEqual([]);
    const state = (await (await fetch(`${app.url}/sandbox/api/state`)).json()) as { violations: unknown[] };
    expect(state.violations).toEqual([]);
  });
});
