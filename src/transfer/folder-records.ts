import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../domain/ports.ts';
import type { Part } from './manifest.ts';

/** What a folder says of one record: its newest value, or that it is gone. */
export type Kept = { key: string; value: Json } | { key: string; deleted: true };

/** Lines of a file, by `\n` alone (readline also breaks at U+2028, which people's words may hold). */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* keptIn(path: string): AsyncGenerator<Kept> {
  for await (const text of linesOf(path)) {
    const line = JSON.parse(text) as { key: string; value: Json } | { deleted: string };
    yield 'deleted' in line ? { key: line.deleted, deleted: true } : line;
  }
}

/** The state file of the newest part: each holds all of it. */
export const stateIn = (parts: readonly Part[], name: string): AsyncGenerator<Kept> =>
  keptIn(join(parts.at(-1)?.folder ?? '', name));

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * Every record that the export and its catch-ups tell of, once, as the newest of them says, deletions included; in key
 * order. All files are in key order, so only one line of each is held.
 */
export async function* keptRecords(parts: readonly Part[], entity: string): AsyncGenerator<Kept> {
  const streams = parts.map(({ folder }) => keptIn(join(folder, `${entity}.ndjson`)));
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  try {
    for (;;) {
      let least: string | null = null;
      for (const head of heads) {
        if (!head.done && (least === null || compare(head.value.key, least) < 0)) least = head.value.key;
      }
      if (least === null) return;
      let newest: Kept | null = null;
      for (const [i, head] of heads.entries()) {
        if (head.done || head.value.key !== least) continue;
        newest = head.value;
        heads[i] = (await streams[i]?.next()) ?? { done: true, value: undefined };
      }
      if (newest) yield newest;
    }
  } finally {
    for (const stream of streams) await stream.return(undefined);
  }
}
