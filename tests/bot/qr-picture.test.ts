import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { readQrPng } from '../../src/adapters/payments/qr-download.ts';
import { drawQrPicture, type QrPicture } from '../../src/bot/ui/qr-picture.ts';
import { buildQris } from '../../src/sandbox/midtrans/build-qris.ts';

const qrString = buildQris({
  amount: 1_200_000,
  reference: '6c032f87-c773-4619-aefa-675e1f06f921',
  merchantName: 'KOSTIN SANDBOX',
  city: 'BOGOR',
});
const picture: QrPicture = {
  qrString,
  title: 'Kos Melati Residence',
  subtitle: 'November 2026 · Kamar A12',
  amount: 'Rp1.200.000',
  until: 'Berlaku sampai 6 November 2026, 09.00 WIB',
  note: 'ORDER-1730800000-ab12cd',
};

/** What Telegram and a forwarding friend do to it: smaller, and JPEG. */
async function worsen(png: Uint8Array, scale: number, quality: number): Promise<Uint8Array> {
  const image = await loadImage(png);
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const jpeg = await loadImage(await canvas.encode('jpeg', quality));
  canvas.getContext('2d').drawImage(jpeg, 0, 0);
  return canvas.encode('png');
}

describe('the picture of a QR', () => {
  it('is read back as it is, and after what messengers do to it', async () => {
    const png = await drawQrPicture(picture);
    expect(await readQrPng(png)).toBe(qrString);
    for (const scale of [1, 0.5, 0.37]) expect(await readQrPng(await worsen(png, scale, 40))).toBe(qrString);
  });

  it('stays below the sizes at which Telegram changes it', async () => {
    const png = await drawQrPicture(picture);
    const { width, height } = PNG.sync.read(Buffer.from(png));
    expect(Math.max(width, height)).toBeLessThanOrEqual(1_280);
    expect(png.length).toBeLessThan(200_000);
  });

  it('has only black and white where the QR is, in squares of ten pixels', async () => {
    const { data, width } = PNG.sync.read(Buffer.from(await drawQrPicture({ ...picture, title: '' })));
    const at = (x: number, y: number) => data[(y * width + x) * 4];
    const left = (width - 610) / 2;
    for (let row = 0; row < 61; row++) {
      for (let column = 0; column < 61; column++) {
        const colours = new Set<number | undefined>();
        for (const [dx, dy] of [
          [0, 0],
          [9, 0],
          [0, 9],
          [9, 9],
          [5, 5],
        ] as const) {
          colours.add(at(left + column * 10 + dx, 226 + row * 10 + dy));
        }
        expect(colours.size).toBe(1);
        expect([0, 255]).toContain([...colours][0]);
      }
    }
  });

  it('has words on it, in a font of its own', async () => {
    const ink = async (title: string) => {
      const { data } = PNG.sync.read(Buffer.from(await drawQrPicture({ ...picture, title })));
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) dark += 1;
      return dark;
    };
    const empty = await ink('');
    expect(await ink('Kos Melati')).toBeGreaterThan(empty + 500);
    // No shape for these: nothing is drawn rather than boxes.
    expect(await ink('🏠🎉')).toBe(empty);
  });

  it.each([
    ['nothing at all', ''],
    ['a very long name', 'Kos Putri Eksklusif Bu Sri Wahyuningsih '.repeat(300)],
    ['one endless word', 'x'.repeat(5_000)],
    ['emoji, other scripts, half a pair and direction marks', '🏠👨‍👩‍👧 春 ‮evil‬ \ud83d\u0000'],
    ['markup', '<b>Kos</b> & "Melati"'],
  ])('bears %s', async (_name, words) => {
    const png = await drawQrPicture({
      ...picture,
      title: words,
      subtitle: words,
      amount: words,
      until: words,
      note: words,
    });
    expect(await readQrPng(png)).toBe(qrString);
  });

  it('does not hold the process up for long', async () => {
    await drawQrPicture(picture);
    const start = performance.now();
    const drawing = drawQrPicture(picture);
    expect(performance.now() - start).toBeLessThan(100);
    await drawing;
  });
});
