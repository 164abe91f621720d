import { keys } from '../domain/keys.ts';
import { sum } from '../domain/money.ts';
import type { Credit } from '../domain/payment/credit.ts';
import type { Payment } from '../domain/payment/payment.ts';
import type { Kv, Version } from '../domain/ports.ts';
import type { Finding } from './finding.ts';
import { storeOf } from './key-shape.ts';
import { asksFor, type ParsedRecord, parseRecord } from './parse-record.ts';
import { missingAgenda, type Postponed } from './postponed.ts';
import { toCredit, wrongFacts } from './record-facts.ts';
import { type NamedRecord, namedBy } from './references.ts';
import type { Row } from './row.ts';
import { type Held, piecesOf, readSnapshot, type Snapshot } from './snapshot.ts';

/** Keys in one read: a few milliseconds on every store. */
const KEYS_AT_ONCE = 1_000;
/** How often a record that changes under our eyes is looked at anew; a busy one is whole by the next run. */
const TRIES = 20;

/** A record as it was read, and every key that has to be seen in the same moment to judge it. */
interface Plan {
  key: string;
  version: Version;
  parsed: ParsedRecord;
  named: NamedRecord[];
  wanted: string[];
}

export interface RecordContext {
  kv: Kv;
  postponed: Postponed;
  /** Told of each record that could be read. */
  onRecord?: (key: string, parsed: ParsedRecord, erased: number) => void;
  /** Told how many changed again at every look. */
  onBusy?: (count: number) => void;
}

/** Records by themselves, with every row that they derive and every record that they name. */
export async function checkRecords(context: RecordContext, rows: readonly Row[]): Promise<Finding[]> {
  const { onBusy } = context;
  const findings: Finding[] = [];
  const plan = (key: string, held: Held): Plan[] => {
    if (held.is !== 'value') return [];
    const store = storeOf(key);
    if (!store) return [];
    const parsed = parseRecord(store, key, held.value);
    if (parsed.kind !== 'record') {
      findings.push({ kind: parsed.kind, key, what: parsed.what, subject: key });
      return [];
    }
    return [planOf(key, held.version, parsed)];
  };
  let open = rows.flatMap(({ key, held }) => plan(key, held));
  for (let tries = 0; open.length > 0 && tries < TRIES; tries++) {
    const changed: Plan[] = [];
    for (const piece of piecesOf(open, ({ wanted }) => wanted.length + 1, KEYS_AT_ONCE)) {
      const snapshot = await readSnapshot(
        context.kv,
        piece.flatMap(({ key, wanted }) => [key, ...wanted]),
      );
      const whole: Plan[] = [];
      for (const one of piece) {
        const now = snapshot.at(one.key);
        if (now.is === 'value' && now.version === one.version) whole.push(one);
        else changed.push(...plan(one.key, now));
      }
      for (const one of whole) findings.push(...judge(one, snapshot, context));
      findings.push(...(await missingAgenda(context.kv, context.postponed, agendaOf(whole, snapshot))));
    }
    open = changed;
  }
  onBusy?.(open.length);
  return findings;
}

function planOf(key: string, version: Version, parsed: ParsedRecord): Plan {
  const { store, record, derived } = parsed;
  const named = namedBy(store, record);
  const wanted = [
    ...derived.indexes.keys(),
    ...derived.guards.keys(),
    ...derived.agenda.keys(),
    ...named.map((one) => one.key),
  ];
  if (store.name === 'payment') wanted.push(creditKeyOf(record as Payment));
  return { key, version, parsed, named, wanted };
}

function judge(plan: Plan, snapshot: Snapshot, { onRecord }: RecordContext): Finding[] {
  const { key, parsed, named } = plan;
  const { store, record } = parsed;
  const findings: Finding[] = wrongFacts(store.name, record).map((wrong) => ({ ...wrong, key, subject: key }));
  findings.push(...missingRows(plan, snapshot));
  const gone = named.filter((one) => snapshot.at(one.key).is !== 'value');
  const erased = store.outlivesPeople(record) ? gone.filter(({ isPerson }) => isPerson) : [];
  for (const { field, key: missing } of gone.filter((one) => !erased.includes(one))) {
    findings.push({ kind: 'reference', key, what: `${field} names ${missing}, which is not there`, subject: key });
  }
  if (store.name === 'payment') findings.push(...notCredited(key, record as Payment, snapshot));
  onRecord?.(key, parsed, erased.length);
  return findings;
}

function missingRows({ key, version, parsed }: Plan, snapshot: Snapshot): Finding[] {
  const { indexes, guards } = parsed.derived;
  const findings: Finding[] = [];
  for (const [row, value] of indexes) {
    // One that refers elsewhere is found where the entry itself is looked at.
    if (snapshot.at(row).is !== 'absent') continue;
    const repair = { checks: [[key, version]], sets: [[row, value]], deletes: [] } satisfies Finding['repair'];
    findings.push({ kind: 'index', key: row, what: `missing, of ${key}`, subject: key, repair });
  }
  for (const [row, value] of guards) {
    const held = snapshot.at(row);
    if (held.is === 'reference' && held.to === key) continue;
    const other = held.is === 'reference' ? held.to : null;
    const base = { kind: 'guard', key: row, subject: key } as const;
    if (held.is === 'reference' && other !== null && asksFor(other, held.value, row) !== false) {
      findings.push({ ...base, what: `${key} and ${other} both ask for it` });
      continue;
    }
    const holder: [string, Version | null] = held.is === 'reference' ? [held.to, held.version] : [row, versionOf(held)];
    const what =
      other === null ? `missing, of ${key}` : `held by ${other}, which does not ask for it, instead of ${key}`;
    const repair = { checks: [[key, version], holder], sets: [[row, value]], deletes: [] } satisfies Finding['repair'];
    findings.push({ ...base, what, repair });
  }
  return findings;
}

const versionOf = (held: Held): Version | null => (held.is === 'value' ? held.version : null);

const agendaOf = (plans: readonly Plan[], snapshot: Snapshot) =>
  plans.flatMap(({ key, version, parsed }) =>
    [...parsed.derived.agenda]
      .filter(([row]) => snapshot.at(row).is !== 'value')
      .map(([row, value]) => ({ row, value, record: key, version })),
  );

const creditKeyOf = ({ tenantId, ownerId }: Payment): string => keys.payment.credit(tenantId, ownerId);

/** What found no invoice must be in the ledger. */
function notCredited(key: string, payment: Payment, snapshot: Snapshot): Finding[] {
  const kept = toCredit(payment);
  const at = creditKeyOf(payment);
  const held = snapshot.at(at);
  const store = storeOf(at);
  const credit = held.is === 'value' && store ? parseRecord(store, at, held.value) : null;
  if (credit && credit.kind !== 'record') return []; // told where that record is looked at
  const entries = credit ? (credit.record as Credit).entries : [];
  const there = sum(entries.filter((entry) => entry.paymentId === payment.id && entry.amount > 0).map((e) => e.amount));
  if (there === kept) return [];
  return [{ kind: 'money', key, what: `${kept} went to the credit, which has ${there} of it`, subject: key }];
}
