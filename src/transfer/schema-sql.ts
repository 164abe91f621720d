import { type Column, type EntityTable, entityTables, SQL_SCHEMA } from './entity-table.ts';
import { name, tableName, textLiteral } from './sql-text.ts';

const columnLine = ({ name: column, type, values, nullable }: Column): string => {
  const check = values ? ` check (${name(column)} in (${values.map(textLiteral).join(', ')}))` : '';
  return `  ${name(column)} ${type}${nullable ? '' : ' not null'}${check}`;
};

function createTable({ name: table, columns, primaryKey, foreignKeys }: EntityTable): string {
  const key = `  primary key (${primaryKey.map((column) => name(column.name)).join(', ')})`;
  const indexed = new Set(foreignKeys.map(({ column }) => column));
  if (columns.some((column) => column.name === 'status')) indexed.add('status');
  // The primary key's index serves its first column.
  indexed.delete(primaryKey[0]?.name ?? '');
  const indexes = [...indexed].map(
    (column) =>
      `create index if not exists ${name(`${table}_${column}_idx`)} on ${tableName(table)} (${name(column)});\n`,
  );
  return `create table if not exists ${tableName(table)} (\n${[...columns.map(columnLine), key].join(',\n')}\n);\n${indexes.join('')}`;
}

const constraints = entityTables.flatMap(({ name: table, foreignKeys }) =>
  foreignKeys.map((key) => ({ table, constraint: `${table}_${key.column}_fkey`, ...key })),
);

/** Tables, checks and indexes of every entity; foreign keys follow the data (`foreignKeys`). */
export const schemaSql = (): string =>
  `-- Money is whole rupiah, instants are UTC to the millisecond, dates are civil dates.
create schema if not exists ${SQL_SCHEMA};
${entityTables.map(createTable).join('\n')}`;

const dropForeignKeys = (): string =>
  constraints
    .map(({ table, constraint }) => `alter table ${tableName(table)} drop constraint if exists ${name(constraint)};\n`)
    .join('');

/** Deferrable, since an application and its contract name each other. */
export const foreignKeysSql = (): string =>
  `-- Added unchecked, so that one record whose reference is broken does not keep everything out; load.sql checks them.
${constraints
  .map(
    ({ table, constraint, column, target }) =>
      `alter table ${tableName(table)} add constraint ${name(constraint)} foreign key (${name(column)})
  references ${tableName(target)} ("id") deferrable not valid;\n`,
  )
  .join('')}`;

const validateSql = `do $$
declare
  kept record;
begin
  for kept in
    select conrelid::regclass as its_table, conname from pg_constraint
    where connamespace = '${SQL_SCHEMA}'::regnamespace and contype = 'f' and not convalidated
  loop
    begin
      execute format('alter table %s validate constraint %I', kept.its_table, kept.conname);
    exception when foreign_key_violation then
      raise warning '% of % stays unvalidated: rows refer to what is not there (problems.ndjson)', kept.conname, kept.its_table;
    end;
  end loop;
end
$$;`;

/** What `psql -f` is given: everything in one transaction, then the check of the foreign keys. */
export const loadSql = (): string => `\\set ON_ERROR_STOP on
\\encoding UTF8
set client_min_messages = warning;
begin;
\\ir schema.sql
-- Put back below: rows arrive in any order, and what others still refer to may go.
${dropForeignKeys()}${entityTables.map((table) => `\\ir ${table.store.name}.sql\n`).join('')}\\ir foreign-keys.sql
commit;
-- Does not keep writers out.
${validateSql}
`;
