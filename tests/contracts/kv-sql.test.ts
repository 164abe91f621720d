import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresClient, openPostgres } from '../../src/adapters/kv/postgres.ts';
import type { SqlClient } from '../../src/adapters/kv/sql-client.ts';
import { createSqlKv } from '../../src/adapters/kv/sql-kv.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { searchQuerySchema } from '../../src/domain/search/search.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';

interface SqlStore {
  kv: Kv;
  client: SqlClient;
  /** Runs SQL as the store's own role. */
  run(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const functions = ['kv_migrations', 'kv_read', 'kv_commit', 'lease_acquire', 'lease_release', 'property_search_page', 'property_search_counts', 'property_search_facets', 'property_search_places',
  'kv_change_log', 'kv_snapshot', 'kv_keep_cursor', 'kv_changed', 'kv_missing', 'kv_count'] as const; // biome-ignore format: one look
const tables = [
  'kv_store_dbd6b95a',
  'kostin_listing',
  'kostin_search_word',
  'kostin_lease',
  'kostin_migration',
  'kostin_change',
  'kostin_export',
];

const seedListing = {
  id: 'prop_001', ownerId: 'user_owner_123', ownerName: 'Ibu Susi', name: 'Kos Melati Residence', city: 'Bogor', district: 'Dramaga',
  description: 'Kos nyaman dan strategis', address: 'Jl. Raya Dramaga No. 45', type: 'putra', pricePerMonth: 1_200_000,
  availableRooms: 5, totalRooms: 12, facilities: ['AC', 'Wi-Fi'], images: [], status: 'active', rating: 4.5, reviewCount: 24,
  createdAt: '2024-10-01T10:00:00Z', updatedAt: '2024-11-04T10:00:00Z',
}; // biome-ignore format: one look

/** What only a SQL store has: roles, plans, the session it shares. */
function sqlContract(name: string, open: (prepare: string[]) => Promise<SqlStore>) {
  describe(`SQL on ${name}`, () => {
    let store: SqlStore;
    beforeAll(async () => {
      // As on hosted Supabase: the public roles are there first, and are granted everything by default.
      store = await open([
        ...['anon', 'authenticated', 'service_role'].map(
          (role) => `do $$ begin create role ${role}; exception when duplicate_object then null; end $$`,
        ),
        'alter default privileges in schema public grant all on tables to anon, authenticated',
        'alter default privileges in schema public grant all on functions to anon, authenticated',
        'grant usage on schema public to anon, authenticated',
        // As the seed left it, with a listing of the seed's shape.
        'create table kv_store_dbd6b95a (key text not null primary key, value jsonb not null)',
        'create index idx_kv_key_prefix on kv_store_dbd6b95a using btree (key text_pattern_ops)',
        `insert into kv_store_dbd6b95a values ('property:prop_001', '${JSON.stringify(seedListing)}')`,
      ]);
    });
    afterAll(() => store?.close());

    it("takes the seed's table as it stands, and finds its listings", async () => {
      expect(await store.kv.get('property:prop_001')).toEqual(seedListing);
      const asked = searchQuerySchema.parse({ city: 'Bogor', maxPrice: 1_200_000, words: ['melatti'] });
      expect(await createSqlSearch(store.client).search(asked, { limit: 5 })).toEqual({
        ids: ['prop_001'],
        distances: [null],
        total: 1,
      });
    });

    it.each(['anon', 'authenticated'])('%s reads and writes nothing', async (role) => {
      await store.kv.set('profile:user_1', { phone: 'secret' });
      const attempt = async (sql: string): Promise<string> => {
        try {
          const rows = await store.run(`begin; set local role ${role}; ${sql}`);
          return JSON.stringify(rows);
        } catch (error) {
          return error instanceof Error ? error.message : '';
        } finally {
          await store.run('rollback');
        }
      };
      for (const table of tables) {
        expect(await attempt(`select * from public.${table}`)).toMatch(/permission denied/);
        expect(await attempt(`delete from public.${table}`)).toMatch(/permission denied/);
      }
      expect(await attempt(`insert into public.kv_store_dbd6b95a values ('x', '1')`)).toMatch(/permission denied/);
      for (const one of functions) expect(await attempt(`select public.${one}('{}')`)).toMatch(/permission denied/);
      expect(await attempt('select public.kostin_close_to_strangers()')).toMatch(/permission denied/);

      // Were the table granted by mistake, row level security would still show and take nothing.
      await store.run(`grant all on public.kv_store_dbd6b95a to ${role}`);
      expect(await attempt('select count(*)::int as n from public.kv_store_dbd6b95a')).toBe('[{"n":0}]');
      expect(await attempt(`insert into public.kv_store_dbd6b95a values ('x', '1')`)).toMatch(/row-level security/);
      await store.run(`revoke all on public.kv_store_dbd6b95a from ${role}`);
      expect(await store.kv.get('profile:user_1')).toEqual({ phone: 'secret' });
    });

    it('has no function and no table open to everybody', async () => {
      const open = await store.run(`
        select proname as name from pg_proc where pronamespace = 'public'::regnamespace
          and proname ~ '^(kv|lease|property_search|kostin)' and has_function_privilege('anon', oid, 'execute')
        union all
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity`);
      expect(open).toEqual([]);
    });

    it('lets service_role do what the adapters do', async () => {
      const granted = await store.run(
        `select ${functions
          .map((one) => `has_function_privilege('service_role', 'public.${one}(jsonb)', 'execute')`)
          .join(
            ' and ',
          )} as functions, has_table_privilege('service_role', 'public.kv_store_dbd6b95a', 'insert') as tables`,
      );
      expect(granted).toEqual([{ functions: true, tables: true }]);

      // The projection's trigger writes as whoever commits.
      const listed = JSON.stringify({ ...seedListing, description: 'kata barusekali' });
      await store.run('grant usage on schema public to service_role');
      await store.run(`do $$ begin
        if exists (select from pg_roles where rolname = 'service_role' and not rolbypassrls) then
          alter role service_role bypassrls; -- as on Supabase
        end if; end $$`);
      const attempt = async (sql: string) =>
        store.run(`begin; set local role service_role; ${sql}; commit`).catch(async (error) => {
          await store.run('rollback');
          throw error;
        });
      await attempt(`insert into public.kv_store_dbd6b95a values ('property:prop_service', '${listed}')`);
      const asked = searchQuerySchema.parse({ words: ['barusekalli'] });
      expect(await createSqlSearch(store.client).counts([asked])).toEqual([1]);
      await attempt(`delete from public.kv_store_dbd6b95a where key = 'property:prop_service'`);
      expect(await createSqlSearch(store.client).counts([asked])).toEqual([0]);
    });

    it('scans prefixes by the index, whatever the plan cache and the search path', async () => {
      const keys = Array.from({ length: 3_000 }, (_, i) => `plan:${String(i).padStart(5, '0')}`);
      await store.kv.mset(keys, keys);
      for (let i = 0; i < 12; i++) await store.kv.list(`plan:000${String(i).padStart(2, '0')}`);
      await store.run('analyze public.kv_store_dbd6b95a');
      const scans = async (): Promise<number> => {
        await store.run('select pg_stat_force_next_flush()');
        await store.run('select pg_stat_clear_snapshot()');
        const [row] = await store.run(
          `select seq_scan::int as n from pg_stat_user_tables where relname = 'kv_store_dbd6b95a'`,
        );
        return Number(row?.n);
      };
      await store.run('set search_path = pg_catalog');
      const before = await scans();
      for (let i = 0; i < 30; i++) {
        const found = await store.kv.read({
          keys: [keys[i] as string, 'plan:none'],
          lists: [
            { prefix: 'plan:01', limit: 5 },
            { prefix: 'plan:02', limit: 5, reverse: true },
          ],
        });
        expect(found.lists.map((list) => list.length)).toEqual([5, 5]);
      }
      expect(await scans()).toBe(before);
      await store.run('select count(*) from public.kv_store_dbd6b95a where value is not null');
      expect(await scans()).toBe(before + 1);
      await store.run('set search_path = public');
    });

    it('keeps versions through vacuum', async () => {
      await store.kv.set('vacuum:a', 1);
      const before = await store.kv.entry('vacuum:a');
      await store.run('vacuum freeze public.kv_store_dbd6b95a');
      await store.run('vacuum full public.kv_store_dbd6b95a');
      expect(await store.kv.entry('vacuum:a')).toEqual(before);
    });

    it('says KvUnavailable when it cannot be reached, after trying reads again', async () => {
      let calls = 0;
      const broken = createSqlKv(
        {
          async call(fn, request) {
            calls++;
            if (calls <= 2)
              throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
            return store.client.call(fn, request);
          },
        },
        async () => undefined,
      );
      await expect(broken.atomic().set('fault:a', 1).commit()).rejects.toThrow(KvUnavailable);
      expect(calls).toBe(1);
      expect(await broken.get('vacuum:a')).toBe(1);
      expect(calls).toBe(3);
    });

    it('gives one lease to one holder, by database time', async () => {
      const lease = await import('../../src/adapters/kv/sql-lease.ts').then((module) =>
        module.createSqlLease(store.client),
      );
      const holders = await Promise.all(Array.from({ length: 10 }, (_, i) => lease.acquire('bot', `p${i}`, 400)));
      expect(holders.filter(Boolean)).toHaveLength(1);
      const mine = `p${holders.indexOf(true)}`;
      expect(await lease.acquire('bot', mine, 400)).toBe(true);
      expect(await lease.acquire('bot', 'other', 400)).toBe(false);
      await lease.release('bot', 'other');
      expect(await lease.acquire('bot', 'other', 400)).toBe(false);
      await lease.release('bot', mine);
      expect(await lease.acquire('bot', 'other', 30)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(await lease.acquire('bot', mine, 400)).toBe(true);
      expect(await lease.acquire('jobs', 'other', 400)).toBe(true);
    });
  });
}

sqlContract('PGlite', async (prepare) => {
  const { PGlite } = await import('@electric-sql/pglite');
  const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
  const { migrate } = await import('../../src/adapters/kv/migrations.ts');
  const { createPgliteClient } = await import('../../src/adapters/kv/pglite-client.ts');
  const db = await PGlite.create({ extensions: { pg_trgm } });
  const run = async (sql: string) => (await db.exec(sql)).at(-1)?.rows as Record<string, unknown>[];
  for (const sql of prepare) await run(sql);
  await migrate({ run, rows: run });
  const client = createPgliteClient(db, () => undefined);
  const close = () => db.close();
  return { kv: createSqlKv(client, close), client, run, close };
});

if (databaseUrl) {
  sqlContract('PostgreSQL', async (prepare) => {
    const database = await createTestDatabase(databaseUrl as string);
    const { default: pg } = await import('pg');
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    for (const sql of prepare) await admin.query(sql);
    const { pool, close } = await openPostgres(database.url);
    await pool.end();
    // One connection for all, so that `run` and the store share a session as on PGlite.
    const one = new pg.Pool({ connectionString: database.url, max: 1 });
    const run = async (sql: string) => {
      const result: unknown = await one.query(sql);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return (last as { rows: Record<string, unknown>[] }).rows;
    };
    const client = createPostgresClient(one);
    return {
      kv: createSqlKv(client, close),
      client,
      run,
      async close() {
        await admin.end();
        await one.end();
        await database.drop();
      },
    };
  });

  describe('PostgreSQL', () => {
    it('is migrated once by many processes that start together', async () => {
      const database = await createTestDatabase(databaseUrl as string);
      const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgres(database.url, { connections: 2 })));
      expect(await stores[0]?.kv.get('a')).toBeNull();
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    });

    it('survives a server that closes its connections: reads go on, a commit says KvUnavailable', async () => {
      const database = await createTestDatabase(databaseUrl as string);
      const { kv, close } = await openPostgres(database.url, { connections: 3 });
      await kv.set('a', 1);
      const { default: pg } = await import('pg');
      const admin = new pg.Client({ connectionString: database.url });
      await admin.connect();
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      expect(await kv.get('a')).toBe(1);
      await admin.end();
      await close();
      await expect(kv.get('a')).rejects.toThrow(KvUnavailable);
      await expect(kv.set('a', 2)).rejects.toThrow(KvUnavailable);
      await database.drop();
    });

    it('says KvUnavailable when there is no server', async () => {
      await expect(openPostgres('postgres://postgres@127.0.0.1:1/none')).rejects.toThrow(KvUnavailable);
    });
  });
} else {
  describe.skip(skipReason, () => it('SQL on PostgreSQL', () => undefined));
}
