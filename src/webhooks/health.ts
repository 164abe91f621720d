import express, { type Router } from 'express';
import type { Log } from '../log.ts';

/** Throws (or never ends) when this part does not work. */
export type Check = () => Promise<unknown>;

export interface Health {
  /** By name: `store`, `queue`, `telegram`. */
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

  /** One at a time of each, so that asking often while a part hangs piles nothing up. */
  function run(name: string, check: Check): Promise<State> {
    const current = running.get(name) ?? start(name, check);
    running.set(name, current);
    return current;
  }
  async function start(name: string, check: Check): Promise<State> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<State>((resolve) => {
      timer = setTimeout(() => resolve('timeout'), timeoutMs);
    });
    let cause: unknown;
    const done = Promise.resolve()
      .then(check)
      .then(
        (): State => 'ok',
        (error: unknown): State => {
          cause = error;
          return 'failed';
        },
      );
    const state = await Promise.race([done, late]);
    clearTimeout(timer);
    running.delete(name);
    if (state !== (last.get(name) ?? 'ok')) {
      const facts = { check: name, state, ...(cause !== undefined && { err: cause }) };
      if (state === 'ok') log.info(facts, 'health: works again');
      else log.error(facts, 'health: does not work');
    }
    last.set(name, state);
    return state;
  }

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await run(name, check)] as const),
    );
    const ready = states.every(([, state]) => state === 'ok');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(states) });
  });
  return router;
}
