import type { Message, PhotoSize } from 'grammy/types';
import { type Call, uploadOf } from './call.ts';
import { ApiError, badRequest } from './errors.ts';
import { checkPhoto, type FileKind, imageSize, type StoredFile } from './files.ts';

const maxDocumentBytes = 50 * 1024 * 1024;
const maxPhotoByUrl = 5 * 1024 * 1024;
const maxFileByUrl = 20 * 1024 * 1024;

/** A file given as an upload, a file_id or a URL; checked as Telegram checks its kind. */
export async function resolveFile(call: Call, kind: FileKind, value: unknown): Promise<StoredFile> {
  const upload = uploadOf(call, value);
  if (upload) {
    if (kind === 'photo') checkPhoto(upload.bytes);
    if (upload.bytes.byteLength === 0) throw badRequest('File must be non-empty');
    if (upload.bytes.byteLength > maxDocumentBytes) throw new ApiError(413, 'Request Entity Too Large');
    return call.world.files.add(kind, upload.bytes, upload);
  }
  if (typeof value !== 'string' || value === '')
    throw badRequest(`There is no ${kind.replace('_', ' ')} in the request`);
  if (/^https?:\/\//i.test(value)) return downloaded(call, kind, value);
  const known = call.world.files.byId(value);
  if (!known) {
    throw badRequest(
      value.includes('.') || value.includes('/')
        ? 'wrong file identifier/HTTP URL specified'
        : 'wrong remote file identifier specified: Wrong string length',
    );
  }
  if (known.kind !== kind) throw badRequest(`can't use file of type ${title(known.kind)} as ${title(kind)}`);
  return known;
}

const title = (kind: FileKind): string => kind.charAt(0).toUpperCase() + kind.slice(1);

async function downloaded(call: Call, kind: FileKind, url: string): Promise<StoredFile> {
  let bytes: Uint8Array;
  let mimeType: string;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    bytes = new Uint8Array(await answer.arrayBuffer());
    mimeType = answer.headers.get('content-type') ?? 'application/octet-stream';
  } catch {
    throw badRequest('failed to get HTTP URL content');
  }
  if (bytes.byteLength > (kind === 'photo' ? maxPhotoByUrl : maxFileByUrl)) {
    throw badRequest('failed to get HTTP URL content');
  }
  if (kind === 'photo') {
    if (!imageSize(bytes)) throw badRequest('wrong type of the web page content');
    checkPhoto(bytes);
  }
  return call.world.files.add(kind, bytes, { fileName: new URL(url).pathname.split('/').at(-1) ?? '', mimeType });
}

/** Longest sides of the sizes in which Telegram keeps a photo. The bytes stay the original's: nothing is scaled here. */
const photoSides = [90, 320, 800, 1280, 2560];

export function photoSizes(file: StoredFile): PhotoSize[] {
  const longest = Math.max(file.width, file.height);
  const sides = photoSides.filter((side) => side < longest);
  const own = photoSides.find((side) => side >= longest) === undefined ? [] : [longest];
  return [...sides, ...own].map((side) => {
    const scale = side / longest;
    return {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      file_size: file.bytes.byteLength,
      width: Math.max(1, Math.round(file.width * scale)),
      height: Math.max(1, Math.round(file.height * scale)),
    };
  });
}

/** The media part of a message for a stored file. */
export function mediaContent(file: StoredFile, about: Record<string, unknown> = {}): Partial<Message> {
  if (file.kind === 'photo') return { photo: photoSizes(file) };
  const base = {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.bytes.byteLength,
    mime_type: file.mimeType,
  };
  const duration = Number(about.duration ?? 1);
  const size = { width: Number(about.width ?? 512), height: Number(about.height ?? 512) };
  switch (file.kind) {
    case 'document':
      return { document: { ...base, file_name: file.fileName } };
    case 'voice':
      return { voice: { ...base, duration } };
    case 'audio':
      return { audio: { ...base, duration, file_name: file.fileName } };
    case 'video':
      return { video: { ...base, ...size, duration, file_name: file.fileName } };
    case 'animation':
      return { animation: { ...base, ...size, duration }, document: { ...base, file_name: file.fileName } };
    case 'video_note':
      return { video_note: { ...base, length: 240, duration } };
    case 'sticker':
      return {
        sticker: { ...base, ...size, type: 'regular', is_animated: false, is_video: false, emoji: '🙂' },
      } as Partial<Message>;
  }
}
