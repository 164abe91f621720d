import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./init-pglite.ts', import.meta.url));
const UNFINISHED = 'postgres-new-';

/**
 * The database's folder inside the (locked) data folder, made when there is none. In a process of its own, because
 * PostgreSQL's initdb leaves 170 MB behind in the one that runs it; renamed when it is whole, so that a kill leaves all
 * of it or nothing.
 */
export async function pgliteFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'postgres');
  for (const left of globSync(`${UNFINISHED}*`, { cwd: dataDir })) forget(join(dataDir, left));
  if (existsSync(join(folder, 'PG_VERSION'))) return folder;
  const unfinished = mkdtempSync(join(dataDir, UNFINISHED));
  // Optimising WebAssembly that runs once costs more than it brings: 2 s of 5, and 400 MB meanwhile.
  await promisify(execFile)(process.execPath, ['--liftoff-only', script, unfinished]);
  renameSync(unfinished, folder);
  return folder;
}

function forget(unfinished: string): void {
  try {
    rmSync(unfinished, { recursive: true, force: true });
  } catch {
    // A killed start's initdb may still be writing into it; the next start tries again.
  }
}
