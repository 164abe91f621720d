import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import type { Json, Kv } from '../src/domain/ports.ts';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';
import { compare, type Pair } from './compare.ts';
import type { Measured } from './measured.ts';

/** A bare driver's query, as a program without our adapters would send it. */
type Query = (text: string, params: unknown[]) => Promise<unknown>;

const ROUNDS = { warmUp: 150, counted: 700 };
const CALL_BAR = 1.15;
const COMMIT_BAR = 2.2;

export const record = (i: number): Json => ({
  id: `INV-2024-11-${i}`, contractId: 'contract_01', tenantName: 'Ahmad Fauzi', amount: 1_200_000, status: 'pending',
  propertyName: 'Kos Melati Residence', dueDate: '2024-11-05', description: 'Sewa bulan November 2024 '.repeat(8),
}); // biome-ignore format: one look

/** The same requests through the adapter and through the bare driver; both end with values, not with text. */
function pairs(kv: Kv, query: Query): Pair[] {
  const call = (name: string, request: object) =>
    query(`select public.${name}($1::jsonb) as answer`, [JSON.stringify(request)]);
  const read = (keys: string[]) => call('kv_read', { keys });
  const page = (prefix: string, limit: number) => {
    const to = `${prefix.slice(0, -1)};`;
    return call('kv_read', { pages: [{ from: prefix, to, reverse: false, recordsOnly: false, limit }] });
  };
  const write = (keys: string[], values: Json[]) =>
    call('kv_commit', { keys, sets: Object.fromEntries(keys.map((key, i) => [key, values[i]])) });
  const some = (i: number): string => `bench:record:${i % 200}`;
  const five = (i: number): string[] => [0, 1, 2, 3, 4].map((n) => some(i * 5 + n));
  const rows = (who: string, i: number): [string[], Json[]] => {
    const keys = Array.from({ length: 8 }, (_, n) => `bench:${who}:${i}:${n}`);
    return [keys, keys.map((_, n) => record(n))];
  };
  const upsert = ([keys, values]: [string[], Json[]]) =>
    query(
      `insert into public.kv_store_dbd6b95a (key, value) values ${keys.map((_, n) => `($${n * 2 + 1}, $${n * 2 + 2})`).join(', ')}
       on conflict (key) do update set value = excluded.value`,
      keys.flatMap((key, n) => [key, JSON.stringify(values[n])]),
    );
  return [
    { name: 'get', bar: CALL_BAR, ours: (i) => kv.get(some(i)), bare: (i) => read([some(i)]) },
    { name: 'get of a reference', bar: CALL_BAR, ours: (i) => kv.get(`bench:index:${i % 200}`), bare: (i) => read([`bench:index:${i % 200}`]) },
    { name: 'mget of 5', bar: CALL_BAR, ours: (i) => kv.mget(five(i)), bare: (i) => read(five(i)) },
    { name: 'list of 20 references', bar: CALL_BAR, ours: () => kv.list('bench:index:', { limit: 20 }), bare: () => page('bench:index:', 20) },
    { name: 'getByPrefix of 200', bar: CALL_BAR, ours: () => kv.getByPrefix('bench:record:'), bare: () => page('bench:record:', 1_000) },
    { name: 'set', bar: CALL_BAR, ours: (i) => kv.set('bench:set:a', i), bare: (i) => write(['bench:set:b'], [i]) },
    { name: 'mset of 8', bar: CALL_BAR, ours: (i) => kv.mset(...rows('mset', i)), bare: (i) => write(...rows('bare-mset', i)) },
    { name: 'del', bar: CALL_BAR, ours: () => kv.del('bench:none:a'), bare: () => call('kv_commit', { keys: ['bench:none:b'], deletes: ['bench:none:b'] }) },
    {
      name: 'commit of 8 new rows, one that must not exist, against a bare upsert of 8',
      bar: COMMIT_BAR,
      ours(i) {
        const [keys, values] = rows('commit', i);
        const atomic = kv.atomic().check(keys[0] as string, null);
        keys.forEach((key, n) => {
          atomic.set(key, values[n] as Json);
        });
        return atomic.commit();
      },
      bare: (i) => upsert(rows('upsert', i)),
    },
  ]; // biome-ignore format: one look
}

async function benchStore(store: string, kv: Kv, query: Query): Promise<Measured[]> {
  const numbers = Array.from({ length: 200 }, (_, i) => i);
  await kv.mset(numbers.map((i) => `bench:record:${i}`), numbers.map(record)); // biome-ignore format: short
  await kv.mset(numbers.map((i) => `bench:index:${i}`), numbers.map((i) => ({ $ref: `bench:record:${i}` }))); // biome-ignore format: short
  await query('analyze public.kv_store_dbd6b95a', []);
  const results: Measured[] = [];
  for (const pair of pairs(kv, query)) results.push(await compare(store, pair, ROUNDS));
  return results;
}

/**
 * Each operation of the adapters against the bare driver calling the same function (bar 1.15), and an 8-row commit
 * against a bare upsert of the same rows (bar 2.2); on PGlite, and on PostgreSQL when `databaseUrl` names a server on
 * which a database may be made.
 */
export async function benchKv(databaseUrl = process.env.DATABASE_URL): Promise<Measured[]> {
  const embedded = await openPglite();
  const results = await benchStore('PGlite', embedded.kv, (text, params) => embedded.db.query(text, params));
  await embedded.close();
  if (!databaseUrl) return results;

  const database = await createTestDatabase(databaseUrl);
  try {
    const { kv, pool, close } = await openPostgres(database.url);
    // Named, as ours are: the driver would otherwise parse and plan each call anew.
    const query: Query = (text, values) => pool.query({ name: text.length < 60 ? text : 'upsert', text, values });
    results.push(...(await benchStore('PostgreSQL', kv, query).finally(close)));
  } finally {
    await database.drop();
  }
  return results;
}
