import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQrModule from 'jsqr';

// CommonJS with itself as `default`: which of the two an import gives depends on who reads it.
const jsQr = ('default' in jsQrModule ? jsQrModule.default : jsQrModule) as typeof jsQrModule.default;

/** Longest sides at which a reader is tried: a large clean picture reads best a little smaller. */
const sides = [1000, 1600, 600];

/** The text of the QR code in a picture (PNG, JPEG, WebP), or null when there is none. */
export async function readQr(bytes: Uint8Array): Promise<string | null> {
  const image = await loadImage(Buffer.from(bytes)).catch(() => null);
  if (!image || image.width === 0) return null;
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const width = Math.max(1, Math.round(image.width * scale));
    const height = Math.max(1, Math.round(image.height * scale));
    const context = createCanvas(width, height).getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    const found = jsQr(context.getImageData(0, 0, width, height).data, width, height);
    if (found && found.data !== '') return found.data;
  }
  return null;
}
