import { pathToFileURL } from 'node:url';
import type { Measured } from './measured.ts';

/** Loaded when they run, so that one part's memory is not another's. */
const parts: Record<string, () => Promise<Measured[]>> = {
  kv: async () => (await import('./kv.ts')).benchKv(),
  search: async () => (await import('./search.ts')).benchSearch(),
  taps: async () => (await import('./taps.ts')).benchTaps(),
  records: async () => (await import('./records.ts')).benchRecords(),
  queue: async () => (await import('./queue.ts')).benchQueue(),
  supabase: async () => (await import('./supabase.ts')).benchSupabase(),
  startup: async () => (await import('./startup.ts')).benchStartup(),
  export: async () => (await import('./export.ts')).benchExport(),
  'change-log': async () => (await import('./change-log.ts')).benchChangeLog(),
};

const isOk = ({ ratio, bar, better = 'lower' }: Measured): boolean =>
  bar === undefined || (better === 'lower' ? ratio <= bar : ratio >= bar);
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
const withUnit = (value: number, unit = '×'): string => `${digits(value)}${unit === '×' ? unit : ` ${unit}`}`;

function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number) => column === 1 || column === 2;
  const cell = (text: string, column: number) =>
    isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** Runs the parts whose name contains one of `wanted` (all without). True when every bar is met. */
async function runParts(wanted: string[]): Promise<boolean> {
  const rows: string[][] = [['benchmark', 'measured', 'bar', '', 'detail']];
  let ok = true;
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.some((want) => name.includes(want))) continue;
    console.log(`${name} …`);
    const lines = await bench().catch((error: unknown) => {
      console.error(`${name} failed:`, error);
      return [];
    });
    ok &&= lines.length > 0;
    for (const line of lines) {
      const met = isOk(line);
      ok &&= met;
      const sign = line.better === 'higher' ? '≥' : '≤';
      const bar = line.bar === undefined ? '' : `${sign} ${withUnit(line.bar, line.unit)}`;
      const verdict = line.bar === undefined ? '' : met ? 'ok' : 'over';
      rows.push([line.name, withUnit(line.ratio, line.unit), bar, verdict, line.detail]);
    }
  }
  console.log(`\n${table(rows)}`);
  return ok;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ok = await runParts(process.argv.slice(2));
  process.exit(ok ? 0 : 1);
}
