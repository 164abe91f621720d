import { agendaKey } from '../domain/agenda.ts';
import type { Kv } from '../domain/ports.ts';
import { agendaJobs } from '../jobs/agenda.ts';
import type { AgendaJob } from '../jobs/agenda-job.ts';
import { type AgendaRow, parseRow } from '../jobs/agenda-row.ts';
import type { Finding, Repair } from './finding.ts';
import { shapeOf, storeOf } from './key-shape.ts';
import { parseRecord } from './parse-record.ts';
import { type Postponed, remember } from './postponed.ts';
import type { Row } from './row.ts';
import { type Held, readSnapshot } from './snapshot.ts';

interface AgendaContext {
  kv: Kv;
  postponed: Postponed;
  onLeftover?: (key: string) => void;
}

/** Agenda rows: each is what its record derives, at its time or moved to a later one after a failure. */
export async function checkAgenda(context: AgendaContext, rows: readonly Row[]): Promise<Finding[]> {
  const parsed = rows.map(({ key, held }) => ({ key, record: recordOf(rowOf(key, held)) }));
  const snapshot = await readSnapshot(
    context.kv,
    parsed.flatMap(({ key, record }) => (record === null ? [key] : [key, record])),
  );
  return parsed.flatMap(({ key, record }) => {
    const held = snapshot.at(key);
    return judge(context, key, held, record === null ? { is: 'absent' } : snapshot.at(record));
  });
}

function jobOf(key: string): AgendaJob | undefined {
  const shape = shapeOf(key);
  return shape.role === 'agenda' ? agendaJobs.find(({ kind }) => kind === shape.kind) : undefined;
}

function rowOf(key: string, held: Held): AgendaRow | null {
  const job = jobOf(key);
  if (held.is !== 'value' || !job) return null;
  return parseRow(job, { key, cursor: key, value: held.value, version: held.version });
}

const recordOf = (row: AgendaRow | null): string | null => row?.job.store.key(row.id) ?? null;

function judge(context: AgendaContext, key: string, held: Held, record: Held): Finding[] {
  if (held.is === 'absent') return [];
  const base = { kind: 'agenda', key, subject: key } as const;
  if (held.is !== 'value') return [{ ...base, what: 'is a reference' }];
  const drop = (checks: Repair['checks'] = []): Repair => ({
    checks: [[key, held.version], ...checks],
    sets: [],
    deletes: [key],
  });
  // A later KostIn may know it.
  if (!jobOf(key)) return [{ ...base, what: 'of a kind that nobody takes' }];
  const row = rowOf(key, held);
  if (!row) return [{ ...base, what: 'cannot be read', repair: drop() }];
  if (agendaKey(row.job.kind, new Date(row.due).toISOString(), row.id) !== key) {
    return [{ ...base, what: 'stands at another time, or for another record, than it says', repair: drop() }];
  }
  const postponed = row.attempts > 0;
  const at = row.job.store.key(row.id);
  if (asks(row, at, record)) {
    if (postponed) remember(context.postponed, row);
    return [];
  }
  if (postponed) {
    context.onLeftover?.(key);
    return [];
  }
  const what = record.is === 'absent' ? `${at} is not there` : `${at} does not ask for it`;
  return [{ ...base, what, repair: drop([[at, record.is === 'value' ? record.version : null]]) }];
}

/** One that cannot be read may ask for anything. */
function asks({ job, at, id }: AgendaRow, recordKey: string, held: Held): boolean {
  const store = storeOf(recordKey);
  if (held.is !== 'value' || !store) return false;
  const parsed = parseRecord(store, recordKey, held.value);
  if (parsed.kind !== 'record') return true;
  return parsed.derived.agenda.has(agendaKey(job.kind, at, id));
}
