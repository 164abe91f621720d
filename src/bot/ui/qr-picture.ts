import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import QRCode from 'qrcode';

// A server's image has no fonts of its own. Plus Jakarta Sans, SIL Open Font License (fonts/OFL.txt).
const family = 'KostIn';
for (const weight of ['Regular', 'Bold']) {
  const path = fileURLToPath(new URL(`fonts/PlusJakartaSans-${weight}.ttf`, import.meta.url));
  if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`the font ${path} cannot be read`);
}

const modulePixels = 10;
const quietModules = 4;
const padding = 40;
const smallest = 610;

export interface QrPicture {
  /** EMV text, checked before. */
  qrString: string;
  /** The kos. */
  title: string;
  /** What it pays for, as `November 2026 · Kamar A12`. */
  subtitle: string;
  /** `Rp1.200.000`. */
  amount: string;
  /** `Berlaku sampai 6 November 2026, 09.00 WIB`. */
  until: string;
  /** One small line at the bottom, as the order id. */
  note?: string;
}

/**
 * The QR of a payment as PNG, framed so that it explains itself in a gallery or forwarded to parents: black on white,
 * level M, 10 whole pixels a module, 4 modules of white around. About 700 × 1,000 px, well below the size at which
 * Telegram would shrink it.
 */
export async function drawQrPicture(picture: QrPicture): Promise<Uint8Array> {
  const { modules } = QRCode.create(picture.qrString, { errorCorrectionLevel: 'M' });
  const qrSide = (modules.size + 2 * quietModules) * modulePixels;
  const width = Math.max(qrSide, smallest) + 2 * padding;
  const top = 226;
  const height = top + qrSide + (picture.note ? 126 : 96);
  const canvas = createCanvas(width, height);
  const draw = canvas.getContext('2d');
  draw.fillStyle = '#ffffff';
  draw.fillRect(0, 0, width, height);

  draw.textAlign = 'center';
  draw.textBaseline = 'alphabetic';
  write(draw, picture.title, { y: 72, size: 40, weight: 'bold', colour: '#111111' });
  write(draw, picture.subtitle, { y: 118, size: 27, weight: 'normal', colour: '#444444' });
  write(draw, picture.amount, { y: 194, size: 60, weight: 'bold', colour: '#111111' });
  drawModules(draw, modules, (width - qrSide) / 2, top);
  write(draw, picture.until, { y: top + qrSide + 40, size: 27, weight: 'bold', colour: '#111111' });
  if (picture.note) write(draw, picture.note, { y: top + qrSide + 84, size: 21, weight: 'normal', colour: '#666666' });
  return canvas.encode('png');
}

function drawModules(
  draw: SKRSContext2D,
  modules: { size: number; data: Uint8Array },
  left: number,
  top: number,
): void {
  const { size, data } = modules;
  // Whole pixels only: a half one would be grey.
  const x0 = Math.floor(left) + quietModules * modulePixels;
  const y0 = top + quietModules * modulePixels;
  draw.fillStyle = '#000000';
  for (let row = 0; row < size; row++) {
    for (let start = 0; start < size; start++) {
      if (!data[row * size + start]) continue;
      let end = start;
      while (end < size && data[row * size + end]) end++;
      draw.fillRect(x0 + start * modulePixels, y0 + row * modulePixels, (end - start) * modulePixels, modulePixels);
      start = end;
    }
  }
}

/** One centred line: smaller down to two thirds when it is long, then cut with `…`. */
function write(
  draw: SKRSContext2D,
  text: string,
  how: { y: number; size: number; weight: 'bold' | 'normal'; colour: string },
): void {
  const room = draw.canvas.width - 2 * padding;
  const font = (size: number) => `${how.weight} ${size}px ${family}`;
  let shown = printable(text);
  draw.font = font(how.size);
  const needed = draw.measureText(shown).width;
  if (needed > room) draw.font = font(Math.max((how.size * 2) / 3, Math.floor((how.size * room) / needed)));
  if (draw.measureText(shown).width > room) {
    const characters = [...shown];
    let low = 0;
    let high = characters.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const candidate = `${characters.slice(0, middle).join('').trimEnd()}…`;
      if (draw.measureText(candidate).width <= room) low = middle;
      else high = middle - 1;
    }
    shown = `${characters.slice(0, low).join('').trimEnd()}…`;
  }
  draw.fillStyle = how.colour;
  draw.fillText(shown, draw.canvas.width / 2, how.y);
}

/** What the font has no shape for (emoji, other scripts) would be boxes; names of 10,000 characters cost nothing. */
const printable = (text: string): string =>
  text
    .slice(0, 300)
    .normalize('NFC')
    .replace(/[^\p{Script=Latin}\p{Script=Common}\p{M}]|\p{Extended_Pictographic}|\p{Cc}|\p{Cf}|\p{Cs}|\uFE0F/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
