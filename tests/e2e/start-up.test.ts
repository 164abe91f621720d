import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import { wakeUps } from '../../src/jobs/wake-ups.ts';
import { createLog } from '../../src/log.ts';

/** The real start, with nothing in the environment but this. */
async function starts(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, said: out + err };
}

const BOT_TOKEN = '700000001:AAF-sandbox-token-for-tests-only-000';

it('says which mistakes the configuration has', async () => {
  const { code, said } = await starts({ BOT_TOKEN: 'geheim', PORT: 'x', KOSTIN_ROLES: 'bot' });
  expect(code).toBe(1);
  for (const name of ['BOT_TOKEN', 'PORT', 'KOSTIN_ROLES']) expect(said).toContain(`- ${name}`);
  expect(said).not.toContain('geheim');
});

it('says why the store cannot be reached, and no password', { timeout: 20_000 }, async () => {
  const { code, said } = await starts({ BOT_TOKEN, DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x', PORT: '0' });
  expect(code).toBe(1);
  expect(said).toContain('KostIn did not start: the store is not reachable (connect ECONNREFUSED 127.0.0.1:1)');
  expect(said).not.toContain('geheim');
});

it('says why Redis cannot be reached', async () => {
  const opening = openQueue({ redisUrl: 'redis://:geheim@127.0.0.1:1' }, { jobs: wakeUps, log: createLog('silent') });
  await expect(opening).rejects.toMatchObject({
    message: 'Redis (REDIS_URL) is not reachable',
    cause: { message: 'connect ECONNREFUSED 127.0.0.1:1' },
  });
});
