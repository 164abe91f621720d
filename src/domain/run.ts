import type { SystemConfig } from './admin/config.ts';
import type { Actor, Run } from './context.ts';
import type { Clock, Ids, Kv, Wake } from './ports.ts';
import { type Tx, transact } from './store.ts';

export interface RunDependencies {
  kv: Kv;
  clock: Clock;
  ids: Ids;
  wake: Wake;
  timezone: string;
  /** The cached snapshot of `system:config`. */
  config(): SystemConfig;
  /** False where no payment gateway is configured. */
  qris?: boolean;
}

/** Wakes whoever delivers what a committed transaction wrote. */
export function wakeFor(tx: Tx, wake: Wake): void {
  if (tx.writes('outbox:')) wake.wake('notify');
  if (tx.writes('agenda:')) wake.wake('tick');
}

/** Runs use cases as this actor: jobs and webhooks, whose every act is a transaction of its own. */
export function createRun(dependencies: RunDependencies, actor: Actor): Run {
  const { kv, clock, ids, wake, timezone, config, qris = true } = dependencies;
  return async (work) => {
    let last: Tx | undefined;
    const result = await transact(kv, (tx) => {
      last = tx;
      return work({ actor, tx, clock, ids, config: config(), timezone, qris });
    });
    if (last) wakeFor(last, wake);
    return result;
  };
}
