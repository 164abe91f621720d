import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import midtrans from 'midtrans-client';
import { scrub } from '../../log.ts';

export interface MidtransOptions {
  serverKey: string;
  clientKey: string;
  isProduction: boolean;
  /** Another Core API server (the simulator, a relay), without `/v2`. */
  apiRoot?: string;
  /** Milliseconds until a request is given up. Default 10,000. */
  timeoutMs?: number;
}

/** What one request brought, before its shape is looked at. */
export type Answer =
  /** Midtrans' own JSON; `statusCode` is the body's `status_code`. */
  | { kind: 'body'; statusCode: string; body: Record<string, unknown> }
  /** Timeout, refused, HTML of a proxy, an empty body: nothing is known. The message carries no secret. */
  | { kind: 'nothing'; message: string };

export interface MidtransApi {
  readonly root: string;
  charge(orderId: string, body: object): Promise<Answer>;
  status(orderId: string): Promise<Answer>;
  cancel(orderId: string): Promise<Answer>;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why this root must not be used with this environment, or null. Production's key goes to Midtrans alone; any other
 * goes over TLS or stays on this machine.
 */
export function apiRootProblem(root: string, isProduction: boolean): string | null {
  if (!URL.canParse(root)) return 'is not a URL';
  const url = new URL(root);
  if (url.username || url.password || url.search || url.hash) return 'must be a plain URL';
  if (isProduction && !/(^|\.)midtrans\.com$/.test(url.hostname)) return 'must be Midtrans’ own in production';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && !isProduction && loopback.has(url.hostname)) return null;
  return 'must be https, or http on this machine';
}

/** Letters, digits, `-` `_` `~` `.`; not dots alone, which a URL would resolve as a folder. */
export const isOrderId = (id: string): boolean => /^[A-Za-z0-9\-_~.]{1,50}$/.test(id) && !/^\.+$/.test(id);

/** At most 46 characters, or Midtrans ignores it silently; global over all its endpoints, so named by the operation. */
export const idempotencyKey = (operation: 'charge' | 'cancel', orderId: string): string =>
  `${operation}-${createHash('sha256').update(orderId).digest('hex').slice(0, 32)}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Midtrans says the code in the body, under HTTP 200 or otherwise; anything without one is not Midtrans speaking. */
function read(value: unknown): Answer {
  const code = isRecord(value) ? value.status_code : undefined;
  if (!isRecord(value) || !(typeof code === 'string' || typeof code === 'number') || !/^\d{3}$/.test(String(code))) {
    return { kind: 'nothing', message: 'an answer that is not Midtrans’' };
  }
  return { kind: 'body', statusCode: String(code), body: value };
}

/**
 * The client's errors hang the request, and with it the server key, on themselves: only the answer's body, the HTTP
 * status and the error's code are taken, the error itself goes no further.
 */
function readError(error: unknown): Answer {
  if (!isRecord(error)) return { kind: 'nothing', message: 'unknown error' };
  const answer = read(error.ApiResponse);
  if (answer.kind === 'body') return answer;
  const http = Number(error.httpStatusCode);
  if (Number.isInteger(http) && http > 0) return { kind: 'nothing', message: `HTTP ${http} without Midtrans’ body` };
  const raw = isRecord(error.rawHttpClientData) ? error.rawHttpClientData : error;
  const code = typeof raw.code === 'string' ? raw.code : 'no answer';
  return { kind: 'nothing', message: scrub(code) };
}

/** midtrans-client, made safe: bounded in time, no redirects, idempotency keys, answers instead of exceptions. */
export function createMidtransApi(options: MidtransOptions): MidtransApi {
  const core = new midtrans.CoreApi({
    isProduction: options.isProduction === true,
    serverKey: options.serverKey,
    clientKey: options.clientKey,
  });
  if (options.isProduction && options.serverKey.startsWith('SB-')) {
    throw new Error('MIDTRANS_SERVER_KEY is a sandbox key, but MIDTRANS_IS_PRODUCTION is set');
  }
  const root = (options.apiRoot ?? core.apiConfig.getCoreApiBaseUrl()).replace(/\/+$/, '');
  const problem = apiRootProblem(root, options.isProduction);
  if (problem) throw new Error(`MIDTRANS_API_ROOT ${problem}`);
  core.apiConfig.getCoreApiBaseUrl = () => root;

  const timeoutMs = options.timeoutMs ?? 10_000;
  const http = core.httpClient.http_client;
  http.defaults.timeout = timeoutMs;
  // A redirected POST would become a GET, and the key would go to wherever it points.
  http.defaults.maxRedirects = 0;
  http.defaults.maxContentLength = 1_000_000;
  if (loopback.has(new URL(root).hostname)) http.defaults.proxy = false;
  const operation = new AsyncLocalStorage<string>();
  http.interceptors.request.use((request) => {
    const key = operation.getStore();
    if (key) request.headers.set('Idempotency-Key', key);
    // axios' own timeout counts idle time: an answer that trickles would never end.
    request.signal = AbortSignal.timeout(timeoutMs + 100);
    return request;
  });

  const ask = (request: () => Promise<unknown>, key?: string): Promise<Answer> =>
    (key ? operation.run(key, request) : request()).then(read, readError);
  return {
    root,
    charge: (orderId, body) => ask(() => core.charge(body), idempotencyKey('charge', orderId)),
    status: (orderId) => ask(() => core.transaction.status(encodeURIComponent(orderId))),
    cancel: (orderId) =>
      ask(() => core.transaction.cancel(encodeURIComponent(orderId)), idempotencyKey('cancel', orderId)),
  };
}
