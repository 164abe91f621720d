import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { describe, it } from 'vitest';
import { queueContract } from './queue-contract.ts';

const { DATABASE_URL, REDIS_URL } = process.env;

const folder = mkdtempSync(join(tmpdir(), 'kostin-queue-'));
queueContract('PGlite', async () => {
  const pglite = await PGlite.create(folder);
  const release = () => pglite.close();
  const close = () => release().finally(() => rmSync(folder, { recursive: true }));
  return { target: { pglite }, child: { QUEUE_PGLITE: folder }, release, close };
});

if (DATABASE_URL) {
  queueContract('PostgreSQL', async () => ({
    target: { databaseUrl: DATABASE_URL },
    child: { QUEUE_DATABASE: DATABASE_URL },
    close: () => Promise.resolve(),
  }));
} else {
  describe.skip('queue on PostgreSQL', () => it('is skipped: DATABASE_URL is not set', () => undefined));
  console.log('queue on PostgreSQL is skipped: DATABASE_URL is not set');
}

if (REDIS_URL) {
  queueContract('Redis', async () => ({
    target: { redisUrl: REDIS_URL },
    child: { QUEUE_REDIS: REDIS_URL },
    close: () => Promise.resolve(),
  }));
} else {
  describe.skip('queue on Redis', () => it('is skipped: REDIS_URL is not set', () => undefined));
  console.log('queue on Redis is skipped: REDIS_URL is not set');
}
