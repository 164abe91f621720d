import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './errors.ts';

export interface Upload {
  bytes: Uint8Array;
  fileName: string;
  mimeType: string;
}

/** Parameters as they came: text from queries and forms, JSON values, uploads. */
export type RawParams = Record<string, unknown>;

const maxBody = 50 * 1024 * 1024;

/** Query, JSON, form and multipart parameters of a call, merged. Throws ApiError 413 above 50 MB, 400 for bad JSON. */
export async function readParams(request: IncomingMessage, query: string): Promise<RawParams> {
  const params: RawParams = query === '' ? {} : Object.fromEntries(new URLSearchParams(query));
  const body = await readBody(request);
  if (body.length === 0) return params;
  return Object.assign(params, parseBody(body, request.headers['content-type'] ?? ''));
}

/** Also used for a webhook's answer, which may be a call (architecture 11.1). */
export function parseBody(body: Buffer, contentType: string): RawParams {
  if (contentType.startsWith('multipart/form-data')) return parseMultipart(body, contentType);
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  }
  if (!contentType.startsWith('application/json')) return {};
  return parseJson(body.toString('utf8'));
}

function parseJson(text: string): RawParams {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Can't parse JSON object");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest('JSON object expected');
  return value as RawParams;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let tooLarge = false;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBody) chunks.push(chunk);
      else if (!tooLarge) {
        // The rest is read and thrown away, so that the client reads the answer instead of a broken pipe.
        tooLarge = true;
        chunks.length = 0;
      }
    });
    request.on('end', () => {
      if (tooLarge) reject(new ApiError(413, 'Request Entity Too Large'));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client left')));
  });
}

function parseMultipart(body: Buffer, contentType: string): RawParams {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) throw badRequest("Can't parse multipart: boundary not found");
  const params: RawParams = {};
  const delimiter = Buffer.from(`--${mark}`);
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const partStart = start + delimiter.length + 2;
    const next = body.indexOf(`\r\n--${mark}`, partStart - 2);
    if (next === -1) break;
    addPart(params, body.subarray(partStart, next));
    start = next + 2;
  }
  return params;
}

function addPart(params: RawParams, part: Buffer): void {
  const headerEnd = part.indexOf('\r\n\r\n');
  if (headerEnd === -1) return;
  const header = part.subarray(0, headerEnd).toString('utf8');
  const content = part.subarray(headerEnd + 4);
  const name = /[\s;]name="([^"]*)"/i.exec(header)?.[1];
  if (name === undefined) return;
  // grammY writes the file name without quotes.
  const file = /filename=(?:"([^"]*)"|([^;\r\n]*))/i.exec(header);
  const fileName = file?.[1] ?? file?.[2];
  if (fileName === undefined) {
    params[name] = content.toString('utf8');
    return;
  }
  const mimeType = /content-type:\s*([^\r\n]+)/i.exec(header)?.[1] ?? 'application/octet-stream';
  // Copied: a slice would keep the whole request alive as long as the file.
  params[name] = { bytes: new Uint8Array(content), fileName, mimeType } satisfies Upload;
}
