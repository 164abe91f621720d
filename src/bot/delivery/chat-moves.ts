import { z } from 'zod';
import { keys } from '../../domain/keys.ts';
import type { Json, Kv } from '../../domain/ports.ts';
import { defineRow } from '../../domain/rows.ts';

export const chatMovedRows = defineRow(keys.chatMoved, z.object({ from: z.string(), to: z.string() }));

/** Groups that became supergroups: their old id stays the name of their lane and rows. */
export interface ChatMoves {
  /** Where this chat lives now. */
  now(chatId: string): string;
  /** Goes by it from now on; the caller commits the row, with whatever told it. */
  moved(from: string, to: string): [key: string, value: Json];
  /** What the store remembers. Throws KvUnavailable. */
  load(): Promise<void>;
}

export function createChatMoves(kv: Kv): ChatMoves {
  const moves = new Map<string, string>();
  const remember = (from: string, to: string): void => void (from !== to && moves.set(from, to));
  return {
    now(chatId) {
      let id = chatId;
      for (let next = moves.get(id); next !== undefined && next !== chatId; next = moves.get(id)) id = next;
      return id;
    },
    moved(from, to) {
      remember(from, to);
      return chatMovedRows.entry(keys.chatMoved(from), { from, to });
    },
    async load() {
      for (const { value } of await kv.list(keys.chatMoved.prefix())) {
        const move = chatMovedRows.parse(value);
        if (move) remember(move.from, move.to);
      }
    },
  };
}
