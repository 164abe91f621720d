import { type Cell, type Column, type EntityTable, SQL_SCHEMA } from './entity-table.ts';

/** Rows of one statement: a statement stays well under a megabyte. */
const ROWS = 100;

export const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
export const tableName = (table: string): string => `${SQL_SCHEMA}.${name(table)}`;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "''", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const special = /[\\'\p{Cc}\u2028\u2029]/u;

/**
 * Any text as one literal on one line. What is not plain is written as an escape of E'…', which reads the same
 * whatever `standard_conforming_strings` says; NUL cannot be in a store's text.
 */
export function textLiteral(text: string): string {
  if (!special.test(text)) return `'${text}'`;
  const escaped = text.replaceAll(
    new RegExp(special, 'gu'),
    (char) => escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `E'${escaped}'`;
}

export function literal(cell: Cell, type: Column['type']): string {
  if (cell === null) return 'null';
  if (type === 'jsonb') return textLiteral(JSON.stringify(cell));
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return textLiteral(String(cell));
}

const pages = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / ROWS) }, (_, i) => items.slice(i * ROWS, (i + 1) * ROWS));

/** Statements that put these rows into the table, over what is there under their keys. */
export function upserts({ name: table, columns, primaryKey }: EntityTable, rows: readonly Cell[][]): string {
  const others = columns.filter((column) => !primaryKey.includes(column));
  const head = `insert into ${tableName(table)} (${columns.map((column) => name(column.name)).join(', ')}) values`;
  const tail = `on conflict (${primaryKey.map((column) => name(column.name)).join(', ')}) do update set
  ${others.map((column) => `${name(column.name)} = excluded.${name(column.name)}`).join(', ')};`;
  const tuple = (row: Cell[]) => `(${row.map((cell, i) => literal(cell, columns[i]?.type ?? 'text')).join(', ')})`;
  return pages(rows)
    .map((page) => `${head}\n${page.map(tuple).join(',\n')}\n${tail}\n`)
    .join('');
}

/** Statements that delete the rows of these primary keys. */
export function deletes({ name: table, primaryKey }: EntityTable, identities: readonly Cell[][]): string {
  const columns = primaryKey.map((column) => name(column.name)).join(', ');
  const tuple = (row: Cell[]) => `(${row.map((cell, i) => literal(cell, primaryKey[i]?.type ?? 'text')).join(', ')})`;
  return pages(identities)
    .map((page) => `delete from ${tableName(table)} where (${columns}) in (${page.map(tuple).join(', ')});\n`)
    .join('');
}
