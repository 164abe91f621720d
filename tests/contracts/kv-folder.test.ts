import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FolderLocked } from '../../src/adapters/kv/folder-lock.ts';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';

const childFile = new URL('./kv-folder-child.ts', import.meta.url).pathname;

interface Child {
  process: ChildProcess;
  output: string;
  errors: string;
  exited: Promise<void>;
}

const children: Child[] = [];
function start(mode: string, dataDir: string): Child {
  const process_ = spawn(process.execPath, [childFile, mode, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  const child: Child = {
    process: process_,
    output: '',
    errors: '',
    exited: new Promise((resolve) => process_.once('close', () => resolve())),
  };
  process_.stdout?.on('data', (chunk) => {
    child.output += chunk;
  });
  process_.stderr?.on('data', (chunk) => {
    child.errors += chunk;
  });
  children.push(child);
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 40_000; !condition(); await sleep(10)) {
    if (Date.now() > end) throw new Error('waited too long');
  }
}

/** The last commit whose acknowledgement came through whole. */
const acknowledged = (child: Child): number =>
  Number(child.output.slice(0, child.output.lastIndexOf('\n')).split('\n').at(-1));

describe('a data folder', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kostin-folder-'));
    await (await openPglite({ dataDir })).close();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.exited;
    }
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('opens for one process at a time; the second stops at once and names the folder', async () => {
    const first = start('open', dataDir);
    await until(() => first.output.includes('open'));
    const started = performance.now();
    await expect(openPglite({ dataDir })).rejects.toThrow(dataDir);
    expect(performance.now() - started).toBeLessThan(500);
    const second = start('open', dataDir);
    await second.exited;
    expect(second.output).toMatch(/^failed FolderLocked: the data folder \S+ is already open/);
    expect(second.errors).toBe('');
    expect(first.errors).toBe('');

    // The operating system gives it back, however the process ended.
    first.process.kill('SIGKILL');
    await first.exited;
    const next = await openPglite({ dataDir });
    await expect(openPglite({ dataDir: join(dataDir, '.') })).rejects.toThrow(FolderLocked);
    const asked = Array.from({ length: 20 }, (_, i) => next.kv.set(`last:${i}`, i));
    const late = Promise.all([next.close(), next.close()]);
    const more = Array.from({ length: 20 }, (_, i) => next.kv.get(`last:${i}`));
    for (const one of await Promise.allSettled([...asked, ...more])) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(KvUnavailable);
    }
    await late;
    await expect(next.kv.get('a')).rejects.toThrow(KvUnavailable);
    await expect(next.kv.set('a', 1)).rejects.toThrow(KvUnavailable);
    await (await openPglite({ dataDir })).close();
  });

  it('keeps every acknowledged row when its process is killed while writing', async () => {
    let total = 0;
    for (const after of [40, 120]) {
      const child = start('write', dataDir);
      await until(() => child.output.split('\n').length > after);
      child.process.kill('SIGKILL');
      await child.exited;
      total = Math.max(total, acknowledged(child) + 1);
      const { kv, close } = await openPglite({ dataDir });
      const rows = await kv.getByPrefix('row:');
      expect(rows.length).toBeGreaterThanOrEqual(total);
      expect(rows.map((row) => (row as { i: number }).i)).toEqual(rows.map((_, i) => i));
      expect(await kv.getByPrefix('index:')).toHaveLength(rows.length);
      await close();
    }
  });

  it('is whole or not there when its first start is killed', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'kostin-folder-'));
    const child = start('open', empty);
    const unfinished = async () => (await readdir(empty)).filter((name) => name.startsWith('postgres-new-'));
    await until(() => existsSync(join(empty, 'kostin.lock')));
    while ((await unfinished()).length === 0) await sleep(5);
    child.process.kill('SIGKILL');
    await child.exited;
    expect(existsSync(join(empty, 'postgres'))).toBe(false);

    const { kv, close } = await openPglite({ dataDir: empty });
    await kv.set('a', 1);
    await close();
    const again = await openPglite({ dataDir: empty });
    expect(await again.kv.get('a')).toBe(1);
    await again.close();
    expect(await readdir(empty)).toEqual(expect.arrayContaining(['kostin.lock', 'postgres']));
    // The killed start's initdb may have gone on for a while; nothing of it stays.
    await rm(empty, { recursive: true, force: true, maxRetries: 10 });
  });
});
