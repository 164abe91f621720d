import { expect } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import type { StoreConfig } from '../../src/config.ts';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import type { EntityStore } from '../../src/domain/entity-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import type { Json } from '../../src/domain/ports.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { Tx } from '../../src/domain/transaction.ts';
import type { Store } from '../../src/open-store.ts';

/** A row as it lies in the table: its text, and the transaction that wrote it. */
export interface StoredRow {
  key: string;
  value: string;
  xmin: string;
}

export interface OpenedStore extends Store {
  /** Every row, past all adapters: equal before and after means that nothing was written, the same value included. */
  rows(): Promise<StoredRow[]>;
  /** Away with everything. */
  empty(): Promise<void>;
}

const nothing = 'delete from kv_store_dbd6b95a';
const everything = `select key, value::text as value, xmin::text as xmin from kv_store_dbd6b95a order by key collate "C"`;

/** The store of this configuration, as the app opens it, with a way to look at its rows. */
export async function openStoreWithRows(config: StoreConfig): Promise<OpenedStore> {
  if (config.kind === 'postgres') {
    const { kv, lease, client, pool, close } = await openPostgres(config.url);
    const rows = async () => (await pool.query<StoredRow>(everything)).rows;
    const empty = async () => void (await pool.query(nothing));
    return { kv, lease, search: createSqlSearch(client), queue: { databaseUrl: config.url }, close, rows, empty };
  }
  if (config.kind === 'supabase') throw new Error('supabase-js shows no rows');
  const { kv, lease, client, db, close } = await openPglite({ dataDir: config.dataDir });
  const rows = async () => (await db.query<StoredRow>(everything)).rows;
  const empty = async () => void (await db.exec(nothing));
  return { kv, lease, search: createSqlSearch(client), queue: { pglite: db }, close, rows, empty };
}

const verified = [
  'property:',
  'application:',
  'contract:',
  'invoice:',
  'payment:',
  'agenda:',
  'room:',
  'profile:user_',
  'telegram:',
  'phone:',
];

/**
 * Every record has all the indexes, agenda rows and guards that follow from it, and there is no such row that follows
 * from no record: no orphan, no second guard, no room let without a contract.
 */
export function expectRowsToAgree(rows: readonly StoredRow[]): void {
  const actual = new Map<string, Json>();
  for (const { key, value } of rows) {
    if (verified.some((prefix) => key.startsWith(prefix))) actual.set(key, JSON.parse(value));
  }
  const tx = new Tx(createMemoryKv());
  const derive = <T extends Record<string, unknown>>(store: EntityStore<T>, prefix: string): T[] => {
    const records = [...actual].filter(([key]) => key.startsWith(prefix)).map(([, value]) => store.parse(value));
    for (const record of records) store.create(tx, record);
    return records;
  };
  derive(profileStore, 'profile:user_');
  derive(propertyStore, 'property:prop_');
  const refer = (guard: string, record: string): void => tx.create(guard, { $ref: record });
  for (const { id, tenantId, propertyId, status } of derive(applicationStore, 'application:app_')) {
    if (status === 'pending') refer(keys.application.open(tenantId, propertyId), keys.application.record(id));
  }
  for (const { id, propertyId, roomNumber, status } of derive(contractStore, 'contract:contract_')) {
    if (status === 'active') refer(keys.contract.room(propertyId, roomNumber), keys.contract.record(id));
  }
  for (const { id, contractId, period } of derive(invoiceStore, 'invoice:INV-')) {
    refer(keys.invoice.once(contractId, period), keys.invoice.record(id));
  }
  for (const { id, invoiceId, status } of derive(paymentStore, 'payment:payment_')) {
    if (status === 'pending') refer(keys.payment.open(invoiceId), keys.payment.record(id));
  }
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(tx.written('')));
}

/** The numbers of the invoices, ascending, and what each month's counter says. */
export function invoiceNumbers(rows: readonly StoredRow[]): { ids: string[]; counters: Record<string, Json> } {
  const counters = rows.filter(({ key }) => key.startsWith('counter:invoice:'));
  return {
    ids: rows.filter(({ key }) => key.startsWith('invoice:INV-')).map(({ key }) => key.slice('invoice:'.length)),
    counters: Object.fromEntries(counters.map(({ key, value }) => [key, JSON.parse(value)])),
  };
}
