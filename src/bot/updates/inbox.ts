import type { Update } from 'grammy/types';
import { z } from 'zod';
import { keys } from '../../domain/keys.ts';
import type { Entry, Kv } from '../../domain/ports.ts';
import { defineRow } from '../../domain/rows.ts';
import type { Writes } from '../delivery/marks.ts';

/** Everything the bot handles; Telegram remembers the list, so it is always sent. */
export const allowedUpdates = ['message', 'callback_query', 'my_chat_member'] as const;

/** Real time: how long Telegram may send an update again (24 h), and then some. */
const KEEP_DONE_MS = 48 * 3_600_000;

/** The update until it is handled, then only when that was (real time). */
export const inboxRows = defineRow(
  keys.inbox.record,
  z.union([z.object({ raw: z.string(), at: z.iso.datetime() }), z.object({ done: z.iso.datetime() })]),
);

/** Consumes an update, in whatever commit holds its effects. */
export function doneWrites(updateId: number): Required<Writes> {
  return {
    set: [inboxRows.entry(keys.inbox.record(updateId), { done: new Date().toISOString() })],
    delete: [keys.inbox.open(updateId)],
  };
}

interface Arrived {
  update: Update;
  /** A string: jsonb refuses some of what people can type. */
  raw: string;
}

/** Of `raw` in one commit, which takes at most 4 MB: three bytes of JSON for each UTF-16 unit are the most. */
const MAX_BATCH = 1_000_000;

function batchesOf(arrived: Arrived[]): Arrived[][] {
  const batches: Arrived[][] = [];
  let room = 0;
  for (const one of arrived) {
    if (one.raw.length > room || batches.length === 0) {
      batches.push([]);
      room = MAX_BATCH;
    }
    batches.at(-1)?.push(one);
    room -= one.raw.length;
  }
  return batches;
}

/**
 * Keeps the updates before they are acknowledged: one commit (several for megabytes), each created absent. Returns
 * those that have to be handled still: new ones, and known ones that are not done. Other kinds than the bot asks for
 * (Telegram queued them before it was told) are passed over. Throws KvUnavailable.
 */
export async function keepUpdates(kv: Kv, updates: Update[]): Promise<Update[]> {
  const wanted = updates.filter((update) => allowedUpdates.some((kind) => update[kind] !== undefined));
  const unique = [...new Map(wanted.map((update) => [update.update_id, update])).values()];
  const arrived = unique.map((update) => ({ update, raw: JSON.stringify(update).toWellFormed() }));
  const open: Update[] = [];
  for (const batch of batchesOf(arrived.sort((a, b) => a.update.update_id - b.update.update_id))) {
    open.push(...(await keepBatch(kv, batch)));
  }
  return open;
}

async function keepBatch(kv: Kv, batch: Arrived[]): Promise<Update[]> {
  const open: Update[] = [];
  for (let fresh = batch; fresh.length > 0; ) {
    const at = new Date().toISOString();
    const atomic = kv.atomic();
    for (const { update, raw } of fresh) {
      const key = keys.inbox.record(update.update_id);
      atomic
        .check(key, null)
        .set(...inboxRows.entry(key, { raw, at }))
        .set(keys.inbox.open(update.update_id), { $ref: key });
    }
    if ((await atomic.commit()).ok) {
      open.push(...fresh.map(({ update }) => update));
      break;
    }
    const entries = await kv.entries(fresh.map(({ update }) => keys.inbox.record(update.update_id)));
    const known = (i: number): boolean => 'raw' in (inboxRows.parse(entries[i]?.value ?? null) ?? {});
    open.push(...fresh.filter((_, i) => known(i)).map(({ update }) => update));
    fresh = fresh.filter((_, i) => !entries[i]);
  }
  return open.sort((a, b) => a.update_id - b.update_id);
}

/** The update of an open row; null for what cannot be read. */
export function updateOf(entry: Entry): Update | null {
  const row = inboxRows.parse(entry.value);
  if (!row || !('raw' in row)) return null;
  return JSON.parse(row.raw) as Update;
}

/** The chat whose updates are handled one after the other; a person for updates without a chat. */
export function chatOf(update: Update): string {
  const message = update.message ?? update.callback_query?.message;
  const chat = message?.chat ?? update.my_chat_member?.chat;
  return String(chat?.id ?? update.callback_query?.from.id ?? 'none');
}

/** Deletes done rows older than 48 hours, oldest first; stops at the first young one. Returns how many. */
export async function cleanInbox(kv: Kv, now = Date.now()): Promise<number> {
  let deleted = 0;
  for (let after: string | undefined; ; ) {
    const page = await kv.list(keys.inbox.record.prefix(), { limit: 200, ...(after ? { after } : {}) });
    const old: string[] = [];
    let young = false;
    for (const entry of page) {
      const row = inboxRows.parse(entry.value);
      // One that is still open is left for whoever handles it.
      if (row && 'raw' in row) continue;
      if (row && now - Date.parse(row.done) < KEEP_DONE_MS) {
        young = true;
        break;
      }
      old.push(entry.key);
    }
    if (old.length > 0) await kv.mdel(old);
    deleted += old.length;
    after = page.at(-1)?.cursor;
    if (young || !after) return deleted;
  }
}
