import { z } from 'zod';
import { entities } from '../domain/entities.ts';
import type { AnyStore } from '../domain/entity-store.ts';
import { partsOf } from '../domain/key-pattern.ts';
import type { Json } from '../domain/ports.ts';
import { canonical } from './canonical.ts';

/** Not `public`: on hosted Supabase that is an open endpoint, and these tables have no row level security. */
export const SQL_SCHEMA = 'kostin';

export type ColumnType = 'text' | 'bigint' | 'double precision' | 'boolean' | 'date' | 'timestamptz' | 'jsonb';

export interface Column {
  /** In the record; null for the id of a record that there is one of only. */
  field: string | null;
  name: string;
  type: ColumnType;
  /** The only values of a text, where the schema says so. */
  values: readonly string[] | null;
  nullable: boolean;
}

export interface ForeignKey {
  column: string;
  /** Whose `id` it holds. */
  target: string;
}

export interface EntityTable {
  store: AnyStore;
  /** Without its schema. */
  name: string;
  columns: readonly Column[];
  primaryKey: readonly Column[];
  foreignKeys: readonly ForeignKey[];
}

/** A column's value as both sides of a comparison have it: instants in ms UTC, nested keys in order. */
export type Cell = Json;

export const snakeCase = (name: string): string =>
  name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What is needed of a JSON Schema. */
interface FieldSchema {
  type?: string | string[];
  format?: string;
  enum?: Json[];
  const?: Json;
  anyOf?: FieldSchema[];
}

function columnOf(field: string, schema: FieldSchema, required: boolean): Column {
  const isNull = (one: FieldSchema) => one.type === 'null';
  const options = schema.anyOf?.filter((one) => !isNull(one)) ?? [schema];
  const only = options.length === 1 ? (options[0] as FieldSchema) : {};
  const types = [only.type ?? []].flat().filter((type) => type !== 'null');
  const nullable = !required || (schema.anyOf?.some(isNull) ?? false) || [schema.type].flat().includes('null');
  const values = only.enum ?? (only.const === undefined ? null : [only.const]);
  const plain = { field, name: snakeCase(field), values: null, nullable };
  switch (types.length === 1 ? types[0] : null) {
    case 'string':
      if (values) return { ...plain, type: 'text', values: values.map(String) };
      if (only.format === 'date') return { ...plain, type: 'date' };
      return { ...plain, type: only.format === 'date-time' ? 'timestamptz' : 'text' };
    case 'integer':
      return { ...plain, type: 'bigint' };
    case 'number':
      return { ...plain, type: 'double precision' };
    case 'boolean':
      return { ...plain, type: 'boolean' };
    default:
      return { ...plain, type: 'jsonb' };
  }
}

function columnsOf(store: AnyStore): Column[] {
  // What a transform gives is any JSON.
  const { properties = {}, required = [] } = z.toJSONSchema(store.schema, { unrepresentable: 'any' });
  const columns = Object.entries(properties).map(([field, schema]) =>
    columnOf(field, schema as FieldSchema, required.includes(field)),
  );
  if (store.pattern.places.length > 0) return columns;
  return [{ field: null, name: 'id', type: 'text', values: null, nullable: false }, ...columns];
}

function tableOf(store: AnyStore): EntityTable {
  const columns = columnsOf(store);
  // A record's key is made of its own fields; where it is of none, its id has the one column that is no field.
  const { places } = store.pattern;
  const primaryKey = (places.length === 0 ? [null] : places).flatMap(
    (place) => columns.find(({ field }) => field === place) ?? [],
  );
  // A reference inside an array or an object stays where it is, in the jsonb.
  const foreignKeys = store.references.flatMap(({ field, entity: target }) => {
    const column = columns.find((one) => one.field === field && one.type === 'text');
    return column ? [{ column: column.name, target: snakeCase(target) }] : [];
  });
  return { store, name: snakeCase(store.name), columns, primaryKey, foreignKeys };
}

/** Every entity as a table, in the order of `entities`. */
export const entityTables: readonly EntityTable[] = entities.map(tableOf);

/** The record's row; `record` as its store parsed it. */
export function rowOf({ store, columns }: EntityTable, record: Record<string, unknown>): Cell[] {
  return columns.map(({ field, type }) => {
    if (field === null) return store.idOf(record);
    const value = (record[field] ?? null) as Json;
    if (value === null) return null;
    if (type === 'timestamptz') return new Date(String(value)).toISOString();
    return type === 'jsonb' ? canonical(value) : value;
  });
}

/** What the primary key's columns hold for the record of this key. */
export function identityOf({ primaryKey }: EntityTable, key: string): Cell[] {
  const parts = partsOf(key).slice(-primaryKey.length);
  return primaryKey.map(({ type }, i) => (type === 'bigint' ? Number(parts[i]) : (parts[i] ?? '')));
}
