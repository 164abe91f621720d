import jsQrModule from 'jsqr';
import { PNG } from 'pngjs';

// CommonJS with itself as `default`: which of the two an import gives depends on who reads it.
const jsQr = ('default' in jsQrModule ? jsQrModule.default : jsQrModule) as typeof jsQrModule.default;

const maxBytes = 1_000_000;
const maxSide = 2_000;

/** The text of a QR picture (PNG), or null when it is not a PNG, too large or not readable. */
export function readQrPng(bytes: Uint8Array): string | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Sizes stand in the first chunk; looking there first keeps a small file from unpacking into gigabytes.
  if (data.length < 24 || data.length > maxBytes || data.toString('latin1', 1, 4) !== 'PNG') return null;
  if (data.readUInt32BE(16) > maxSide || data.readUInt32BE(20) > maxSide) return null;
  try {
    const picture = PNG.sync.read(data);
    return jsQr(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data || null;
  } catch {
    return null;
  }
}

export type Download = { kind: 'text'; text: string } | { kind: 'unreadable' } | { kind: 'nothing' };

/** Downloads a QR picture and reads it back. No credentials go along, no redirect is followed. */
export async function downloadQr(url: string, timeoutMs: number): Promise<Download> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'nothing' };
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) return { kind: 'unreadable' };
      chunks.push(chunk);
    }
    const text = readQrPng(Buffer.concat(chunks));
    return text === null ? { kind: 'unreadable' } : { kind: 'text', text };
  } catch {
    return { kind: 'nothing' };
  }
}
