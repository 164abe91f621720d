import { keys } from '../domain/keys.ts';
import type { Kv } from '../domain/ports.ts';
import type { ChatMoves } from './outbox-sender.ts';

/** Groups that became supergroups, remembered in the store: their old id stays the name of their lane and rows. */
export function createChatMoves(kv: Kv): ChatMoves & { load(): Promise<void> } {
  const to = new Map<string, string>();
  const now = (chatId: string): string => {
    let id = chatId;
    for (let next = to.get(id); next !== undefined && next !== chatId; next = to.get(id)) id = next;
    return id;
  };
  return {
    now,
    async moved(from, target) {
      if (from === target) return;
      to.set(from, target);
      await kv.set(keys.chatMoved(from), target);
    },
    async load() {
      for (const { cursor, value } of await kv.list(keys.chatMovedPrefix())) {
        const from = decodeURIComponent(cursor.slice(keys.chatMovedPrefix().length));
        if (typeof value === 'string') to.set(from, value);
      }
    },
  };
}
