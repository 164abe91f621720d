import type { Log } from '../../log.ts';

/** A notification on its way. `dueAt` in ms of business time. */
interface Pending {
  body: Record<string, unknown>;
  attempt: number;
  dueAt: number;
}

export interface Delivery {
  body: Record<string, unknown>;
  attempt: number;
  /** Null: no answer. */
  httpStatus: number | null;
}

const retryMinutes = [2, 10, 30, 90, 210];

/** How often Midtrans tries again after this answer (null: none came). */
export function retriesAfter(httpStatus: number | null): number {
  if (httpStatus === null) return 5;
  if (httpStatus >= 200 && httpStatus < 300) return 0;
  if (httpStatus === 500) return 1;
  if (httpStatus === 400 || httpStatus === 404) return 2;
  if (httpStatus === 503) return 4;
  return httpStatus >= 301 && httpStatus <= 303 ? 0 : 5;
}

export interface Notifier {
  /** Queues it, and sends it now unless notifications are held. */
  notify(body: Record<string, unknown>): void;
  /** Sends one body now, once, whatever it is, and gives the HTTP status (null: no answer). */
  post(body: unknown): Promise<number | null>;
  /** Keeps new notifications back until `release`. */
  hold(): void;
  /** Sends what was kept back, in this order. */
  release(order?: 'as-made' | 'reversed'): Promise<void>;
  /** Sends what is due; resolves when all of it was answered. */
  tick(): Promise<void>;
  /** Ms of business time of the next retry, or null. */
  nextDue(): number | null;
  /** Everything sent so far. */
  readonly deliveries: readonly Delivery[];
  close(): void;
}

export interface NotifierOptions {
  url(): string | null;
  now(): number;
  log: Log;
  /** The retry intervals (2, 10, 30, 90, 210 minutes of business time) are multiplied by this. Default 1. */
  retryScale?: number;
  duplicates(): number;
}

export function createNotifier({ url, now, log, retryScale = 1, duplicates }: NotifierOptions): Notifier {
  let queue: Pending[] = [];
  let held: Pending[] | null = null;
  const deliveries: Delivery[] = [];
  const stop = new AbortController();

  async function post(body: unknown): Promise<number | null> {
    let target = url();
    if (target === null) return null;
    for (let hops = 0; hops <= 5; hops++) {
      try {
        const answer = await fetch(target, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'User-Agent': 'Veritrans', Accept: 'application/json', 'Content-Type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
          signal: AbortSignal.any([stop.signal, AbortSignal.timeout(15_000)]),
        });
        await answer.body?.cancel();
        const location = answer.headers.get('location');
        if ((answer.status !== 307 && answer.status !== 308) || !location) return answer.status;
        target = new URL(location, target).href;
      } catch {
        return null;
      }
    }
    return null;
  }

  async function send(pending: Pending): Promise<void> {
    const { body, attempt } = pending;
    const httpStatus = await post(body);
    if (stop.signal.aborted) return;
    deliveries.push({ body, attempt, httpStatus });
    if (deliveries.length > 1_000) deliveries.shift();
    const minutes = retryMinutes[attempt];
    if (attempt >= retriesAfter(httpStatus) || minutes === undefined) return;
    log.debug({ orderId: body.order_id, httpStatus, attempt }, 'sandbox.midtrans: notification will be sent again');
    queue.push({ body, attempt: attempt + 1, dueAt: now() + minutes * 60_000 * retryScale });
  }

  return {
    deliveries,
    post,
    notify(body) {
      if (url() === null) return;
      for (let copy = 0; copy <= duplicates(); copy++) {
        const pending = { body, attempt: 0, dueAt: now() };
        if (held) held.push(pending);
        else void send(pending);
      }
    },
    hold() {
      held ??= [];
    },
    async release(order = 'as-made') {
      const kept = held ?? [];
      held = null;
      for (const pending of order === 'reversed' ? kept.reverse() : kept) await send(pending);
    },
    async tick() {
      const due = queue.filter((pending) => pending.dueAt <= now());
      queue = queue.filter((pending) => pending.dueAt > now());
      await Promise.all(due.map(send));
    },
    nextDue: () => (queue.length > 0 ? Math.min(...queue.map((pending) => pending.dueAt)) : null),
    close: () => stop.abort(),
  };
}
