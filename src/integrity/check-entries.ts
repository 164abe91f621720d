import type { Kv } from '../domain/ports.ts';
import type { Finding, Repair } from './finding.ts';
import { shapeOf } from './key-shape.ts';
import { asksFor } from './parse-record.ts';
import type { Row } from './row.ts';
import { type Held, piecesOf, readSnapshot, type Snapshot } from './snapshot.ts';

/** Index entries and guards: each refers to a record that asks for it. */
export async function checkEntries(kv: Kv, rows: readonly Row[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  // A page shows an entry with its record as of one moment, so most are settled without another read.
  const doubtful = rows.filter(({ key, held }) => !agrees(key, held)).map(({ key }) => key);
  for (const piece of piecesOf(doubtful, () => 2, 1_000)) {
    const snapshot = await readSnapshot(
      kv,
      piece.flatMap((key) => [key, ...rightRecord(key)]),
    );
    for (const key of piece) findings.push(...judge(key, snapshot));
  }
  return findings;
}

function agrees(key: string, held: Held): boolean {
  if (held.is !== 'reference') return false;
  const [right = held.to] = rightRecord(key);
  return held.to === right && asksFor(held.to, held.value, key) !== false;
}

/** The one record that an index key may refer to; a guard may go from one to another. */
function rightRecord(key: string): string[] {
  const shape = shapeOf(key);
  return shape.role === 'index' ? [shape.record] : [];
}

function judge(key: string, snapshot: Snapshot): Finding[] {
  const held = snapshot.at(key);
  if (held.is === 'absent' || agrees(key, held)) return [];
  const [right] = rightRecord(key);
  return [right === undefined ? guardFinding(key, held) : indexFinding(key, held, right, snapshot.at(right))];
}

const told = (held: Held): string => {
  if (held.is === 'reference') return `refers to ${held.to}, which does not ask for it`;
  return held.is === 'dangling' ? `refers to ${held.to}, which is not there` : 'is no reference';
};

/** What an index key holds follows from its one record: as long as that is as it was read, so is what is right. */
function indexFinding(key: string, held: Held, right: string, record: Held): Finding {
  const base = { kind: 'index', key, subject: key } as const;
  const asked = record.is === 'value' ? asksFor(right, record.value, key) : false;
  const wrong = held.is !== 'value' && 'to' in held && held.to !== right;
  const what = wrong ? `refers to ${held.to} instead of ${right}` : told(held);
  // Unreadable: nobody knows what it asks for.
  if (asked === null) return { ...base, what };
  const checks: Repair['checks'] = [[right, record.is === 'value' ? record.version : null]];
  if (held.is === 'value') {
    // Somebody's data under our key: only a copy of what is elsewhere is overwritten.
    if (!asked) return { ...base, what };
    checks.push([key, held.version]);
  }
  return asked
    ? { ...base, what, repair: { checks, sets: [[key, { $ref: right }]], deletes: [] } }
    : { ...base, what, repair: { checks, sets: [], deletes: [key] } };
}

/** Nobody takes a guard from a record that is there: as long as that record is as it was read, so is the guard. */
function guardFinding(key: string, held: Held): Finding {
  const base = { kind: 'guard', key, what: told(held), subject: key } as const;
  if (held.is === 'reference') {
    return { ...base, repair: { checks: [[held.to, held.version]], sets: [], deletes: [key] } };
  }
  // A dangling reference reads as absent, and goes where it is checked to be.
  return held.is === 'dangling' ? { ...base, repair: { checks: [[key, null]], sets: [], deletes: [key] } } : base;
}
