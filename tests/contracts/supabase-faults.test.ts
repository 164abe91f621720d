import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireMigrations } from '../../src/adapters/kv/pushed-migrations.ts';
import { createSqlKv } from '../../src/adapters/kv/sql-kv.ts';
import { createSqlSearch } from '../../src/adapters/kv/sql-search.ts';
import { createSupabaseSqlClient, openSupabase, type SupabaseStore } from '../../src/adapters/kv/supabase.ts';
import { createSupabaseClient } from '../../src/adapters/supabase/client.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { searchQuerySchema } from '../../src/domain/search/search.ts';
import { samples } from '../support/samples.ts';
import { type LiteProject, openLite, secretKey } from '../support/supabase-lite.ts';

const html = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>';
const page = (status: number) => new Response(html, { status, headers: { 'content-type': 'text/html' } });
const json = (status: number, body: object) => Response.json(body, { status });

/** Everything that an error says, its causes and stacks included. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${error.message} ${error.stack} ${JSON.stringify(error)} ${wordsOf(error.cause ?? '')}`;
}
const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('faults between supabase-js and the project', () => {
  let lite: LiteProject;
  let store: SupabaseStore;
  let asked: string[] = [];
  /** Answers the first `times` requests so. */
  const failing = (answer: () => Response | 'hang' | 'drop', times = Number.POSITIVE_INFINITY): void => {
    asked = [];
    lite.answerWith((request) => {
      asked.push(request.url ?? '');
      return asked.length <= times ? answer() : null;
    });
  };
  beforeAll(async () => {
    lite = await openLite({ on: 'pglite' });
    store = await openSupabase(lite);
    await store.kv.set('kept', 1);
  });
  afterEach(() => lite.answerWith(null));
  afterAll(async () => {
    await store.close();
    await lite.close();
  });

  const faults: [string, () => Response | 'hang' | 'drop', string][] = [
    ["the gateway's page of HTML (502)", () => page(502), 'HTTP 502'],
    ['a page of HTML with 200', () => page(200), 'HTTP 200'],
    ['the origin is down (522, no body)', () => new Response(null, { status: 522 }), 'HTTP 522'],
    ['too many requests (429)', () => json(429, { message: 'rate limit exceeded' }), 'HTTP 429: rate limit exceeded'],
    ['PostgREST has no connection (PGRST001)', () => json(503, { code: 'PGRST001', message: 'Database client error' }), 'PostgREST: Database client error'],
    ['PostgREST waited for a connection (PGRST003)', () => json(504, { code: 'PGRST003', message: 'Timed out acquiring connection from connection pool.' }), 'PostgREST: Timed out'],
    ['the database shuts down (57P01)', () => json(500, { code: '57P01', message: 'terminating connection' }), 'terminating connection'],
    ['the connection breaks', () => 'drop', 'fetch failed'],
  ]; // biome-ignore format: a table

  it.each(faults)('%s: reads go on, a commit is not repeated and says KvUnavailable', async (_, answer, words) => {
    failing(answer, 2);
    expect(await store.kv.get('kept')).toBe(1);
    expect(asked).toHaveLength(3);
    failing(answer);
    const error = await refusalOf(store.kv.atomic().set('lost', 1).commit());
    expect(error).toBeInstanceOf(KvUnavailable);
    expect(asked).toHaveLength(1);
    expect(wordsOf((error as Error).cause)).toContain(words);
    expect(wordsOf(error)).not.toMatch(/<html|cloudflare/);
    expect(wordsOf(error)).not.toContain(secretKey);
    lite.answerWith(null);
    expect(await store.kv.get('lost')).toBeNull();
  });

  it('gives up a hung request in time, without asking again', async () => {
    const hasty = createSupabaseSqlClient(createSupabaseClient(lite, 200));
    failing(() => 'hang');
    const error = await refusalOf(createSqlKv(hasty, async () => undefined).get('kept'));
    expect(error).toBeInstanceOf(KvUnavailable);
    expect(wordsOf((error as Error).cause)).toContain('did not answer in time');
    expect(asked).toHaveLength(1);
  });

  it('takes what the database says of a statement as the `pg` adapter does', async () => {
    const commit = () => store.kv.atomic().set('a', 1).commit();
    for (const code of ['23505', '40001', '40P01']) {
      failing(() => json(409, { code, message: 'conflict' }));
      expect(await commit()).toEqual({ ok: false });
    }
    failing(() => json(500, { code: '57014', message: 'canceling statement due to statement timeout' }));
    await expect(store.kv.get('a')).rejects.toThrow(KvUnavailable);
    expect(asked).toHaveLength(1); // once more would only take as long again
    failing(() => json(400, { code: '22P02', message: 'invalid input syntax' }));
    await expect(commit()).rejects.toMatchObject({ code: '22P02', message: 'invalid input syntax' });
    await expect(store.kv.get('a')).rejects.toMatchObject({ code: '22P02' });
    failing(() => json(413, { message: 'Payload Too Large' }));
    await expect(commit()).rejects.toMatchObject({ message: 'Supabase answered with HTTP 413: Payload Too Large' });
  });

  it('a commit whose answer is lost may have happened', async () => {
    let passed = 0;
    const proxy = createSqlKv(
      {
        async call(name, request) {
          await store.client.call(name, request);
          passed += 1;
          failing(() => 'drop');
          return store.client.call(name, request);
        },
      },
      async () => undefined,
    );
    await expect(proxy.atomic().check('once', null).set('once', 1).commit()).rejects.toThrow(KvUnavailable);
    lite.answerWith(null);
    expect(passed).toBe(1);
    expect(await store.kv.get('once')).toBe(1);
  });

  it('conflicts wear no SQLSTATE that PostgREST runs again for ever (40001)', async () => {
    // A conflict that has to take back a number: the function ends with an error, not with an answer.
    await store.kv.set('numbered', 1);
    const commit = store.kv.atomic().check('numbered', null).set('numbered', 2);
    commit.sequence({ placeholder: `{seq ${crypto.randomUUID()}}`, counter: 'counter:x', pad: 1 });
    expect(await commit.commit()).toEqual({ ok: false });
    expect(await store.kv.get('counter:x')).toBeNull();
    const bodies = await lite.sql(
      `select prosrc from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~ '40001'`,
    );
    expect(bodies).toEqual([]);
  });

  it('says KvUnavailable when nobody listens, and once it is closed', async () => {
    const nobody = { url: 'http://127.0.0.1:1', serviceRoleKey: secretKey };
    const error = await refusalOf(openSupabase(nobody));
    expect(error).toBeInstanceOf(KvUnavailable);
    expect(wordsOf(error)).toMatch(/fetch failed .*(ECONNREFUSED|bad port)/);
    expect(wordsOf(error)).not.toContain(secretKey);
    const other = await openSupabase(lite);
    await other.close();
    await expect(other.kv.get('kept')).rejects.toThrow(KvUnavailable);
  });
});

describe('a start with Supabase', () => {
  let lite: LiteProject;
  beforeAll(async () => {
    lite = await openLite({ on: 'pglite', migrated: false });
  });
  afterAll(() => lite.close());
  const client = () => createSupabaseSqlClient(createSupabaseClient(lite, 30_000));

  it('says how to push the migrations when there are none', async () => {
    const error = await refusalOf(requireMigrations(client(), [1, 1]));
    expect(error).toMatchObject({ name: 'MigrationsMissing' });
    expect((error as Error).message).toContain('npx supabase db push');
    expect((error as Error).message).toContain('20261122000100_kv_store.sql');
  });

  it('names those that are missing, whoever applied the others', async () => {
    const { migrate } = await import('../../src/adapters/kv/migrations.ts');
    await migrate({ run: lite.sql, rows: lite.sql });
    await lite.reloadSchema();
    const listing = JSON.stringify(propertyStore.toJson(samples.property)).replaceAll("'", "''");
    await lite.sql(`insert into public.kv_store_dbd6b95a values ('property:prop_001', '${listing}')`);
    // The CLI does not know what KostIn has applied, and applies it once more.
    await lite.sql('delete from public.kostin_migration');
    await migrate({ run: lite.sql, rows: lite.sql });
    await lite.reloadSchema();
    await requireMigrations(client());
    const asked = searchQuerySchema.parse({ city: 'Bogor', words: ['melatti'] });
    const search = createSqlSearch(client());
    expect(await search.search(asked, { limit: 5 })).toMatchObject({ ids: ['prop_001'], total: 1 });
    expect(await search.places()).toEqual([{ city: 'Bogor', district: 'Dramaga', count: 1 }]);
    const [last] = await lite.sql(`delete from public.kostin_migration
      where name = (select max(name) from public.kostin_migration) returning name`);
    const error = await refusalOf(requireMigrations(client(), []));
    expect((error as Error).message).toContain(`lacks a migration (${last?.name})`);
    // As the Supabase CLI records it.
    await lite.sql(
      `insert into supabase_migrations.schema_migrations (version) values ('${String(last?.name).slice(0, 14)}')`,
    );
    await requireMigrations(client(), []);
  });

  it("refuses a key that is not the service role's", async () => {
    const { publishableKey } = await import('../support/supabase-lite.ts');
    const stranger = createSupabaseSqlClient(
      createSupabaseClient({ url: lite.url, serviceRoleKey: publishableKey }, 30_000),
    );
    await expect(requireMigrations(stranger, [])).rejects.toThrow(
      "SUPABASE_SERVICE_ROLE_KEY is not the service role's key",
    );
  });
});
