import pg from 'pg';
import type { Json } from '../domain/ports.ts';
import { type Cell, type Column, type EntityTable, SQL_SCHEMA } from './entity-table.ts';
import { name, tableName, textLiteral } from './sql-text.ts';

/** What runs SQL: a PostgreSQL connection, or PGlite. */
export interface TargetDatabase {
  rows(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const FETCH = 500;

/** As `rowOf` has it: instants in ms UTC. */
function expression({ name: column, type }: Column): string {
  if (type === 'date') return `to_char(${name(column)}, 'YYYY-MM-DD')`;
  if (type === 'timestamptz') return `to_char(${name(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return name(column);
}

/** Every row of the table, in pages of one moment's cursor. Throws when the table is not there. */
export async function* targetRows(target: TargetDatabase, table: EntityTable): AsyncGenerator<Cell[]> {
  const at = `to_regclass(${textLiteral(`${SQL_SCHEMA}.${name(table.name)}`)})`;
  const [there] = await target.rows(`select ${at} is not null as there`);
  if (there?.there !== true)
    throw new Error(`the target has no table ${SQL_SCHEMA}.${table.name}: load the export first`);
  await target.rows('begin isolation level repeatable read read only');
  try {
    const cells = table.columns.map(expression).join(', ');
    await target.rows(
      `declare kept no scroll cursor for select jsonb_build_array(${cells}) as row from ${tableName(table.name)}`,
    );
    for (;;) {
      const page = await target.rows(`fetch ${FETCH} from kept`);
      for (const { row } of page) yield row as Json[];
      if (page.length < FETCH) return;
    }
  } finally {
    await target.rows('rollback');
  }
}

/** Throws the driver's error. */
export async function openTarget(url: string): Promise<TargetDatabase> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'kostin' });
  client.on('error', () => undefined);
  await client.connect();
  return {
    rows: async (sql) => (await client.query(sql)).rows,
    close: () => client.end(),
  };
}
