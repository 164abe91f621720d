import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilesUnavailable } from '../../domain/errors.ts';
import type { Files } from '../../ports.ts';
import { fileFolders, nameFile, partsOf } from './stored-file.ts';

/**
 * Files in a folder of this machine, readable by this user alone. Nobody but the bot reads them: there are no links.
 * Several processes have to share the folder.
 */
export function createLocalFiles(folder: string): Files {
  const pathOf = (name: string): string | null => {
    const parts = partsOf(name);
    return parts && join(folder, parts.folder, parts.file);
  };
  return {
    async put(into, bytes) {
      const named = await nameFile(into, bytes);
      const path = named.kind === 'stored' ? pathOf(named.name) : null;
      if (path === null) return named;
      await reachable(async () => {
        await mkdir(join(folder, into), { recursive: true, mode: 0o700 });
        // Under its name it is whole or not there, also after a kill.
        await writeFile(`${path}.part`, bytes, { mode: 0o600, flag: 'wx', flush: true });
        await rename(`${path}.part`, path);
      });
      return named;
    },
    async read(name) {
      const path = pathOf(name);
      if (path === null) return null;
      return reachable(() => readFile(path).then((bytes) => new Uint8Array(bytes), absent));
    },
    async remove(name) {
      const path = pathOf(name);
      if (path !== null) await reachable(() => rm(path, { force: true }));
    },
    link: async () => null,
    publicUrl: () => null,
    ready: () =>
      reachable(async () => {
        for (const one of fileFolders) {
          await mkdir(join(folder, one), { recursive: true, mode: 0o700 });
          await access(join(folder, one), constants.W_OK);
        }
      }),
  };
}

async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FilesUnavailable('the folder in DATA_DIR', error);
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
