import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Journal {
  /** The lines of before, without the one that a killed process did not finish; null when there is nothing usable. */
  read(): { lines: string[] | null; unreadable: boolean };
  /** In one write, in the hands of the operating system when this returns: a killed process loses nothing of it. */
  append(lines: string[]): void;
  /** Everything anew, in the place of what was there: either all of it or nothing of it is seen later. */
  rewrite(lines: Iterable<string>): void;
  /** Whether it has grown so far that it should be rewritten. */
  isLong(): boolean;
  close(): void;
}

const header = '{"kostin-sandbox-telegram":1}';
const shortest = 8 * 1024 * 1024;

/** A file of JSON lines in `folder`. Nothing is written before the first `rewrite`, not even a folder. */
export function createJournal(folder: string): Journal {
  const file = join(folder, 'world.jsonl');
  let handle: number | null = null;
  let size = 0;
  let compact = 0;
  let unreadable = false;

  const write = (to: number, lines: Iterable<string>): number => {
    let bytes = 0;
    let part: string[] = [];
    const flush = (): void => {
      const data = Buffer.from(`${part.join('\n')}\n`);
      for (let at = 0; at < data.length; ) at += writeSync(to, data, at);
      bytes += data.length;
      part = [];
    };
    for (const line of lines) if (part.push(line) === 500) flush();
    if (part.length > 0) flush();
    return bytes;
  };
  const close = (): void => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };

  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        unreadable = (error as NodeJS.ErrnoException).code !== 'ENOENT';
        return { lines: null, unreadable };
      }
      const [first, ...lines] = text.split('\n');
      lines.pop();
      unreadable = first !== header;
      return { lines: unreadable ? null : lines, unreadable };
    },
    append(lines) {
      if (handle === null) throw new Error('the journal is not open');
      size += write(handle, lines);
    },
    rewrite(lines) {
      mkdirSync(folder, { recursive: true });
      if (unreadable) renameSync(file, `${file}.unreadable`);
      unreadable = false;
      const next = openSync(`${file}.new`, 'w');
      try {
        compact = write(next, [header]) + write(next, lines);
        fsyncSync(next);
        renameSync(`${file}.new`, file);
      } catch (error) {
        closeSync(next);
        throw error;
      }
      close();
      handle = next;
      size = compact;
    },
    isLong: () => size > Math.max(shortest, 2 * compact),
    close,
  };
}
