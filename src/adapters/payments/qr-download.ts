const maxBytes = 1_000_000;
const maxSide = 2_000;

/** The text of a QR picture (PNG), or null when it is not a PNG, too large or not readable. */
export async function readQrPng(bytes: Uint8Array): Promise<string | null> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Sizes stand in the first chunk; looking there first keeps a small file from unpacking into gigabytes.
  if (data.length < 24 || data.length > maxBytes || data.toString('latin1', 1, 4) !== 'PNG') return null;
  if (data.readUInt32BE(16) > maxSide || data.readUInt32BE(20) > maxSide) return null;
  // Needed once in a blue moon: not at start-up.
  const [{ PNG }, { default: jsQr }] = await Promise.all([import('pngjs'), loadJsQr()]);
  try {
    const { width, height, data: pixels } = PNG.sync.read(data);
    const flat = new Uint8ClampedArray(pixels);
    // The reader does not look at transparency: nothing on nothing would be black on black.
    for (let i = 3; i < flat.length; i += 4) if ((flat[i] ?? 0) < 128) flat.fill(255, i - 3, i + 1);
    return jsQr(flat, width, height)?.data || null;
  } catch {
    return null;
  }
}

/** CommonJS that is its own `default`: TypeScript sees one level more than there is. */
async function loadJsQr() {
  const { default: module } = await import('jsqr');
  return module;
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
    const text = await readQrPng(Buffer.concat(chunks));
    return text === null ? { kind: 'unreadable' } : { kind: 'text', text };
  } catch {
    return { kind: 'nothing' };
  }
}
