import type { AgendaKind } from '../domain/agenda.ts';
import { agendaPrefix } from '../domain/agenda.ts';
import type { Json, Kv, Version } from '../domain/ports.ts';
import { agendaJobs } from '../jobs/agenda.ts';
import { type AgendaRow, parseRow } from '../jobs/agenda-row.ts';
import type { Finding } from './finding.ts';

/** Agenda rows that were moved to a later time, by what their record derives. */
export type Postponed = Set<string>;
/** Above that, rows are looked for again instead of being remembered: memory stays bounded. */
const REMEMBERED = 50_000;

const nameOf = (kind: string, at: string, id: string): string => `${kind} ${at} ${id}`;
export function remember(postponed: Postponed, { job, at, id }: AgendaRow): void {
  if (postponed.size < REMEMBERED) postponed.add(nameOf(job.kind, at, id));
}

interface Wanted {
  /** The agenda key that the record derives, and that is not there. */
  row: string;
  value: Json;
  record: string;
  version: Version;
}

/** Those that are not there under a later time either. */
export async function missingAgenda(kv: Kv, postponed: Postponed, wanted: readonly Wanted[]): Promise<Finding[]> {
  const unseen = new Map<string, Wanted>();
  for (const one of wanted) {
    const name = nameIn(one.value);
    if (!postponed.has(name)) unseen.set(name, one);
  }
  for (const kind of new Set([...unseen.values()].map(({ value }) => (value as { kind: AgendaKind }).kind))) {
    await seek(kv, kind, unseen);
  }
  return [...unseen.values()].map(({ row, value, record, version }) => ({
    kind: 'agenda',
    key: row,
    what: `missing, of ${record}`,
    subject: record,
    repair: { checks: [[record, version], [row, null]], sets: [[row, value]], deletes: [] },
  })); // biome-ignore format: one look
}

function nameIn(value: Json): string {
  const { kind, at, id } = value as { kind: string; at: string; id: string };
  return nameOf(kind, at, id);
}

/** Takes what is found from `unseen`. Rows only move forward, so one pass in key order meets each of them. */
async function seek(kv: Kv, kind: AgendaKind, unseen: Map<string, Wanted>): Promise<void> {
  const job = agendaJobs.find((one) => one.kind === kind);
  if (!job) return;
  const rows = [...unseen.values()].map(({ row }) => row).filter((row) => row.startsWith(agendaPrefix(kind)));
  for (let after = rows.sort()[0] ?? ''; ; ) {
    const page = await kv.list(agendaPrefix(kind), { after, limit: 1_000 });
    for (const entry of page) {
      const row = parseRow(job, entry);
      if (row) unseen.delete(nameOf(kind, row.at, row.id));
    }
    const last = page.at(-1);
    if (!last || page.length < 1_000) return;
    after = last.cursor;
  }
}
