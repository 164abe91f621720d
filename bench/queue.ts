import { setTimeout as sleep } from 'node:timers/promises';
import { openPglite } from '../src/adapters/kv/pglite.ts';
import { openPostgres } from '../src/adapters/kv/postgres.ts';
import type { QueueTarget } from '../src/adapters/queue/connection.ts';
import { openQueue } from '../src/adapters/queue/queue.ts';
import { createIds } from '../src/adapters/system/ids.ts';
import { defaultSystemConfig } from '../src/domain/admin/config.ts';
import { type Application, applicationSchema } from '../src/domain/application/application.ts';
import { applicationStore } from '../src/domain/application/application-store.ts';
import { paymentWays } from '../src/domain/payment/payment-way.ts';
import type { Kv } from '../src/domain/ports.ts';
import { type Profile, profileSchema } from '../src/domain/profile/profile.ts';
import { profileStore } from '../src/domain/profile/profile-store.ts';
import { createRun } from '../src/domain/run.ts';
import { transact } from '../src/domain/transaction.ts';
import { agendaJobs } from '../src/jobs/agenda.ts';
import { createTick } from '../src/jobs/tick.ts';
import { wakeUps } from '../src/jobs/wake-ups.ts';
import { createLog } from '../src/log.ts';
import { createTestDatabase } from '../tests/contracts/kv-postgres-database.ts';
import type { Measured } from './measured.ts';

const log = createLog('silent');
const percentile = (values: number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;

/** From adding a wake-up to its run; the design's own measurement was 4 ms. */
async function latency(name: string, target: QueueTarget): Promise<Measured> {
  const queue = await openQueue(target, { jobs: wakeUps, log, prefix: `bench-${crypto.randomUUID()}` });
  let started = 0;
  await queue.work('jobs', async () => {
    started = performance.now();
  });
  const waits: number[] = [];
  for (let n = 0; n < 220; n++) {
    started = 0;
    const added = performance.now();
    await queue.add('tick');
    while (started === 0) await sleep(1);
    // The first runs prepare statements and warm the code up.
    if (n >= 20) waits.push(started - added);
    await sleep(3);
  }
  await queue.close();
  const p95 = percentile(waits, 0.95).toFixed(1);
  return {
    name: `wake-up to run, ${name}`,
    ratio: percentile(waits, 0.5),
    bar: 10,
    unit: 'ms',
    detail: `p50; p95 ${p95} ms`,
  };
}

const ROWS = 2_000;

function application(n: number, at: string): Application {
  return applicationSchema.parse({
    id: `app_${String(n).padStart(6, '0')}`,
    tenantId: 'user_tenant',
    tenantName: 'Ahmad Fauzi',
    tenantPhone: '+6281200000002',
    ownerId: 'user_owner',
    // One open application per person and listing.
    propertyId: `prop_${n}`,
    propertyName: 'Kos Melati',
    roomTypeId: 'ac',
    roomType: 'AC',
    monthlyRent: 1_200_000,
    deposit: 500_000,
    forWhom: 'self',
    occupantGender: 'putra',
    occupation: 'student',
    startDate: '2024-11-20',
    duration: 6,
    emergencyContact: { name: 'Budi Santoso', phone: '+628119999999', relation: 'Ayah' },
    note: null,
    status: 'pending',
    rejectionReason: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    contractId: null,
    expiresAt: at,
    createdAt: at,
    updatedAt: at,
  });
}
const person = (id: string, telegramId: number, at: string): Profile =>
  profileSchema.parse({
    id,
    telegramId,
    name: 'Susi',
    role: 'tenant',
    phone: `+62812000000${telegramId}`,
    phoneVerified: true,
    address: '',
    language: 'id',
    createdAt: at,
    updatedAt: at,
  });

async function fill(kv: Kv): Promise<void> {
  const at = new Date(Date.now() - 1_000).toISOString();
  await transact(kv, async (tx) => {
    profileStore.create(tx, person('user_tenant', 2, at));
    profileStore.create(tx, person('user_owner', 1, at));
  });
  for (let from = 0; from < ROWS; from += 200) {
    await transact(kv, async (tx) => {
      for (let n = from; n < from + 200; n++) applicationStore.create(tx, application(n, at));
    });
  }
}

/**
 * Applications that all expire at once, by the real job: how long the longest commit holds the store
 * (architecture 6: never over 500 ms).
 */
async function bulk(name: string, kv: Kv, pageSize: number): Promise<Measured> {
  await fill(kv);
  let longest = 0;
  const timed: Kv = {
    ...kv,
    atomic() {
      const atomic = kv.atomic();
      const commit = atomic.commit.bind(atomic);
      atomic.commit = async () => {
        const start = performance.now();
        const result = await commit();
        longest = Math.max(longest, performance.now() - start);
        return result;
      };
      return atomic;
    },
  };
  const dependencies = { kv: timed, clock: { now: Date.now }, ids: createIds(), timezone: 'Asia/Jakarta', paymentWays };
  const wake = { wake: () => undefined };
  const run = createRun(
    { ...dependencies, wake, config: () => defaultSystemConfig },
    { kind: 'system', name: 'bench' },
  );
  const report = (): void => undefined;
  const tick = createTick({
    ...dependencies,
    run,
    gateway: null,
    accounts: null,
    log,
    jobs: agendaJobs.filter(({ kind }) => kind === 'expire-application'),
    report,
    pageSize,
  });
  const start = performance.now();
  const { done } = await tick.runOnce();
  const perSecond = Math.round(ROWS / ((performance.now() - start) / 1_000));
  if (done['expire-application'] !== ROWS) throw new Error(`only ${done['expire-application']} of ${ROWS} were done`);
  return {
    name: `longest bulk commit, ${name}`,
    ratio: longest,
    bar: 500,
    unit: 'ms',
    detail: `${perSecond} agenda rows/s`,
  };
}

/** The embedded database always; PostgreSQL and Redis when `DATABASE_URL` and `REDIS_URL` are set. */
export async function benchQueue(): Promise<Measured[]> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const lines: Measured[] = [];
  const embedded = await openPglite();
  lines.push(await latency('PGlite', { pglite: embedded.db }));
  if (DATABASE_URL) lines.push(await latency('PostgreSQL', { databaseUrl: DATABASE_URL }));
  if (REDIS_URL) lines.push(await latency('Redis', { redisUrl: REDIS_URL }));
  lines.push(await bulk('PGlite', embedded.kv, 50));
  await embedded.close();
  if (DATABASE_URL) {
    const own = await createTestDatabase(DATABASE_URL);
    const store = await openPostgres(own.url);
    lines.push(await bulk('PostgreSQL', store.kv, 500));
    await store.close();
    await own.drop();
  }
  for (const [variable, engine] of [
    [DATABASE_URL, 'PostgreSQL'],
    [REDIS_URL, 'Redis'],
  ]) {
    if (!variable)
      console.log(`queue on ${engine}: not measured, ${engine === 'Redis' ? 'REDIS_URL' : 'DATABASE_URL'} is not set`);
  }
  return lines;
}
