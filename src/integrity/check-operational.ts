import { keys } from '../domain/keys.ts';
import type { Json, Kv } from '../domain/ports.ts';
import type { AnyRows } from '../domain/rows.ts';
import type { Finding } from './finding.ts';
import { shapeOf } from './key-shape.ts';
import type { Row } from './row.ts';
import { type Held, readSnapshot } from './snapshot.ts';

/** Whether a value is one of the rows with this name. */
type IsSuch = (name: string, value: Json) => boolean;

/** `operational`: what there is of rows that are no records; one whose name none of them has is told of too. */
export function checkOperational(
  kv: Kv,
  operational: readonly AnyRows[],
): (rows: readonly Row[]) => Promise<Finding[]> {
  const schemas = new Map(operational.map(({ name, schema }) => [name, schema]));
  const isSuch: IsSuch = (name, value) => schemas.get(name)?.safeParse(value).success ?? false;
  return async (rows) => {
    const doubted = rows.filter((row) => doubtful(row, isSuch));
    if (doubted.length === 0) return [];
    const snapshot = await readSnapshot(
      kv,
      doubted.flatMap(({ key }) => [key, ...partnerOf(key)]),
    );
    return doubted.flatMap(({ key }): Finding[] => {
      const [partner] = partnerOf(key);
      const what = wrongWith(key, snapshot.at(key), partner === undefined ? null : snapshot.at(partner), isSuch);
      return what === null ? [] : [{ kind: 'operational', key, what, subject: key }];
    });
  };
}

/** An update that waits, and the entry that says so, are of one moment. */
function partnerOf(key: string): string[] {
  const shape = shapeOf(key);
  if (shape.role !== 'operational') return [];
  const number = Number(shape.args[0]);
  if (shape.name === 'inbox') return [keys.inbox.open(number)];
  return shape.name === 'inbox-open' ? [keys.inbox.record(number)] : [];
}

const isWaiting = (held: Held): boolean =>
  (held.is === 'value' || held.is === 'reference') &&
  typeof held.value === 'object' &&
  held.value !== null &&
  'raw' in held.value;

/** Done updates, by far the most, and what looks right by itself, need no second look. */
function doubtful({ key, held }: Row, isSuch: IsSuch): boolean {
  const shape = shapeOf(key);
  if (shape.role !== 'operational') return false;
  if (shape.name === 'inbox-open') return true;
  return isWaiting(held) ? shape.name === 'inbox' : wrongWith(key, held, null, isSuch) !== null;
}

function wrongWith(key: string, held: Held, partner: Held | null, isSuch: IsSuch): string | null {
  const shape = shapeOf(key);
  if (shape.role !== 'operational' || held.is === 'absent') return null;
  const { name, args } = shape;
  if (name === 'inbox-open') {
    if (held.is === 'dangling') return 'its update is not there';
    if (held.is !== 'reference' || held.to !== keys.inbox.record(Number(args[0])))
      return 'refers to no update of its own';
    return isWaiting(held) ? null : 'its update is done';
  }
  if (held.is !== 'value') return 'is a reference';
  if (!isSuch(name, held.value)) return 'is not what such a row is';
  if (name === 'inbox') return isWaiting(held) && partner?.is === 'absent' ? 'waits, and no entry says so' : null;
  if (name !== 'outbox') return null;
  const { id, chatId } = held.value as { id: string; chatId: string };
  return id === args[1] && chatId === args[0] ? null : 'is of another chat or message';
}
