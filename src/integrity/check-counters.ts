import type { AnyStore } from '../domain/entity-store.ts';
import type { Kv } from '../domain/ports.ts';
import type { Finding } from './finding.ts';
import type { Row } from './row.ts';
import { readSnapshot } from './snapshot.ts';

/** The highest number that was met, by counter: one for each month, so this stays small. */
export type Numbers = Map<string, number>;

/** Notes the number that a record carries, if it carries one. */
export function noteNumber(numbers: Numbers, store: AnyStore, record: Record<string, unknown>): void {
  const [counter, number] = store.counted(record) ?? [];
  if (counter !== undefined && number !== undefined) numbers.set(counter, Math.max(number, numbers.get(counter) ?? 0));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Counters as values: a number from 0. */
export const checkCounterValues = (rows: readonly Row[]): Finding[] =>
  rows
    .filter(({ held }) => held.is !== 'value' || !isCount(held.value))
    .map(({ key }) => ({ kind: 'counter', key, what: 'is not a number', subject: key }));

/** Counters grow in the commit that gives a number, so one read after its numbers is never behind them. */
export async function checkCounters(kv: Kv, numbers: ReadonlyMap<string, number>): Promise<Finding[]> {
  const snapshot = await readSnapshot(kv, numbers.keys());
  return [...numbers].flatMap(([key, highest]): Finding[] => {
    const held = snapshot.at(key);
    const [count, version] = held.is === 'value' ? [held.value, held.version] : [0, null];
    if (!isCount(count) || count >= highest) return [];
    const repair = { checks: [[key, version]], sets: [[key, highest]], deletes: [] } satisfies Finding['repair'];
    return [{ kind: 'counter', key, what: `is at ${count}, and ${highest} was given out`, subject: key, repair }];
  });
}
