import { z } from 'zod';
import { keys } from '../domain/keys.ts';
import type { Kv } from '../domain/ports.ts';
import type { Finding } from './finding.ts';
import { type Operational, shapeOf } from './key-shape.ts';
import type { Row } from './row.ts';
import { type Held, readSnapshot } from './snapshot.ts';

/** The least that each of them must be to be of use; what more they hold belongs to the bot. */
const forms: Record<Exclude<Operational, 'inbox.open'>, z.ZodType> = {
  'inbox.record': z.union([z.object({ raw: z.string() }), z.object({ done: z.iso.datetime() })]),
  'outbox.record': z.object({
    id: z.string(),
    chatId: z.string(),
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('event'), event: z.string(), params: z.json() }),
      z.object({ kind: z.literal('answer'), message: z.json() }),
    ]),
  }),
  'outbox.dead': z.object({ row: z.json() }),
  'outbox.sent': z.object({ messageId: z.int() }),
  chatMoved: z.object({ from: z.string(), to: z.string() }),
  faultTold: z.number(),
  recentSearches: z.object({ searches: z.array(z.json()) }),
  flow: z.object({ flow: z.string(), step: z.string() }),
  telegramFile: z.string(),
  expires: z.object({ key: z.string(), days: z.number() }),
};

/** Rows of the bot: only what is clearly wrong with them. */
export async function checkOperational(kv: Kv, rows: readonly Row[]): Promise<Finding[]> {
  const wanted = rows.filter(doubtful).flatMap(({ key }) => [key, ...partnerOf(key)]);
  if (wanted.length === 0) return [];
  const snapshot = await readSnapshot(kv, wanted);
  return rows.filter(doubtful).flatMap(({ key }): Finding[] => {
    const [partner] = partnerOf(key);
    const what = wrongWith(key, snapshot.at(key), partner === undefined ? null : snapshot.at(partner));
    return what === null ? [] : [{ kind: 'operational', key, what, subject: key }];
  });
}

/** An update that waits, and the entry that says so, are of one moment. */
function partnerOf(key: string): string[] {
  const shape = shapeOf(key);
  if (shape.role !== 'operational') return [];
  const number = Number(shape.args[0]);
  if (shape.name === 'inbox.record') return [keys.inbox.open(number)];
  return shape.name === 'inbox.open' ? [keys.inbox.record(number)] : [];
}

const isWaiting = (held: Held): boolean =>
  (held.is === 'value' || held.is === 'reference') &&
  typeof held.value === 'object' &&
  held.value !== null &&
  'raw' in held.value;

/** Done updates, by far the most, and what looks right by itself, need no second look. */
function doubtful({ key, held }: Row): boolean {
  const shape = shapeOf(key);
  if (shape.role !== 'operational') return false;
  if (shape.name === 'inbox.open') return true;
  return isWaiting(held) ? shape.name === 'inbox.record' : wrongWith(key, held, null) !== null;
}

function wrongWith(key: string, held: Held, partner: Held | null): string | null {
  const shape = shapeOf(key);
  if (shape.role !== 'operational' || held.is === 'absent') return null;
  const { name, args } = shape;
  if (name === 'inbox.open') {
    if (held.is === 'dangling') return 'its update is not there';
    if (held.is !== 'reference' || held.to !== keys.inbox.record(Number(args[0])))
      return 'refers to no update of its own';
    return isWaiting(held) ? null : 'its update is done';
  }
  if (held.is !== 'value') return 'is a reference';
  if (!forms[name].safeParse(held.value).success) return 'is not what such a row is';
  if (name === 'inbox.record')
    return isWaiting(held) && partner?.is === 'absent' ? 'waits, and no entry says so' : null;
  if (name !== 'outbox.record') return null;
  const { id, chatId } = held.value as { id: string; chatId: string };
  return id === args[1] && chatId === args[0] ? null : 'is of another chat or message';
}
