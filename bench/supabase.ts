import { createSqlKv } from '../src/adapters/kv/sql-kv.ts';
import { createSupabaseSqlClient } from '../src/adapters/kv/supabase.ts';
import { createSupabaseClient } from '../src/adapters/supabase/client.ts';
import { compare, type Pair } from './compare.ts';
import { record } from './kv.ts';
import type { Measured } from './measured.ts';

const ROUNDS = { warmUp: 60, counted: 300 };
const bar = 1.3;

/** The adapter against `client.rpc` of the same client with the same request, on Supabase Lite over HTTP. */
async function benchOn(on: 'pglite' | 'postgres'): Promise<Measured[]> {
  const { openLite } = await import('../tests/support/supabase-lite.ts');
  const lite = await openLite({ on });
  const client = createSupabaseClient(lite, 15_000);
  const kv = createSqlKv(createSupabaseSqlClient(client), async () => undefined);
  const rpc = async (name: string, request: object): Promise<unknown> => {
    const { data, error } = await client.rpc(name, { request });
    if (error) throw new Error(error.message);
    return data;
  };
  const numbers = Array.from({ length: 200 }, (_, i) => i);
  await kv.mset(numbers.map((i) => `bench:record:${i}`), numbers.map(record)); // biome-ignore format: short
  await kv.mset(numbers.map((i) => `bench:index:${i}`), numbers.map((i) => ({ $ref: `bench:record:${i}` }))); // biome-ignore format: short
  const page = { from: 'bench:index:', to: 'bench:index;', reverse: false, recordsOnly: false, limit: 20 };
  const rows = (who: string, i: number) => Array.from({ length: 8 }, (_, n) => `bench:${who}:${i}:${n}`);
  const pairs: Pair[] = [
    { name: 'read of 1 key', bar, ours: (i) => kv.entry(`bench:record:${i % 200}`), bare: (i) => rpc('kv_read', { keys: [`bench:record:${i % 200}`] }) },
    { name: 'list of 20 references', bar, ours: () => kv.list('bench:index:', { limit: 20 }), bare: () => rpc('kv_read', { pages: [page] }) },
    {
      name: 'commit of 8 new rows',
      bar,
      ours: (i) => rows('ours', i).reduce((atomic, key, n) => atomic.set(key, record(n)), kv.atomic()).commit(),
      bare: (i) => rpc('kv_commit', { keys: rows('bare', i), sets: Object.fromEntries(rows('bare', i).map((key, n) => [key, record(n)])) }),
    },
  ]; // biome-ignore format: one look
  try {
    const results: Measured[] = [];
    for (const pair of pairs) results.push(await compare(`supabase-js, Lite on ${on}, against rpc`, pair, ROUNDS));
    return results;
  } finally {
    await lite.close();
  }
}

/** On PGlite, and on PostgreSQL when DATABASE_URL names a server on which a database may be made. */
export async function benchSupabase(): Promise<Measured[]> {
  return [...(await benchOn('pglite')), ...(process.env.DATABASE_URL ? await benchOn('postgres') : [])];
}
