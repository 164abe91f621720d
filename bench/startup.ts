import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured } from './measured.ts';

const GIVE_UP = 60_000;
/** After this long the start's own rubbish has been collected. */
const SETTLE = 5_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Nothing of the environment's settings: the sandbox as `npm start` opens it on a clean machine. */
const cleanEnvironment = (extra: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LOG_LEVEL: 'warn',
  ...extra,
});

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

/** Resident memory in MB, as the kernel counts it. */
function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1_024;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function start(dataDir: string): Promise<{ ms: number; megabytes: number; stopMs: number }> {
  const port = await freePort();
  const begin = performance.now();
  const env = cleanEnvironment({ DATA_DIR: dataDir, PORT: String(port) });
  const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`the sandbox stopped with ${child.exitCode}`);
      if (performance.now() - begin > GIVE_UP) throw new Error('the sandbox did not become ready within 60 s');
      await sleep(20);
    }
    const ms = performance.now() - begin;
    await sleep(SETTLE);
    const megabytes = residentMegabytes(child.pid ?? 0);
    const stopping = performance.now();
    await stop(child);
    if (child.exitCode !== 0) throw new Error(`the sandbox did not stop gracefully: ${child.exitCode}`);
    return { ms, megabytes, stopMs: performance.now() - stopping };
  } finally {
    await stop(child);
  }
}

/** Start-up time and resident memory of the sandbox, on a fresh data folder and on that same one again. */
export async function benchStartup(): Promise<Measured[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kostin-bench-'));
  try {
    const fresh = await start(dataDir);
    const second = await start(dataDir);
    const time = (name: string, { ms, stopMs }: typeof fresh, bar: number): Measured => ({
      name,
      ratio: ms / 1_000,
      bar,
      unit: 's',
      detail: `until /readyz says 200; stops in ${(stopMs / 1_000).toFixed(1)} s`,
    });
    const memory = Math.max(fresh.megabytes, second.megabytes);
    return [
      time('sandbox start, fresh', fresh, 20),
      time('sandbox start, second', second, 10),
      { name: 'sandbox memory', ratio: memory, bar: 600, unit: 'MB', detail: 'resident, 5 s after the start' },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
