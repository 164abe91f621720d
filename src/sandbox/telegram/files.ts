import { randomBytes } from 'node:crypto';
import { badRequest } from './errors.ts';

export type FileKind = 'photo' | 'document' | 'voice' | 'sticker' | 'video' | 'audio' | 'animation' | 'video_note';

export interface StoredFile {
  fileId: string;
  uniqueId: string;
  kind: FileKind;
  bytes: Uint8Array;
  mimeType: string;
  fileName: string;
  /** As in `/file/bot<token>/<path>`. */
  path: string;
  /** Pixels; pictures only. */
  width: number;
  height: number;
}

export interface FileStore {
  add(kind: FileKind, bytes: Uint8Array, about: { fileName: string; mimeType: string }): StoredFile;
  /** Undefined for an id that was never given out, or whose bytes had to make room. */
  byId(fileId: string): StoredFile | undefined;
  byPath(path: string): StoredFile | undefined;
  /** Oldest first. */
  all(): StoredFile[];
  /** Takes a file of a server of before, ids and all. */
  restore(file: StoredFile): void;
  watch(watcher: FileWatcher): void;
}

export interface FileWatcher {
  added(file: StoredFile): void;
  removed(file: StoredFile): void;
}

const prefixes: Record<FileKind, string> = {
  photo: 'AgACAgUAAxkD',
  document: 'BQACAgUAAxkD',
  voice: 'AwACAgUAAxkD',
  sticker: 'CAACAgUAAxkD',
  video: 'BAACAgUAAxkD',
  audio: 'CQACAgUAAxkD',
  animation: 'CgACAgUAAxkD',
  video_note: 'DQACAgUAAxkD',
};

/** Files in memory; when they outgrow `maxBytes` the oldest go, as links at Telegram do after a while. */
export function createFileStore(maxBytes: number): FileStore {
  const files = new Map<string, StoredFile>();
  const paths = new Map<string, StoredFile>();
  let total = 0;
  let serial = 0;
  const watchers: FileWatcher[] = [];

  const keep = (file: StoredFile): void => {
    files.set(file.fileId, file);
    paths.set(file.path, file);
    total += file.bytes.byteLength;
    for (const oldest of files.values()) {
      if (total <= maxBytes || oldest === file) break;
      files.delete(oldest.fileId);
      paths.delete(oldest.path);
      total -= oldest.bytes.byteLength;
      for (const watcher of watchers) watcher.removed(oldest);
    }
  };

  return {
    add(kind, bytes, about) {
      serial += 1;
      const extension = /\.[A-Za-z0-9]{1,8}$/.exec(about.fileName)?.[0] ?? (kind === 'photo' ? '.jpg' : '');
      const size = kind === 'photo' ? imageSize(bytes) : null;
      const file: StoredFile = {
        fileId: prefixes[kind] + randomBytes(36).toString('base64url'),
        uniqueId: `AQAD${randomBytes(9).toString('base64url')}`,
        kind,
        bytes,
        mimeType: about.mimeType,
        fileName: about.fileName,
        path: `${kind}s/file_${serial}${extension}`,
        width: size?.width ?? 0,
        height: size?.height ?? 0,
      };
      keep(file);
      for (const watcher of watchers) watcher.added(file);
      return file;
    },
    byId: (fileId) => files.get(fileId),
    byPath: (path) => paths.get(path),
    all: () => [...files.values()],
    restore(file) {
      serial = Math.max(serial, Number(/file_(\d+)/.exec(file.path)?.[1] ?? 0));
      keep(file);
    },
    watch: (watcher) => {
      watchers.push(watcher);
    },
  };
}

const maxPhotoBytes = 10 * 1024 * 1024;

/** Telegram's conditions for a photo: not empty, at most 10 MiB, a picture, sides together ≤ 10,000, ratio ≤ 20. */
export function checkPhoto(bytes: Uint8Array): void {
  if (bytes.byteLength === 0) throw badRequest('File must be non-empty');
  if (bytes.byteLength > maxPhotoBytes) {
    throw badRequest(
      `File of size ${bytes.byteLength} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    );
  }
  const size = imageSize(bytes);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (short < 1 || short + long > 10_000 || long / short > 20) throw badRequest('PHOTO_INVALID_DIMENSIONS');
}

/** Pixels of a PNG, JPEG, GIF or WebP by its own bytes; null when it is none of these. */
export function imageSize(bytes: Uint8Array): { width: number; height: number; mimeType: string } | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length >= 24 && data.readUInt32BE(0) === 0x89504e47 && data.toString('latin1', 12, 16) === 'IHDR') {
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20), mimeType: 'image/png' };
  }
  if (data.length >= 10 && data.toString('latin1', 0, 4) === 'GIF8') {
    return { width: data.readUInt16LE(6), height: data.readUInt16LE(8), mimeType: 'image/gif' };
  }
  if (data.length >= 30 && data.toString('latin1', 0, 4) === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP') {
    return webpSize(data);
  }
  if (data.length >= 4 && data.readUInt16BE(0) === 0xffd8) return jpegSize(data);
  return null;
}

function webpSize(data: Buffer): { width: number; height: number; mimeType: string } | null {
  const chunk = data.toString('latin1', 12, 16);
  const mimeType = 'image/webp';
  if (chunk === 'VP8X') return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1, mimeType };
  if (chunk === 'VP8 ')
    return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff, mimeType };
  if (chunk !== 'VP8L') return null;
  const bits = data.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, mimeType };
}

function jpegSize(data: Buffer): { width: number; height: number; mimeType: string } | null {
  let at = 2;
  while (at + 9 < data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      return { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7), mimeType: 'image/jpeg' };
    }
    at += marker === 0xff ? 1 : 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
