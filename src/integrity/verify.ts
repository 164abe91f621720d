import type { Entry, Kv } from '../domain/ports.ts';
import type { AnyRows } from '../domain/rows.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkAgenda } from './check-agenda.ts';
import { checkCounters, checkCounterValues, type Numbers, noteNumber } from './check-counters.ts';
import { checkEntries } from './check-entries.ts';
import { checkOperational } from './check-operational.ts';
import { checkRecords } from './check-records.ts';
import { checkRooms } from './check-rooms.ts';
import { type Finding, type Notes, sameAs } from './finding.ts';
import { type KeyShape, shapeOf } from './key-shape.ts';
import type { ParsedRecord } from './parse-record.ts';
import type { Postponed } from './postponed.ts';
import { repaired } from './repair.ts';
import type { Row } from './row.ts';
import { type Held, readSnapshot } from './snapshot.ts';

export interface VerifyOptions {
  /** Mends indexes, guards, agenda rows and counters. */
  repair?: boolean;
  /** Told of each fault when it is found. */
  onFinding?: (result: Result) => void;
  /** Told after each page how many rows were looked at. */
  onProgress?: (rows: number) => void | Promise<void>;
  /** Rows in a page. */
  pageSize?: number;
}

/** A fault, and whether it was mended. */
export interface Result extends Finding {
  repaired: boolean;
}

export interface Verified {
  rows: number;
  /** How many records there are, by entity. */
  records: Record<string, number>;
  /** Faults, by kind. */
  faults: Record<string, number>;
  repaired: number;
  notes: Notes;
}

/** Looks at rows again by their keys. */
type Check = (rows: readonly Row[]) => Promise<Finding[]>;

/**
 * Walks the whole store in key order, a page at a time, and tells what does not agree. Safe beside a running bot: a
 * fault is one only when everything it was judged by was read in one moment, and looked the same a second time.
 * Throws KvUnavailable.
 */
export async function verifyStore(
  kv: Kv,
  operational: readonly AnyRows[],
  options: VerifyOptions = {},
): Promise<Verified> {
  const verified: Verified = {
    rows: 0,
    records: {},
    faults: {},
    repaired: 0,
    notes: { older: 0, leftover: 0, erased: 0, busy: 0 },
  };
  const postponed: Postponed = new Set();
  const numbers: Numbers = new Map();
  const onRecord = (_: string, { store, record, older }: ParsedRecord, erased: number): void => {
    const { name } = store;
    verified.records[name] = (verified.records[name] ?? 0) + 1;
    if (older) verified.notes.older += 1;
    verified.notes.erased += erased;
    noteNumber(numbers, store, record);
  };
  const onBusy = (count: number): void => {
    verified.notes.busy += count;
  };
  const onLeftover = (): void => {
    verified.notes.leftover += 1;
  };

  /** What is found twice is told, and mended where that is asked for and possible. */
  const settle = async (check: Check, again: Check, rows: readonly Row[]): Promise<void> => {
    if (rows.length === 0) return;
    const first = await check(rows);
    if (first.length === 0) return;
    const known = new Set(first.map(sameAs));
    const look: Check = async (some) => again(await seenNow(kv, some));
    const subjects = [...new Set(first.map(({ subject }) => subject))].map((key) => rowAt(key));
    for (const finding of (await look(subjects)).filter((one) => known.has(sameAs(one)))) {
      const mended = options.repair ? await repaired(kv, finding, () => look([rowAt(finding.subject)])) : 'no';
      if (mended === 'gone') continue;
      verified.faults[finding.kind] = (verified.faults[finding.kind] ?? 0) + 1;
      if (mended === 'yes') verified.repaired += 1;
      options.onFinding?.({ ...finding, repaired: mended === 'yes' });
    }
  };
  const simply = (check: Check, rows: readonly Row[]): Promise<void> => settle(check, check, rows);

  for await (const page of pages(kv, options.pageSize ?? 1_000)) {
    const by = Map.groupBy(page, ({ shape }) => shape.role);
    const of = (role: KeyShape['role']): readonly Shaped[] => by.get(role) ?? [];
    const records = of('record');
    const keysOf = (name: string): Row[] =>
      records.filter(({ shape }) => shape.role === 'record' && shape.store.name === name);
    await settle(
      (rows) => checkAgenda({ kv, postponed, onLeftover }, rows),
      (rows) => checkAgenda({ kv, postponed }, rows),
      of('agenda'),
    );
    await simply((rows) => checkEntries(kv, rows), [...of('index'), ...of('guard')]);
    await settle(
      (rows) => checkRecords({ kv, postponed, onRecord, onBusy }, rows),
      (rows) => checkRecords({ kv, postponed }, rows),
      records.filter(({ held }) => held.is === 'value'),
    );
    await simply((rows) => checkRooms(kv, keysIn(rows)), keysOf('property'));
    await simply((rows) => checkAccounts(kv, keysIn(rows)), keysOf('contract'));
    await simply(async (rows) => checkCounterValues(rows), of('counter'));
    await simply(checkOperational(kv, operational), of('operational'));
    await simply(
      async (rows) => misplaced(rows),
      [...of('unknown'), ...records.filter(({ held }) => held.is !== 'value')],
    );
    verified.rows += page.length;
    await options.onProgress?.(verified.rows);
  }
  const counters: Check = (rows) => checkCounters(kv, new Map(rows.map(({ key }) => [key, numbers.get(key) ?? 0])));
  await simply(counters, [...numbers.keys()].map(rowAt));
  return verified;
}

const keysIn = (rows: readonly Row[]): string[] => rows.map(({ key }) => key);
const rowAt = (key: string): Row => ({ key, held: { is: 'absent' } });

async function seenNow(kv: Kv, rows: readonly Row[]): Promise<Row[]> {
  const snapshot = await readSnapshot(kv, keysIn(rows));
  return rows.map(({ key }) => ({ key, held: snapshot.at(key) }));
}

interface Shaped extends Row {
  shape: KeyShape;
}

const heldBy = ({ key, cursor, value, version }: Entry): Held =>
  key === cursor ? { is: 'value', value, version } : { is: 'reference', to: key, value, version };

interface Page {
  rows: Shaped[];
  /** Where the next one begins; null: there is none. */
  after: string | null;
}

async function pageAfter(kv: Kv, limit: number, after: string | null): Promise<Page> {
  const rows: Row[] = [];
  const list = { prefix: '', limit, ...(after === null ? {} : { after }) };
  const onDangling = (key: string, to: string): void => void rows.push({ key, held: { is: 'dangling', to } });
  const entries = (await kv.read({ lists: [list], onDangling })).lists[0] ?? [];
  for (const entry of entries) rows.push({ key: entry.cursor, held: heldBy(entry) });
  const shaped = rows.map((row) => ({ ...row, shape: shapeOf(row.key) }));
  return { rows: shaped, after: entries.length < limit ? null : (entries.at(-1)?.cursor ?? null) };
}

/** Every row once, in key order, dangling references too. The next page is read while one is looked at. */
async function* pages(kv: Kv, limit: number): AsyncGenerator<Shaped[]> {
  for (let next: Promise<Page> | null = pageAfter(kv, limit, null); next; ) {
    const { rows, after }: Page = await next;
    next = after === null ? null : pageAfter(kv, limit, after);
    next?.catch(() => undefined); // thrown where it is awaited
    yield rows;
  }
}

/** `property:{city}:list` and its kind answer by other keys. */
const seedAlias = /^property:[^:]+:list$/;

function misplaced(rows: readonly Row[]): Finding[] {
  return rows.flatMap(({ key, held }): Finding[] => {
    if (held.is === 'absent') return [];
    const base = { kind: 'key', key, subject: key } as const;
    if (shapeOf(key).role === 'record') {
      return held.is === 'value' ? [] : [{ ...base, what: 'a reference where a record belongs' }];
    }
    return [{ ...base, what: seedAlias.test(key) ? 'a row under a read-only alias' : 'of no known pattern' }];
  });
}
