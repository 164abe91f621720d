import { readFile } from 'node:fs/promises';
import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import type { Json, Kv } from '../src/domain/ports.ts';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';
import { median } from './compare.ts';
import type { Measured } from './measured.ts';

type Run = (sql: string) => Promise<unknown>;
type State = 'none' | 'asleep' | 'awake';

const BLOCKS = 12;
const WARM_UP = 20;
const COMMITS = 80;
/** Asleep, the log must be as good as not there; the rest is noise. */
const BAR = 1.15;

const migration = new URL('../supabase/migrations/20261122000700_change_log.sql', import.meta.url);
const names = ['kostin_record_written', 'kostin_record_deleted'];
const table = 'public.kv_store_dbd6b95a';

const value = (n: number): Json => ({
  id: 'INV-2024-11-1', contractId: 'contract_01', tenantName: 'Ahmad Fauzi', amount: n, status: 'pending',
  propertyName: 'Kos Melati Residence', dueDate: '2024-11-05', description: 'Sewa bulan November 2024 '.repeat(8),
}); // biome-ignore format: one look

let made = 0;
const commits: Record<string, (kv: Kv) => Promise<unknown>> = {
  '8 rows that are no records': (kv) => {
    const keys = Array.from({ length: 8 }, (_, n) => `outbox:${n}:${++made}`);
    return kv.mset(keys, keys.map((_, n) => value(n))); // biome-ignore format: short
  },
  'a new invoice and 7 index rows': (kv) => {
    const key = `invoice:INV-${++made}`;
    const atomic = kv.atomic().check(key, null).set(key, value(made));
    for (let n = 0; n < 7; n++) atomic.set(`invoice:index-${n}:${made}`, { $ref: key });
    return atomic.commit();
  },
  'one invoice': (kv) => kv.set('invoice:INV-1', value(++made)),
};

async function benchStore(store: string, kv: Kv, run: Run): Promise<Measured[]> {
  const sql = await readFile(migration, 'utf8');
  const triggers = sql.slice(
    sql.indexOf(`drop trigger if exists ${names[0]}`),
    sql.indexOf(`alter table ${table} dis`),
  );
  const every = (verb: string): string =>
    `alter table ${table} ${names.map((one) => `${verb} trigger ${one}`).join(', ')}`;
  const states: Record<State, string> = {
    none: names.map((one) => `drop trigger if exists ${one} on ${table};`).join(' '),
    asleep: `${triggers} ${every('disable')}`,
    awake: every('enable'),
  };
  const times = new Map<string, number[]>();
  for (let block = 0; block < BLOCKS; block++) {
    for (const [state, change] of Object.entries(states)) {
      await run(change);
      for (const [name, commit] of Object.entries(commits)) {
        const found = times.get(`${state} ${name}`) ?? [];
        times.set(`${state} ${name}`, found);
        for (let i = 0; i < WARM_UP + COMMITS; i++) {
          const started = performance.now();
          await commit(kv);
          if (i >= WARM_UP) found.push(performance.now() - started);
        }
      }
    }
  }
  return Object.keys(commits).map((name) => {
    const of = (state: State) => median(times.get(`${state} ${name}`) ?? []);
    const ms = (['none', 'asleep', 'awake'] as const).map((state) => of(state).toFixed(3));
    const detail = `${ms[0]} ms without, ${ms[1]} asleep, ${ms[2]} awake (${(of('awake') / of('none')).toFixed(2)}×)`;
    return {
      name: `${store}: change log asleep, commit of ${name}`,
      ratio: of('asleep') / of('none'),
      bar: BAR,
      detail,
    };
  });
}

/** What the triggers of the change log cost a commit, in blocks by turns; PostgreSQL where `databaseUrl` names one. */
export async function benchChangeLog(databaseUrl = process.env.DATABASE_URL): Promise<Measured[]> {
  const embedded = await openPglite();
  const results = await benchStore('PGlite', embedded.kv, (sql) => embedded.db.exec(sql));
  await embedded.close();
  if (!databaseUrl) return results;
  const database = await createTestDatabase(databaseUrl);
  try {
    const { kv, pool, close } = await openPostgres(database.url, { connections: 1 });
    // What others do to the disk would drown it.
    await pool.query('set synchronous_commit = off');
    results.push(...(await benchStore('PostgreSQL', kv, (sql) => pool.query(sql)).finally(close)));
  } finally {
    await database.drop();
  }
  return results;
}
