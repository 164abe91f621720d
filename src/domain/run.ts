import { agendaRows } from './agenda.ts';
import { type Actor, type CtxParts, createCtx, type Run } from './context.ts';
import { keys } from './keys.ts';
import type { Clock, Kv, Wake } from './ports.ts';
import { type Tx, transact } from './transaction.ts';

export interface RunDependencies extends CtxParts {
  kv: Kv;
  wake: Wake;
}

/** The tick looks by itself every two seconds, and from there on at the very instant. */
const SOON_MS = 2_000;

/** Wakes the tick when a committed transaction wrote agenda rows that are due now; later ones are found in time. */
export function wakeTick(tx: Tx, wake: Wake, clock: Clock): void {
  const soon = clock.now() + SOON_MS;
  if (agendaRows.written(tx).some(({ at, due }) => Date.parse(due ?? at) <= soon)) wake.wake('tick');
}

/** Runs use cases as this actor: jobs and webhooks, whose every act is a transaction of its own. */
export function createRun(dependencies: RunDependencies, actor: Actor): Run {
  const { kv, clock, wake } = dependencies;
  return async (work) => {
    let last: Tx | undefined;
    const result = await transact(kv, (tx) => {
      last = tx;
      return work(createCtx(dependencies, tx, actor));
    });
    if (last?.writes(keys.outbox.record.prefix())) wake.wake('notify');
    if (last) wakeTick(last, wake, clock);
    return result;
  };
}
