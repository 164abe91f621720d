import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, tooManyRequests } from './errors.ts';

/** What goes wrong with a call: answered with an error, cut off before it ran, or after it took effect. */
export type Fault = { kind: 'error'; error: ApiError } | { kind: 'drop' } | { kind: 'drop-answer' };

interface Planned {
  fault: Fault | null;
  delayMs: number;
  left: number;
}

export interface Faults {
  /** The next `times` calls of this method get 429 with `retryAfter` seconds. */
  flood(method: string, retryAfter: number, times?: number): void;
  /** … fail with this code (`500`, `403`…) and these words, e.g. `Internal Server Error: restart` without its prefix. */
  fail(method: string, code: number, message: string, times?: number): void;
  /** … lose their connection before anything happened. */
  drop(method: string, times?: number): void;
  /** … take effect, and then lose their connection: the caller cannot know. */
  dropAnswer(method: string, times?: number): void;
  /** … take this much longer, ms. */
  delay(method: string, ms: number, times?: number): void;
  clear(): void;
  /** The server's side: takes what is planned for this call, after its delay. */
  take(method: string): Promise<Fault | null> | null;
}

/** `'*'` stands for every method but getUpdates. */
export function createFaults(): Faults {
  const planned = new Map<string, Planned[]>();
  const plan = (method: string, fault: Fault | null, delayMs: number, times: number): void => {
    planned.set(method, [...(planned.get(method) ?? []), { fault, delayMs, left: times }]);
  };
  const next = (method: string): Planned | undefined => {
    const list = planned.get(method);
    const first = list?.[0];
    if (!list || !first) return undefined;
    first.left -= 1;
    if (first.left <= 0) list.shift();
    return first;
  };
  return {
    flood: (method, retryAfter, times = 1) =>
      plan(method, { kind: 'error', error: tooManyRequests(retryAfter) }, 0, times),
    fail: (method, code, message, times = 1) =>
      plan(method, { kind: 'error', error: new ApiError(code, message) }, 0, times),
    drop: (method, times = 1) => plan(method, { kind: 'drop' }, 0, times),
    dropAnswer: (method, times = 1) => plan(method, { kind: 'drop-answer' }, 0, times),
    delay: (method, ms, times = 1) => plan(method, null, ms, times),
    clear: () => planned.clear(),
    take(method) {
      if (planned.size === 0) return null;
      const found = next(method) ?? (method === 'getUpdates' ? undefined : next('*'));
      if (!found) return null;
      return found.delayMs > 0 ? sleep(found.delayMs).then(() => found.fault) : Promise.resolve(found.fault);
    },
  };
}
