import express, { type Router } from 'express';
import type { Log } from '../log.ts';

/** Throws (or never ends) when this part does not work. */
export type Check = () => Promise<unknown>;

export interface Health {
  /** By name: `store`, `queue`, `files`, and `telegram` where the bot runs. */
  checks: Record<string, Check>;
  log: Log;
  /** Each check's time in ms. Default 2,000. */
  timeoutMs?: number;
}

type State = 'ok' | 'failed' | 'timeout';

/**
 * `GET /healthz`: the process answers. `GET /readyz`: every part answers, 200 or 503, as
 * `{status, checks: {store: 'ok' | 'failed' | 'timeout'}}`. Causes stand in the log alone, once per change.
 */
export function healthRoutes({ checks, log, timeoutMs = 2_000 }: Health): Router {
  const router = express.Router();
  const running = new Map<string, Promise<State>>();
  const last = new Map<string, State>();

  /** One at a time of each, also when it hangs: asking often piles nothing up. */
  function start(name: string, check: Check): Promise<State> {
    const failed = (error: unknown): State => {
      if (last.get(name) !== 'failed') log.error({ check: name, err: error }, 'health: does not work');
      return 'failed';
    };
    const work = Promise.resolve()
      .then(check)
      .then((): State => 'ok', failed)
      .finally(() => running.delete(name));
    running.set(name, work);
    return work;
  }
  async function ask(name: string, check: Check): Promise<State> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<State>((resolve) => {
      timer = setTimeout(() => resolve('timeout'), timeoutMs);
    });
    const state = await Promise.race([running.get(name) ?? start(name, check), late]);
    clearTimeout(timer);
    const before = last.get(name) ?? 'ok';
    last.set(name, state);
    if (state === 'timeout' && before !== state) log.error({ check: name }, 'health: does not answer');
    if (state === 'ok' && before !== state) log.info({ check: name }, 'health: works again');
    return state;
  }

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await ask(name, check)] as const),
    );
    const ready = states.every(([, state]) => state === 'ok');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(states) });
  });
  return router;
}
