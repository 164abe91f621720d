import { ApiError } from './errors.ts';
import { parseBody, type RawParams } from './request.ts';
import type { Queued, UpdateQueue } from './updates.ts';

export interface WebhookSettings {
  url: string;
  secret: string;
  maxConnections: number;
}

export interface Webhook {
  set(settings: WebhookSettings): void;
  remove(): void;
  url(): string;
  settings(): WebhookSettings | null;
  info(): Record<string, unknown>;
  stop(): void;
}

interface Lane {
  busy: boolean;
  failures: number;
  retry: NodeJS.Timeout | null;
}

/** Not executed when a webhook answers with them (architecture 11.1). */
const ignored = /^(deletewebhook|setwebhook|close|logout|get.*)$/i;
const longestRetryAfter = 3600;

/**
 * Delivers the queue to a URL: one update in flight per lane, lanes side by side up to `maxConnections`, failures
 * again after `firstRetryMs`, doubling to a random 60–120 s. `execute` runs the call that an answer may carry.
 */
export function createWebhook(
  updates: UpdateQueue,
  execute: (method: string, params: RawParams) => Promise<unknown>,
  firstRetryMs: number,
): Webhook {
  let settings: WebhookSettings | null = null;
  let lanes = new Map<string, Lane>();
  let inFlight = 0;
  let pumping = false;
  let lastError: { date: number; message: string } | null = null;
  let abort = new AbortController();

  const pump = (): void => {
    if (!settings || pumping) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      if (!settings) return;
      for (const item of updates.pending()) {
        if (inFlight >= settings.maxConnections) break;
        const lane = lanes.get(item.lane) ?? { busy: false, failures: 0, retry: null };
        lanes.set(item.lane, lane);
        if (lane.busy || lane.retry) continue;
        lane.busy = true;
        inFlight += 1;
        void send(item, lane, settings, abort.signal).finally(() => {
          inFlight -= 1;
          lane.busy = false;
          pump();
        });
      }
    });
  };

  const send = async (item: Queued, lane: Lane, to: WebhookSettings, signal: AbortSignal): Promise<void> => {
    let retryAfter = 0;
    try {
      const answer = await fetch(to.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(to.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': to.secret }),
        },
        body: item.json,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
      });
      const body = Buffer.from(await answer.arrayBuffer());
      if (answer.ok) {
        updates.remove(item.id);
        lane.failures = 0;
        await answerAsCall(body, answer.headers.get('content-type') ?? '');
        return;
      }
      retryAfter = Math.min(longestRetryAfter, Number(answer.headers.get('retry-after')) || 0);
      note(`Wrong response from the webhook: ${answer.status} ${answer.statusText}`);
    } catch (error) {
      if (signal.aborted) return;
      note(error instanceof DOMException ? 'Connection timed out' : 'Webhook connection closed');
    }
    lane.failures += 1;
    const cap = 60_000 + Math.random() * 60_000;
    const delay = Math.max(retryAfter * 1000, Math.min(cap, firstRetryMs * 2 ** (lane.failures - 1)));
    lane.retry = setTimeout(() => {
      lane.retry = null;
      pump();
    }, delay);
    lane.retry.unref();
  };

  const note = (message: string): void => {
    lastError = { date: Math.floor(Date.now() / 1000), message };
  };

  const answerAsCall = async (body: Buffer, contentType: string): Promise<void> => {
    if (body.length === 0) return;
    try {
      const { method, ...params } = parseBody(body, contentType);
      if (typeof method === 'string' && !ignored.test(method)) await execute(method, params);
    } catch (error) {
      // Its result is thrown away, its errors too; a body that is no call is simply an answer.
      if (!(error instanceof ApiError)) throw error;
    }
  };

  const reset = (): void => {
    abort.abort();
    abort = new AbortController();
    for (const lane of lanes.values()) if (lane.retry) clearTimeout(lane.retry);
    lanes = new Map();
  };

  updates.onPush(pump);

  return {
    set(next) {
      reset();
      settings = next;
      lastError = null;
      pump();
    },
    remove() {
      reset();
      settings = null;
    },
    url: () => settings?.url ?? '',
    settings: () => settings,
    info: () => ({
      url: settings?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.size(),
      ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
      ...(settings ? { max_connections: settings.maxConnections, ip_address: '127.0.0.1' } : {}),
      ...(updates.allowed() ? { allowed_updates: updates.allowed() } : {}),
    }),
    stop() {
      reset();
      settings = null;
    },
  };
}
