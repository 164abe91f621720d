import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { createSqlChangeLog } from '../../src/adapters/kv/sql-change-log.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { searchQuerySchema } from '../../src/domain/search/search.ts';
import { transact } from '../../src/domain/transaction.ts';
import { samples } from '../support/samples.ts';
import { kvContract } from './kv-contract.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

/** The SQL that the document gives operators, as it stands there. */
function documented(name: string): string {
  const sql = new RegExp(`\`\`\`sql ${name}\n([^]*?)\`\`\``).exec(operations)?.[1];
  if (sql === undefined) throw new Error(`docs/operations.md has no SQL called ${name}`);
  return sql;
}

const planOf = async (pool: Pool, sql: string): Promise<string> => {
  const { rows } = await pool.query(`explain (costs off) ${sql}`);
  return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
};

if (databaseUrl) {
  describe('the scaling options of docs/operations.md on PostgreSQL', () => {
    const database = createTestDatabase(databaseUrl as string);
    let store: Awaited<ReturnType<typeof openPostgres>>;
    const [byStatus, byOwner] = [`value->>'status' = 'overdue'`, `value->>'ownerId' = 'user_7'`];
    const find = () => createSqlSearch(store.client).search(searchQuerySchema.parse({ city: 'Bogor' }), { limit: 5 });

    beforeAll(async () => {
      store = await openPostgres((await database).url);
      await transact(store.kv, async (tx) => {
        propertyStore.create(tx, samples.property);
      });
      await store.pool.query(`insert into public.kv_store_dbd6b95a
        select 'invoice:INV-2020-01-' || i, jsonb_build_object('status', case when i % 100 = 0 then 'overdue' else 'paid' end, 'ownerId', 'user_' || i % 50)
        from generate_series(1, 20000) i`);
      await store.pool.query('analyze public.kv_store_dbd6b95a');
    });
    afterAll(async () => {
      await store?.close();
      await (await database).drop();
    });

    it('value indexes answer questions about status and owner, made while the store is in use', async () => {
      const ask = (where: string) => `select key from public.kv_store_dbd6b95a where ${where}`;
      for (const where of [byStatus, byOwner]) expect(await planOf(store.pool, ask(where))).toContain('Seq Scan');
      // `concurrently` takes no transaction around it, so one statement at a time.
      for (const statement of documented('value-indexes')
        .split(';')
        .filter((one) => one.trim())) {
        await Promise.all([store.pool.query(statement), store.kv.set('meanwhile', { status: 'overdue' })]);
      }
      await store.pool.query('analyze public.kv_store_dbd6b95a');
      expect(await planOf(store.pool, ask(byStatus))).toContain('idx_kv_value_status');
      expect(await planOf(store.pool, ask(byOwner))).toContain('idx_kv_value_owner');
      const { rowCount } = await store.pool.query(ask(byStatus));
      expect(rowCount).toBe(201);
    });

    it('partitions keep every row, the triggers and who may read, and a prefix touches one of them', async () => {
      const before = await store.pool.query('select key, value from public.kv_store_dbd6b95a order by key');
      await store.pool.query(documented('partition'));
      const after = await store.pool.query('select key, value from public.kv_store_dbd6b95a order by key');
      expect(after.rows).toEqual(before.rows);
      const { rows } = await store.pool.query('select count(*)::int as many from only public.kostin_kv_invoice');
      expect(rows).toEqual([{ many: 20_000 }]);

      const range = `select key from public.kv_store_dbd6b95a where key ~>=~ 'invoice:INV-' and key ~<~ 'invoice:INV.'`;
      const plan = await planOf(store.pool, `${range} order by key using ~<~ limit 20`);
      expect(plan).toContain('kostin_kv_invoice');
      expect(plan).not.toMatch(/kostin_kv_(rest|chat|payment|property)|Seq Scan/);

      expect(await find()).toMatchObject({ ids: ['prop_001'], total: 1 });
      await transact(store.kv, async (tx) => {
        const property = await propertyStore.get(tx, 'prop_001');
        propertyStore.update(tx, property, { ...property, city: 'Depok' });
      });
      expect(await find()).toMatchObject({ ids: [], total: 0 });

      const log = createSqlChangeLog(store.client);
      const isOn = async () => (await store.pool.query('select public.kostin_change_log_is_on() as it')).rows[0]?.it;
      expect(await isOn()).toBe(false);
      const cursor = await log.switchOn();
      await log.keep(cursor, (await log.look()).since);
      await transact(store.kv, async (tx) => {
        const property = await propertyStore.get(tx, 'prop_001');
        propertyStore.update(tx, property, { ...property, city: 'Bogor' });
      });
      expect(await log.changed(cursor, 'property:prop_', { limit: 5 })).toEqual(['property:prop_001']);

      await store.pool.query(`do $$ begin create role anon; exception when duplicate_object then null; end $$`);
      await store.pool.query('select public.kostin_close_to_strangers()');
      const parts = await store.pool.query(
        `select c.oid::regclass::text as name, relrowsecurity as closed, has_table_privilege('anon', c.oid, 'select') as open
         from pg_class c where relnamespace = 'public'::regnamespace and (relname like 'kostin_kv_%' or relname = 'kv_store_dbd6b95a') and relkind in ('r', 'p')`,
      );
      expect(parts.rows).toHaveLength(6);
      for (const part of parts.rows) expect(part).toMatchObject({ closed: true, open: false });
    });

    it('a process that starts afterwards finds nothing to migrate', async () => {
      const again = await openPostgres((await database).url);
      expect(await again.kv.get('meanwhile')).toEqual({ status: 'overdue' });
      await again.close();
    });
  });

  const partitioned = createTestDatabase(databaseUrl);
  kvContract('PostgreSQL, partitioned', async (onDangling) => {
    const { url } = await partitioned;
    const store = await openPostgres(url, { onDangling });
    await store.pool.query(documented('partition'));
    return store.kv;
  });
  afterAll(async () => (await partitioned).drop());
} else {
  describe.skip(skipReason, () => it('the scaling options of docs/operations.md', () => undefined));
}
