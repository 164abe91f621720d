import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** People's data: for the operator who asked for it alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** A folder under a name of its own until it is complete: half an export cannot be taken for one. */
export interface PartialFolder {
  /** Opens a new file; a write returns when the operating system has it, so nothing piles up. */
  file(name: string): Promise<ExportFile>;
  /** SHA-256 of every file that was closed, by its name. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Gives it its name. */
  complete(): Promise<void>;
  /** Takes it away. */
  discard(): Promise<void>;
}

export interface ExportFile {
  write(text: string): Promise<void>;
  /** On disk then. */
  close(): Promise<void>;
}

/** What an export that was killed left under this name is taken away. Throws when `folder` is there and not empty. */
export async function createPartialFolder(folder: string): Promise<PartialFolder> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new Error(`${folder} is not empty: give a new folder, or --since for a catch-up`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true, mode: FOLDER_MODE });
  await mkdir(partial, { mode: FOLDER_MODE });
  const checksums: Record<string, string> = {};
  return {
    checksums,
    async file(name) {
      const handle = await open(join(partial, name), 'wx', FILE_MODE);
      return exportFile(handle, (checksum) => {
        checksums[name] = checksum;
      });
    },
    async complete() {
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder);
    },
    discard: () => rm(partial, { recursive: true, force: true }),
  };
}

function exportFile(handle: FileHandle, onClose: (checksum: string) => void): ExportFile {
  const hash = createHash('sha256');
  return {
    async write(text) {
      if (text === '') return;
      const bytes = Buffer.from(text);
      hash.update(bytes);
      await handle.writeFile(bytes);
    },
    async close() {
      await handle.sync();
      await handle.close();
      onClose(hash.digest('hex'));
    },
  };
}
