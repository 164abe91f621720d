import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import type { Json } from '../../src/domain/ports.ts';
import { silent } from '../../src/transfer/progress.ts';
import { runExport } from '../../src/transfer/run-export.ts';
import type { TransferStore } from '../../src/transfer/transfer-store.ts';
import { verify } from '../../src/transfer/verify.ts';
import { databaseUrl, skipReason } from '../contracts/kv-postgres-database.ts';
import { exampleRecords, putRaw, putRecord, removeRecord } from './example-records.ts';
import { stores, type TestStore, temporaryFolder } from './stores.ts';

const postgres = stores.filter(([name]) => name === 'PostgreSQL');

describe.each(postgres)('an export beside writers on %s', (_, open) => {
  let world: TestStore;
  let folder: string;
  let remove: () => Promise<void>;
  const writers: pg.Client[] = [];
  const writer = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: world.url as string });
    await client.connect();
    writers.push(client);
    return client;
  };
  beforeEach(async () => {
    world = await open();
    const temporary = await temporaryFolder();
    remove = temporary.remove;
    folder = join(temporary.path, 'export');
    await putRaw(world.store.kv, exampleRecords(1));
  });
  afterEach(async () => {
    for (const client of writers.splice(0)) await client.end();
    await world.close();
    await remove();
  });
  const doExport = (since?: string) =>
    runExport(world.store, { folder, progress: silent, ...(since ? { since } : {}) });
  const isEqual = async () => (await verify(world.store, { folder, progress: silent })).equal;
  const change = (id: string, text: string) =>
    `update kv_store_dbd6b95a set value = jsonb_set(value, '{content}', '"${text}"') where key = 'review:review_${id}'`;

  it('misses no transaction that was open across it, whichever commits first', async () => {
    await doExport();
    const [early, late] = [await writer(), await writer()];
    // The older transaction commits last, and takes the row over from the newer: its number is the smaller one.
    await early.query('begin');
    await early.query('select pg_current_xact_id()');
    await late.query('begin');
    await late.query(change('1', 'late'));
    const during = await doExport('last');
    expect(during.manifest.entities.review?.records).toBe(0);
    await late.query('commit');
    await early.query(change('1', 'early'));
    const between = await doExport('last');
    expect(await readFile(join(between.folder, 'review.ndjson'), 'utf8')).toContain('"late"');
    await early.query('commit');
    await doExport('last');
    expect(await isEqual()).toBe(true);
    expect(await world.store.kv.get('review:review_1')).toMatchObject({ content: 'early' });
  });

  it('waits for what was written before the log was on, and has it', async () => {
    const open = await writer();
    await open.query('begin');
    await open.query(change('1', 'before the log'));
    const exported = doExport();
    // It cannot have begun: the log waits for this very transaction.
    for (;;) {
      const [waiting] = await world.sql(
        `select count(*)::int as n from pg_locks where not granted and relation = 'kv_store_dbd6b95a'::regclass`,
      );
      if (waiting?.n === 1) break;
    }
    await open.query('commit');
    await exported;
    expect(await readFile(join(folder, 'review.ndjson'), 'utf8')).toContain('before the log');
    expect(await isEqual()).toBe(true);
  });

  it('is of one moment: what is written between two entities is in none of them', async () => {
    let written = false;
    const { store } = world;
    const disturbed: TransferStore = {
      ...store,
      atOneMoment: (work) =>
        store.atOneMoment((view) => {
          const list: typeof view.kv.list = async (prefix, options) => {
            if (prefix === 'application:' && !written) {
              written = true;
              await putRaw(store.kv, exampleRecords(9));
            }
            return view.kv.list(prefix, options);
          };
          return work({ ...view, kv: { ...view.kv, list } });
        }),
    };
    const { manifest } = await runExport(disturbed, { folder, progress: silent });
    expect(written).toBe(true);
    expect([manifest.entities.profile?.records, manifest.entities.application?.records]).toEqual([2, 1]);
    const next = await doExport('last');
    expect([next.manifest.entities.profile?.records, next.manifest.entities.application?.records]).toEqual([2, 1]);
    expect(await isEqual()).toBe(true);
  });

  it('beside a storm of writes: catch-ups bring the rest', async () => {
    for (let n = 2; n < 60; n++) await putRaw(world.store.kv, exampleRecords(n));
    let stop = false;
    let writes = 0;
    const storm = [0, 1, 2].map(async (lane) => {
      for (let n = 2 + lane; !stop; n = n + 3 < 60 ? n + 3 : 2 + lane, writes++) {
        if (writes % 5 === 0) await removeRecord(world.store.kv, `review:review_${n}`);
        else if (writes % 5 === 1) {
          const key = `review:review_${n}`;
          if ((await world.store.kv.get(key)) === null)
            await putRaw(world.store.kv, { [key]: exampleRecords(n)[key] as Json });
        } else await putRecord(world.store.kv, `property:prop_${n}`, { description: `write ${writes}` });
      }
    });
    await doExport();
    for (let i = 0; i < 3; i++) await doExport('last');
    stop = true;
    await Promise.all(storm);
    expect(writes).toBeGreaterThan(20);
    const last = await doExport('last');
    expect(last.manifest.entities.invoice?.records).toBe(0);
    expect(await isEqual()).toBe(true);
    expect(last.manifest.problems).toBe(0);
  }, 60_000);
});

it('a folder that a running KostIn has open is told so', async () => {
  const { path, remove } = await temporaryFolder();
  const { close } = await openPglite({ dataDir: join(path, 'data') });
  const { spawnSync } = await import('node:child_process');
  const env = { PATH: process.env.PATH, DATA_DIR: join(path, 'data') };
  const { status, stderr, stdout } = spawnSync(process.execPath, ['src/transfer/export.ts', join(path, 'export')], {
    env,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^the data folder .* is already open in a running KostIn/);
  await close();
  const done = spawnSync(process.execPath, ['src/transfer/export.ts', join(path, 'export')], { env, encoding: 'utf8' });
  expect(done.stdout).toMatch(/^0 records in .*Cursor: [0-9a-f-]{36}/);
  expect([done.status, done.stderr.split('\n')[0]]).toEqual([0, 'profile: 0']);
  const back = spawnSync(process.execPath, ['src/transfer/import.ts', join(path, 'export')], { env, encoding: 'utf8' });
  expect([back.status, back.stdout]).toEqual([0, '']);
  const same = spawnSync(process.execPath, ['src/transfer/export.ts', join(path, 'export'), '--verify'], {
    env,
    encoding: 'utf8',
  });
  expect([same.status, same.stdout.split('\n')[0]]).toEqual([
    0,
    `equal profile: store 0 ${'0'.repeat(32)}, folder 0 ${'0'.repeat(32)}`,
  ]);
  await remove();
}, 60_000);

if (!databaseUrl) describe.skip(skipReason, () => it('an export beside writers', () => undefined));
