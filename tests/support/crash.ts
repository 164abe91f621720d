import type { Api, Transformer } from 'grammy';
import type { Kv, PaymentGateway } from '../../src/domain/ports.ts';
import { watchedKv } from './watched-kv.ts';

const never = (): Promise<never> => new Promise(() => {});
/** Calls that change nothing at Telegram. */
const silent = new Set(['getUpdates', 'getMe', 'deleteWebhook', 'setMyCommands', 'getFile']);

export interface Crash {
  /** Writes, sends and charges that happened so far. */
  readonly count: number;
  readonly isDead: boolean;
  wrapKv(kv: Kv): Kv;
  wrapApi(api: Api): Api;
  wrapGateway(gateway: PaymentGateway): PaymentGateway;
}

/**
 * A process that ends right after its n-th write, send or charge: it happened, and nothing hears of it. `die` kills
 * (default: everything this process does from then on never comes back, which to the world around is the same).
 */
export function crashAfter(n: number, die: (what: string) => void = () => {}): Crash {
  let count = 0;
  let isDead = false;
  const step = (what: string): Promise<never> | undefined => {
    count++;
    if (count !== n || isDead) return isDead ? never() : undefined;
    isDead = true;
    die(what);
    return never();
  };
  const alive = <T>(work: () => Promise<T>): Promise<T> =>
    isDead ? never() : work().then((r) => (isDead ? never() : r));

  return {
    get count() {
      return count;
    },
    get isDead() {
      return isDead;
    },
    wrapKv(kv) {
      const watched = watchedKv(kv, {
        beforeCommit: () => (isDead ? never() : undefined),
        afterCommit({ sets, deletes }) {
          const written = [...sets, ...deletes].map((key) => key.split(':').slice(0, 2).join(':'));
          return step(`commit of ${written.join(', ')}`);
        },
      });
      return new Proxy(watched, {
        get(target, name: keyof Kv) {
          if (name === 'atomic') return target.atomic;
          if (name === 'close') return target.close;
          const method = target[name] as (...parameters: unknown[]) => Promise<unknown>;
          return (...parameters: unknown[]) => alive(() => method(...parameters));
        },
      });
    },
    wrapApi(api) {
      const transformer: Transformer = async (call, method, payload, signal) => {
        if (isDead) return never();
        const answer = await call(method, payload, signal);
        if (isDead) return never();
        if (!silent.has(method)) await step(method);
        return answer;
      };
      api.config.use(transformer);
      return api;
    },
    wrapGateway(gateway) {
      return {
        verifySignature: gateway.verifySignature,
        status: (orderId) => alive(() => gateway.status(orderId)),
        async charge(request) {
          const answer = await alive(() => gateway.charge(request));
          await step('charge');
          return answer;
        },
        async cancel(orderId) {
          const answer = await alive(() => gateway.cancel(orderId));
          await step('cancel');
          return answer;
        },
      };
    },
  };
}
