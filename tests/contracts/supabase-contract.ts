import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { openSupabase, type SupabaseStore } from '../../src/adapters/kv/supabase.ts';
import { type LiteProject, openLite, publishableKey, tokenOf } from '../support/supabase-lite.ts';
import { kvContract } from './kv-contract.ts';
import { searchContract } from './kv-search-contract.ts';

/** A call takes Lite about ten times as long as its database alone. */
const LITE_PACE = 6;

/** Every suite of the store through supabase-js, and what its public roles may do: nothing. */
export function liteContract(on: 'pglite' | 'postgres'): void {
  vi.setConfig({ testTimeout: 180_000 });
  const name = `supabase-js and Supabase Lite on ${on}`;
  const lite = openLite({ on });
  afterAll(async () => (await lite).close());

  // First, while the store is empty; it leaves it so.
  searchContract(
    name,
    async () => {
      const { kv, client, close } = await openSupabase(await lite);
      return { kv, search: createSqlSearch(client), run: (await lite).sql, isOneSession: false, close };
    },
    10,
  );
  kvContract(name, async (onDangling) => (await openSupabase(await lite, { onDangling })).kv, LITE_PACE);
  leases(name, lite);
  strangers(name, lite);
}

function leases(name: string, lite: Promise<LiteProject>): void {
  describe(`the lease on ${name}`, () => {
    let store: SupabaseStore;
    beforeAll(async () => {
      store = await openSupabase(await lite);
    });

    it('gives one lease to one holder', async () => {
      const { lease } = store;
      const holders = await Promise.all(Array.from({ length: 10 }, (_, i) => lease.acquire('bot', `p${i}`, 60_000)));
      expect(holders.filter(Boolean)).toHaveLength(1);
      const mine = `p${holders.indexOf(true)}`;
      expect(await lease.acquire('bot', mine, 60_000)).toBe(true);
      expect(await lease.acquire('bot', 'other', 60_000)).toBe(false);
      await lease.release('bot', 'other');
      expect(await lease.acquire('bot', 'other', 60_000)).toBe(false);
      await lease.release('bot', mine);
      expect(await lease.acquire('bot', 'other', 60_000)).toBe(true);
    });
  });
}

/** Hosted Supabase hands the publishable key to everybody; Lite grants its roles every table, as hosted does. */
function strangers(name: string, lite: Promise<LiteProject>): void {
  describe(`anon and authenticated on ${name}`, () => {
    const clientOf = async (role: 'anon' | 'authenticated') =>
      createClient((await lite).url, publishableKey, {
        auth: { persistSession: false, autoRefreshToken: false },
        ...(role === 'authenticated'
          ? { global: { headers: { Authorization: `Bearer ${await tokenOf(await lite)}` } } }
          : {}),
      });
    const named = async (what: string): Promise<string[]> => {
      const rows = await (await lite).sql(what);
      return rows.map(({ name: one }) => String(one));
    };
    const functions = () =>
      named(`select proname as name from pg_proc where pronamespace = 'public'::regnamespace
        and proname ~ '^(kv|lease|property_search|kostin)_' and prorettype <> 'trigger'::regtype`);
    const tables = () =>
      named(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`);

    it.each(['anon', 'authenticated'] as const)('%s calls no function of ours', async (role) => {
      const stranger = await clientOf(role);
      expect((await functions()).length).toBeGreaterThan(10);
      for (const one of await functions()) {
        const { data, error } = await stranger.rpc(one, { request: {} });
        // What takes other arguments is not even found.
        expect([one, data, ['42501', 'PGRST202'].includes(error?.code ?? '')]).toEqual([one, null, true]);
      }
      const { error } = await stranger.rpc('kv_read', { request: { keys: ['profile:user_1'] } });
      expect(error?.code).toBe('42501');
    });

    const rowsOf = async (all: string[]) =>
      (await lite).sql(
        all.map((one) => `select '${one}' as name, count(*)::int as n from public.${one}`).join(' union '),
      );

    it.each(['anon', 'authenticated'] as const)('%s reads and writes no row of ours', async (role) => {
      const { kv } = await openSupabase(await lite);
      await kv.set('profile:user_1', { phone: 'secret' });
      const stranger = await clientOf(role);
      const all = await tables();
      expect(all).toEqual(expect.arrayContaining(['kv_store_dbd6b95a', 'kostin_lease', 'kostin_listing']));
      for (const table of all) {
        const { data } = await stranger.from(table).select();
        expect([table, data ?? []]).toEqual([table, []]);
      }
      const before = await rowsOf(all);
      for (const table of all) {
        const [column] = await named(`select attname as name from pg_attribute
          where attrelid = 'public.${table}'::regclass and attnum = 1`);
        expect((await stranger.from(table).insert({ [column ?? '']: 'x' } as never)).error).not.toBeNull();
        await stranger
          .from(table)
          .delete()
          .neq(column ?? '', 'x');
      }
      const row = { key: 'profile:user_1', value: { phone: 'taken' } };
      const kept = stranger.from('kv_store_dbd6b95a');
      expect((await kept.insert({ ...row, key: 'x' })).error?.code).toBe('42501');
      await kept.update({ value: row.value }).eq('key', row.key);
      await kept.upsert(row);
      expect(await rowsOf(all)).toEqual(before);
      expect(await kv.get('profile:user_1')).toEqual({ phone: 'secret' });
      expect(await kv.get('x')).toBeNull();
    });
  });
}
