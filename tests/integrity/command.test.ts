import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { keys } from '../../src/domain/keys.ts';
import { createTestDatabase, databaseUrl, skipReason } from '../contracts/kv-postgres-database.ts';
import { rentWorld } from '../support/rent-world.ts';

interface Ran {
  code: number;
  out: string;
  err: string;
}
function run(environment: Record<string, string>, ...options: string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', ...environment };
  return new Promise((done) => {
    execFile(process.execPath, ['src/verify-store.ts', ...options], { env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const index = keys.property.city('Bogor', 'prop_melati');
const record = keys.property.record('prop_melati');

describe('npm run verify-store', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kostin-verify-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('tells by its exit code what it saw in the embedded store, and mends it', { timeout: 240_000 }, async () => {
    const at = { DATA_DIR: folder };
    const none = await run(at);
    expect([none.code, none.err]).toEqual([2, `there is no store in ${folder}\n`]);

    const store = await openPglite({ dataDir: folder });
    await rentWorld({ kv: store.kv });
    const held = await run(at);
    expect([held.code, held.out]).toEqual([2, '']);
    expect(held.err).toContain('already open in a running KostIn');
    await store.kv.mdel([index]);
    // Only SQL can write under a read-only alias.
    await store.db.exec(`insert into kv_store_dbd6b95a values ('property:active:list', '[]')`);
    await store.close();

    const broken = await run(at);
    const lines = [
      'key property:active:list: a row under a read-only alias',
      `index ${index}: missing, of ${record}`,
      '18 rows: 1 owner-profile, 4 profile, 1 property',
      'faults: 1 index, 1 key',
    ];
    expect([broken.code, broken.out.trim().split('\n').sort()]).toEqual([1, lines.sort()]);
    const mended = await run(at, '--repair', '--json');
    const told = mended.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(mended.code).toBe(1);
    expect(told).toContainEqual({
      kind: 'index', key: index, what: `missing, of ${record}`, mendable: true, repaired: true,
    }); // biome-ignore format: one look
    expect(told.at(-1)).toMatchObject({
      summary: { faults: { index: 1, key: 1 }, repaired: 1, records: { profile: 4 } },
    });

    const again = await openPglite({ dataDir: folder });
    await again.db.exec(`delete from kv_store_dbd6b95a where key = 'property:active:list'`);
    await again.close();
    const clean = await run(at, '--repair');
    expect([clean.code, clean.out.trim().split('\n').at(-1), clean.err]).toEqual([0, 'no faults', '']);
  });

  it('refuses options that it does not know', async () => {
    const { code, err } = await run({ DATA_DIR: folder }, '--mend');
    expect(code).toBe(2);
    expect(err).toContain('--mend');
  });

  it.skipIf(!databaseUrl)(
    'works beside a running bot on PostgreSQL; one repair at a time',
    { timeout: 60_000 },
    async () => {
      const database = await createTestDatabase(databaseUrl ?? '');
      const store = await openPostgres(database.url);
      try {
        const at = { DATABASE_URL: database.url };
        await rentWorld({ kv: store.kv });
        expect((await run(at)).code).toBe(0);
        await store.kv.del(index);
        expect((await run(at)).code).toBe(1);
        await store.lease.acquire('verify-store', 'another', 60_000);
        expect(await run(at, '--repair')).toMatchObject({ code: 2, out: '', err: 'another repair is running\n' });
        await store.lease.release('verify-store', 'another');
        expect((await run(at, '--repair')).code).toBe(0);
        expect((await run(at, '--repair')).out).toContain('no faults');
        expect(await store.kv.get(index)).toMatchObject({ id: 'prop_melati' });
      } finally {
        await store.close();
        await database.drop();
      }
      const gone = await run({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' });
      expect(gone.code).toBe(2);
      expect(gone.err).not.toContain('secret');
    },
  );

  if (!databaseUrl) console.info(`verify-store's command ${skipReason}`);
});
