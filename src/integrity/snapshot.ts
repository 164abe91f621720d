import type { Entry, Json, Kv, ListRequest, Version } from '../domain/ports.ts';

/** What lies under a key. */
export type Held =
  | { is: 'absent' }
  | { is: 'dangling'; to: string }
  | { is: 'value'; value: Json; version: Version }
  /** `value` and `version` are the record's. */
  | { is: 'reference'; to: string; value: Json; version: Version };

export interface Snapshot {
  at(key: string): Held;
  lists: Entry[][];
}

/** Keys and the first 1,000 rows of each list, of one moment. Throws KvUnavailable. */
export async function readSnapshot(kv: Kv, keys: Iterable<string>, lists: ListRequest[] = []): Promise<Snapshot> {
  const asked = [...new Set(keys)];
  const dangling = new Map<string, string>();
  const answer = await kv.read({ keys: asked, lists, onDangling: (cursor, missing) => dangling.set(cursor, missing) });
  const held = new Map(asked.map((key, i) => [key, heldBy(key, answer.entries[i] ?? null, dangling)]));
  return {
    lists: answer.lists,
    at(key) {
      const found = held.get(key);
      if (!found) throw new Error(`${key} was not asked for`);
      return found;
    },
  };
}

function heldBy(key: string, entry: Entry | null, dangling: ReadonlyMap<string, string>): Held {
  if (entry === null) {
    const to = dangling.get(key);
    return to === undefined ? { is: 'absent' } : { is: 'dangling', to };
  }
  const { value, version } = entry;
  return entry.key === key ? { is: 'value', value, version } : { is: 'reference', to: entry.key, value, version };
}

/** In pieces whose keys together are about `size`: one read takes one piece. */
export function piecesOf<T>(items: readonly T[], weight: (item: T) => number, size: number): T[][] {
  const pieces: T[][] = [];
  let room = 0;
  for (const item of items) {
    if (weight(item) > room || pieces.length === 0) {
      pieces.push([]);
      room = size;
    }
    pieces.at(-1)?.push(item);
    room -= weight(item);
  }
  return pieces;
}
