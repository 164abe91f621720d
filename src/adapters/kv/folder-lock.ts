import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody has the folder open. The message is for the operator. */
export class FolderLocked extends Error {
  constructor(folder: string) {
    super(
      `the data folder ${folder} is already open in a running KostIn. Stop that one first, ` +
        'or set DATA_DIR to another folder, or DATABASE_URL to share a PostgreSQL database.',
    );
    this.name = 'FolderLocked';
  }
}

const heldHere = new Set<string>();

/**
 * Takes the folder for this process alone, until `release` or the end of the process, however it ends: the lock is an
 * exclusive SQLite transaction, which the operating system drops with the process. Two PGlite processes in one folder
 * silently lose acknowledged rows (architecture 11.3). Throws FolderLocked.
 */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  mkdirSync(folder, { recursive: true });
  const real = realpathSync(folder);
  if (heldHere.has(real)) throw new FolderLocked(real);
  heldHere.add(real);
  try {
    const { DatabaseSync } = await quietly(() => import('node:sqlite'));
    const lock = new DatabaseSync(join(real, 'kostin.lock'), { timeout: 0 });
    try {
      lock.exec('pragma journal_mode = memory; begin exclusive');
    } catch (error) {
      lock.close();
      throw error instanceof Error && /lock|busy/i.test(error.message) ? new FolderLocked(real) : error;
    }
    return {
      release() {
        if (lock.isOpen) lock.close();
        heldHere.delete(real);
      },
    };
  } catch (error) {
    heldHere.delete(real);
    throw error;
  }
}

/** Without the one warning that SQLite in Node is experimental: nobody at the terminal can act on it. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).includes('SQLite is an experimental feature')) return;
    Reflect.apply(emit, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return await work();
  } finally {
    process.emitWarning = emit;
  }
}
