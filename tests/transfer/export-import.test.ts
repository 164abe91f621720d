import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entities } from '../../src/domain/entities.ts';
import { keyPatterns, keys } from '../../src/domain/keys.ts';
import type { Json } from '../../src/domain/ports.ts';
import { silent } from '../../src/transfer/progress.ts';
import { runExport } from '../../src/transfer/run-export.ts';
import { runImport } from '../../src/transfer/run-import.ts';
import { verify } from '../../src/transfer/verify.ts';
import { databaseUrl, skipReason } from '../contracts/kv-postgres-database.ts';
import { entityOf, exampleRecords, hostile, putRaw, putRecord, removeRecord } from './example-records.ts';
import { emptyTarget, loadText, stores, type TestStore, temporaryFolder } from './stores.ts';

/** Of the running bot and of nobody's record: not exported. Lease, change log and search table are no keys. */
const at = '2024-11-04T10:00:00.000Z';
const operational = [
  'inbox:',
  'inbox-open:',
  'outbox:',
  'outbox-dead:',
  'sent:',
  'flow:',
  'fault-told:',
  'search:',
  'telegram-file:',
];

const examples = (): Record<string, Json> => Object.assign({}, ...hostile.map((_, n) => exampleRecords(n)));

/** Every key of the store but the operational ones; a record as its newest schema has it. */
async function contents({ sql }: TestStore): Promise<Record<string, Json>> {
  const found: Record<string, Json> = {};
  for (const { key, value } of (await sql('select key, value from kv_store_dbd6b95a')) as {
    key: string;
    value: Json;
  }[]) {
    const isReference = value !== null && typeof value === 'object' && '$ref' in value;
    if (operational.some((prefix) => key.startsWith(prefix))) continue;
    const entity = isReference ? undefined : entities.find(({ pattern }) => key.startsWith(pattern.begins));
    found[key] = entity ? entity.toJson(entity.parse(value, key)) : value;
  }
  return found;
}

describe.each(stores)('export and import on %s', (kind, open) => {
  let world: TestStore;
  let folder: string;
  let undo: (() => Promise<unknown>)[] = [];
  const opened = async (): Promise<TestStore> => {
    const one = await open();
    undo.push(one.close);
    return one;
  };
  beforeEach(async () => {
    world = await opened();
    const temporary = await temporaryFolder();
    undo.push(temporary.remove);
    folder = join(temporary.path, 'export');
    await putRaw(world.store.kv, examples());
    await world.store.kv.mset(
      [
        keys.invoice.counter(2024, 11),
        keys.ticket.counter(),
        keys.chatMoved('-100'),
        keys.inbox.record(7),
        keys.flow('1', 2),
      ],
      [9, 3, { to: '-200' }, 'update', { step: 'x' }],
    );
  }, 60_000);
  afterEach(async () => {
    for (const one of undo.toReversed()) await one();
    undo = [];
  });
  const doExport = (since?: string) =>
    runExport(world.store, { folder, progress: silent, ...(since ? { since } : {}) });
  const doImport = (to: TestStore, overwrite = false) => runImport(to.store, { folder, overwrite, progress: silent });
  const refused = (done: Awaited<ReturnType<typeof doImport>>) => done.flatMap(({ refusals }) => refusals);
  const sumOf = (done: Awaited<ReturnType<typeof doImport>>, what: 'created' | 'equal' | 'overwritten' | 'deleted') =>
    done.reduce((sum, one) => sum + one[what], 0);

  const load = async (to: Awaited<ReturnType<typeof emptyTarget>>, file: string): Promise<string> => {
    if (to.url === null) {
      await to.target.rows(await loadText(file));
      return '';
    }
    return (await promisify(execFile)('psql', ['-X', '-q', to.url, '-f', file])).stderr;
  };
  const invalid = async (to: Awaited<ReturnType<typeof emptyTarget>>) =>
    (await to.target.rows(`select conname from pg_constraint where contype = 'f' and not convalidated order by 1`)).map(
      (row) => row.conname,
    );

  it('comes back whole in an empty store, every key and value; and once more is harmless', async () => {
    const { manifest } = await doExport();
    expect(manifest.problems).toBe(0);
    expect(Object.values(manifest.entities).every(({ records }) => records > 0)).toBe(true);
    const other = await opened();
    const first = await doImport(other);
    expect(refused(first)).toEqual([]);
    const [there, here] = [await contents(other), await contents(world)];
    expect(Object.keys(there).sort()).toEqual(Object.keys(here).sort());
    expect(there).toEqual(here);
    const again = await doImport(other);
    expect([sumOf(again, 'created'), sumOf(again, 'overwritten'), sumOf(again, 'equal')]).toEqual([
      0,
      0,
      sumOf(first, 'created'),
    ]);
    expect(await contents(other)).toEqual(here);
  });

  it("is readable by its owner alone, appears when it is complete, and never goes over somebody's files", async () => {
    await doExport();
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, '..'))).toEqual(['export']);
    await expect(doExport()).rejects.toThrow(/not empty/);
  });

  it('loads as relational tables, whatever people wrote, and equals the store there', async () => {
    await doExport();
    const to = await emptyTarget(kind);
    undo.push(to.close);
    expect(await load(to, join(folder, 'load.sql'))).toBe('');
    expect(await invalid(to)).toEqual([]);
    const [row] = await to.target.rows(
      `select description, rating, created_at::text as at from kostin.property where id = 'prop_0'`,
    );
    expect(row).toMatchObject({ description: hostile[0], rating: 4.3 });
    const found = await to.target.rows('select description from kostin.ticket order by id');
    expect(found.map((one) => one.description)).toEqual([...hostile]);
    await expect(to.target.rows(`update kostin.contract set tenant_id = 'user_nobody'`)).rejects.toThrow(/foreign key/);
    await expect(to.target.rows(`update kostin.contract set status = 'nonsense'`)).rejects.toThrow(/check/);
    const verified = await verify(world.store, { folder, target: to.target, progress: silent });
    expect(verified.verdicts.filter(({ differing }) => differing.length > 0)).toEqual([]);
    expect(verified).toMatchObject({ damaged: [], equal: true });
    // Once more over itself.
    expect(await load(to, join(folder, 'load.sql'))).toBe('');

    await to.target.rows(`update kostin.invoice set amount = amount + 1 where id = 'INV-2024-11-003'`);
    await to.target.rows(`delete from kostin.guest where telegram_id = 2004`);
    await to.target.rows(`insert into kostin.guest values (77, 'id', now())`);
    const after = await verify(world.store, { folder, target: to.target, progress: silent });
    expect(after.equal).toBe(false);
    const differing = after.verdicts.filter((one) => one.differing.length > 0);
    expect(differing.map((one) => [one.entity, one.with])).toEqual([
      ['guest', 'target'],
      ['invoice', 'target'],
    ]);
    expect(differing[0]?.differing).toEqual(
      expect.arrayContaining([
        { id: '2004', what: 'extra' },
        { id: '77', what: 'missing' },
      ]),
    );
    expect(differing[1]?.differing).toEqual([{ id: 'INV-2024-11-003', what: 'different' }]);
  }, 60_000);

  it('catches up: what changed, what is new, what is gone, in the store and in the tables', async () => {
    await doExport();
    const to = await emptyTarget(kind);
    undo.push(to.close);
    await load(to, join(folder, 'load.sql'));
    const imported = await opened();
    await doImport(imported);

    await putRecord(world.store.kv, 'property:prop_2', { description: `new ${hostile[0]}` });
    await putRaw(world.store.kv, exampleRecords(21));
    // The others still name this one: the store keeps them, and so do the tables.
    await removeRecord(world.store.kv, 'property:prop_3');
    await removeRecord(world.store.kv, `demo-user:o'demo4@kostin.example`);
    await removeRecord(world.store.kv, 'wishlist:user_tenant_5:prop_5');
    const stale = await verify(world.store, { folder, target: to.target, progress: silent });
    expect(stale.verdicts.find((one) => one.entity === 'property')?.differing).toEqual(
      expect.arrayContaining([
        { id: 'property:prop_2', what: 'different' },
        { id: 'property:prop_21', what: 'extra' },
        { id: 'property:prop_3', what: 'missing' },
      ]),
    );
    const { manifest, folder: made } = await doExport('last');
    expect(made).toBe(join(folder, 'catch-up-0001'));
    expect(manifest.entities.property).toMatchObject({ records: 2, deleted: 1 });
    expect(manifest.entities['demo-user']).toMatchObject({ records: 1, deleted: 1 });
    expect(await readFile(join(made, 'wishlist.ndjson'), 'utf8')).toContain(
      '{"deleted":"wishlist:user_tenant_5:prop_5"}',
    );
    const warnings = await load(to, join(made, 'load.sql'));
    if (to.url) expect(warnings).toMatch(/contract_property_id_fkey of kostin.contract stays unvalidated/);
    expect(await invalid(to)).toEqual([
      'application_property_id_fkey',
      'contract_property_id_fkey',
      'conversation_property_id_fkey',
      'invoice_property_id_fkey',
      'property_revision_property_id_fkey',
      'review_property_id_fkey',
      'wishlist_property_id_fkey',
    ]);
    expect(await verify(world.store, { folder, target: to.target, progress: silent })).toMatchObject({ equal: true });

    // A second one holds only what came after the first.
    await putRecord(world.store.kv, 'property:prop_2', { description: 'newest' });
    const second = await doExport(manifest.cursor);
    expect(second.manifest.entities.property).toMatchObject({ records: 1, deleted: 0 });
    await load(to, join(second.folder, 'load.sql'));
    expect(await verify(world.store, { folder, target: to.target, progress: silent })).toMatchObject({ equal: true });

    const careful = await doImport(imported);
    expect(refused(careful)).toEqual(
      expect.arrayContaining([
        { key: 'property:prop_2', reason: 'differs' },
        { key: 'property:prop_3', reason: 'to-delete' },
      ]),
    );
    const bold = await doImport(imported, true);
    expect(refused(bold)).toEqual([]);
    expect(sumOf(bold, 'deleted')).toBe(3);
    expect(await contents(imported)).toEqual(await contents(world));
  }, 60_000);

  it('refuses a cursor of another store, of a copy that was set back, and after the log was off', async () => {
    await doExport();
    await expect(doExport(crypto.randomUUID())).rejects.toThrow(/no export in .* has this cursor/);
    await world.sql(`update kostin_export set home = 'elsewhere/1'`);
    await expect(doExport('last')).rejects.toThrow(/restored copy.*full export/);
    await world.sql(`update kostin_export set home = kostin_home(), since = '999999999999'`);
    await expect(doExport('last')).rejects.toThrow(/ahead of the store/);
    await world.sql('delete from kostin_export');
    await expect(doExport('last')).rejects.toThrow(/does not know this cursor/);
    await world.store.log.switchOff();
    await expect(doExport('last')).rejects.toThrow(/does not know this cursor/);
    expect(await readdir(folder)).not.toContain('catch-up-0001.partial');
  });

  it('refuses catch-ups with a hole between them, and schemas that it does not know', async () => {
    await doExport();
    await doExport('last');
    await doExport('last');
    const other = await opened();
    const edit = async (part: string, change: (text: string) => string): Promise<void> => {
      const file = join(folder, part, 'manifest.json');
      await writeFile(file, change(await readFile(file, 'utf8')));
    };
    await edit('.', (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2'));
    await expect(doExport('last')).rejects.toThrow(/profile has another schema.*full export/);
    await expect(doImport(other)).rejects.toThrow(/profile was exported by a later KostIn/);
    await edit('.', (text) => text.replace('"schemaVersion": 2', '"schemaVersion": 1'));
    await rm(join(folder, 'catch-up-0001'), { recursive: true });
    await expect(doImport(other)).rejects.toThrow(/catch-up-0002 follows an export that is not/);
    await expect(verify(world.store, { folder, progress: silent })).rejects.toThrow(/catch-up-0002/);
    expect(await contents(other)).toEqual({});
  });

  it('keeps what its schema refuses and what names nothing, tells of both, and goes on', async () => {
    await world.store.kv.set('invoice:INV-2024-12-001', { id: 'INV-2024-12-001', amount: 'much' });
    await world.store.kv.set('review:review_x', { id: 'review_y' });
    await removeRecord(world.store.kv, 'profile:user_owner_2');
    const { manifest } = await doExport();
    expect(manifest.entities.invoice?.refused).toBe(1);
    expect(manifest.entities.contract).toMatchObject({ records: hostile.length, refused: 0, brokenReferences: 1 });
    const problems = (await readFile(join(folder, 'problems.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(problems).toHaveLength(manifest.problems);
    expect(problems).toContainEqual(
      expect.objectContaining({
        problem: 'refused',
        key: 'invoice:INV-2024-12-001',
        value: { id: 'INV-2024-12-001', amount: 'much' },
      }),
    );
    expect(problems).toContainEqual({
      problem: 'broken-reference',
      entity: 'contract',
      key: 'contract:contract_2',
      field: 'ownerId',
      target: 'profile:user_owner_2',
    });
    expect(problems).toContainEqual({
      problem: 'broken-reference',
      entity: 'conversation',
      key: 'chat:conversation:conv_2',
      field: 'participants',
      target: 'profile:user_owner_2',
    });
    for (const { reason } of problems) expect(reason ?? '').not.toContain('much');
    const to = await emptyTarget(kind);
    undo.push(to.close);
    await load(to, join(folder, 'load.sql'));
    expect(await invalid(to)).toContain('contract_owner_id_fkey');
    expect(await invalid(to)).not.toContain('contract_tenant_id_fkey');
    const verified = await verify(world.store, { folder, target: to.target, progress: silent });
    expect(verified.equal).toBe(true);
    expect(verified.verdicts.find(({ entity }) => entity === 'invoice')).toMatchObject({ refused: 1 });
  }, 60_000);

  it('finds a value that was changed in the folder, and does not import it', async () => {
    await doExport();
    const file = join(folder, 'invoice.ndjson');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"paidAmount":1200000', '"paidAmount":1200001'));
    const verified = await verify(world.store, { folder, progress: silent });
    expect(verified).toMatchObject({ equal: false, damaged: [file] });
    expect(verified.verdicts.flatMap(({ differing }) => differing)).toHaveLength(1);
    await expect(doImport(await opened())).rejects.toThrow(/invoice\.ndjson/);
  });

  it('imports beside what is there: guards are kept, counters are never lowered', async () => {
    await doExport();
    const other = await opened();
    const taken = exampleRecords(31);
    await putRaw(other.store.kv, {
      'profile:user_owner_31': { ...(taken['profile:user_owner_31'] as Record<string, Json>), telegramId: 1_004 },
    });
    await other.store.kv.mset([keys.ticket.counter(), keys.invoice.counter(2024, 11)], [50, 2]);
    const done = await doImport(other);
    expect(refused(done)).toEqual([{ key: 'profile:user_owner_4', reason: 'guard-held' }]);
    expect(
      await other.store.kv.mget([keys.ticket.counter(), keys.invoice.counter(2024, 11), keys.profile.telegram(1_004)]),
    ).toEqual([50, 9, expect.objectContaining({ id: 'user_owner_31' })]);
    expect(await other.store.kv.get('profile:user_owner_4')).toBeNull();
  });

  it('two records of one page that hold the same guard: the second is refused', async () => {
    await doExport();
    const file = join(folder, 'profile.ndjson');
    const text = (await readFile(file, 'utf8')).replaceAll('"telegramId":1004', '"telegramId":1003');
    await writeFile(file, text);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    delete manifest.files['profile.ndjson'];
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const other = await opened();
    expect(refused(await doImport(other))).toEqual([{ key: 'profile:user_owner_4', reason: 'guard-held' }]);
    expect(await other.store.kv.get(keys.profile.telegram(1_003))).toMatchObject({ id: 'user_owner_3' });
  });
});

describe('the change log', () => {
  it.each(stores)('knows every entity and nothing else, and is off until it is asked for, on %s', async (_, open) => {
    const world = await open();
    const logged = async () => (await world.sql('select key from kostin_change order by key')).map(({ key }) => key);
    try {
      await putRaw(world.store.kv, exampleRecords(1));
      expect(await logged()).toEqual([]);
      await world.store.log.switchOn();
      await world.store.log.switchOn();
      await putRaw(world.store.kv, exampleRecords(1));
      const records = Object.keys(exampleRecords(1)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(new Set(records.map((key) => entityOf(key).name)).size).toBe(entities.length);
      expect(await logged()).toEqual(records);
      const others = keyPatterns
        .filter(({ role }) => role === 'operational' || role === 'counter')
        .map(({ places, of }) => of(places.map((place) => (place === 'time' ? at : '1'))));
      await world.store.kv.mset(others, others.map(() => 1)); // biome-ignore format: short
      await world.store.kv.mset(['yet-unheard-of:status:open:1'], [{ $ref: 'property:prop_1' }]);
      await world.store.kv.mdel([...others, 'yet-unheard-of:status:open:1']);
      expect(await logged()).toEqual(records);
      // What an entity of tomorrow writes, and takes away, needs no new SQL.
      await world.store.kv.mset(['yet-unheard-of:1', 'yet-unheard-of:2'], [{ id: '1' }, { id: '2' }]);
      await world.store.kv.mdel(['yet-unheard-of:2']);
      expect(await logged()).toEqual([...records, 'yet-unheard-of:1', 'yet-unheard-of:2']);
      await world.sql('truncate kv_store_dbd6b95a');
      expect(await world.sql('select id from kostin_export')).toEqual([]);
      await world.store.log.switchOff();
      expect(await logged()).toEqual([]);
    } finally {
      await world.close();
    }
  });
});

if (!databaseUrl) describe.skip(skipReason, () => it('export and import on PostgreSQL', () => undefined));
