import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import type { Ctx, Outside } from '../../src/domain/context.ts';
import { defineStore } from '../../src/domain/entity-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { createRun } from '../../src/domain/run.ts';
import { transact } from '../../src/domain/transaction.ts';
import type { AgendaJob } from '../../src/jobs/agenda-job.ts';
import { absentGateway } from '../../src/jobs/agenda-job.ts';
import type { Failure } from '../../src/jobs/agenda-row.ts';
import { createTick, type TickOptions } from '../../src/jobs/tick.ts';
import { createLog } from '../../src/log.ts';

const taskSchema = z.object({
  id: z.string(),
  /** ISO UTC; null: nothing more to do. */
  decideAt: z.string().nullable(),
  actAt: z.string().nullable(),
  runs: z.int(),
});
export type Task = z.infer<typeof taskSchema>;

export const taskStore = defineStore({
  key: keys.ticket.record,
  schema: taskSchema,
  indexes: ({ id }) => [keys.ticket.status('open', id)],
  agenda: ({ decideAt, actAt }) => [
    ...(decideAt === null ? [] : [{ kind: 'expire-application' as const, at: decideAt }]),
    ...(actAt === null ? [] : [{ kind: 'charge-payment' as const, at: actAt }]),
  ],
});

export const START = Date.parse('2024-11-04T03:00:00Z');
export const iso = (ms: number): string => new Date(ms).toISOString();

export async function decide(ctx: Ctx, id: string): Promise<void> {
  const task = await taskStore.get(ctx.tx, id);
  taskStore.update(ctx.tx, task, { ...task, decideAt: null, runs: task.runs + 1 });
}
export const act = ({ run }: Pick<Outside, 'run'>, id: string): Promise<void> =>
  run(async (ctx) => {
    const task = await taskStore.get(ctx.tx, id);
    if (task.actAt !== null) taskStore.update(ctx.tx, task, { ...task, actAt: null, runs: task.runs + 1 });
  });

/** Records that only count how often they were worked on, with one pure job and one effect. */
export function taskWorld(kv: Kv = createMemoryKv()) {
  let now = START;
  const clock = { now: () => now };
  const ids = createIds();
  const wake = { wake: () => undefined };
  const dependencies = {
    kv,
    clock,
    ids,
    wake,
    timezone: 'Asia/Jakarta',
    paymentWays,
    config: () => defaultSystemConfig,
  };
  const run = createRun(dependencies, { kind: 'system', name: 'test' });
  const reports: Failure[] = [];
  const jobs = {
    decide: { type: 'decide', kind: 'expire-application', store: taskStore, decide },
    act: { type: 'effect', kind: 'charge-payment', needs: 'gateway', store: taskStore, act },
  } satisfies Record<string, AgendaJob>;
  return {
    kv,
    clock,
    run,
    reports,
    jobs,
    moveTo(instant: number) {
      now = Math.max(now, instant);
    },
    tick: (options: Partial<TickOptions> & { decide?: typeof decide; act?: typeof act } = {}) =>
      createTick({
        kv,
        clock,
        run,
        gateway: absentGateway,
        accounts: null,
        log: createLog('silent'),
        report: (failure) => void reports.push(failure),
        jobs: [
          { ...jobs.decide, decide: options.decide ?? decide },
          { ...jobs.act, act: options.act ?? act },
        ],
        ...options,
      }),
    async add(id: string, at: Partial<Pick<Task, 'decideAt' | 'actAt'>>): Promise<void> {
      await transact(kv, async (tx) => taskStore.create(tx, { id, decideAt: null, actAt: null, runs: 0, ...at }));
    },
    async addMany(count: number, at: (n: number) => Partial<Pick<Task, 'decideAt' | 'actAt'>>): Promise<void> {
      for (let from = 0; from < count; from += 200) {
        await transact(kv, async (tx) => {
          for (let n = from; n < Math.min(count, from + 200); n++) {
            const id = `ticket_${String(n).padStart(5, '0')}`;
            taskStore.create(tx, { id, decideAt: null, actAt: null, runs: 0, ...at(n) });
          }
        });
      }
    },
    tasks: async (): Promise<Task[]> => (await kv.getByPrefix('ticket:')).map((task) => taskStore.parse(task)),
    agenda: () => kv.list('agenda:'),
  };
}
