import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assets } from '../../ports.ts';

const assets = fileURLToPath(new URL('../../assets', import.meta.url));

/** Our own pictures (`asset:<name>`), from one fixed folder: a name is a plain file name, never a path. */
export function createFileReader(folder = assets): Assets {
  return {
    async read(name) {
      if (!/^[a-z0-9][a-z0-9_-]{0,80}\.(?:jpe?g|png)$/.test(name)) return null;
      try {
        return new Uint8Array(await readFile(join(folder, name)));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}
