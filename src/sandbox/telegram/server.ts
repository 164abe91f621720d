import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';
import { type Call, Described, type Handler, RawJson } from './call.ts';
import { ApiError, badRequest, describe } from './errors.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGroup, type GroupOptions, type SandboxGroup } from './group.ts';
import { botMethods } from './methods/bot.ts';
import { chatMethods } from './methods/chat.ts';
import { editMethods } from './methods/edit.ts';
import { forumMethods } from './methods/forum.ts';
import { relayMethods } from './methods/relay.ts';
import { sendMethods } from './methods/send.ts';
import { updateMethods } from './methods/updates.ts';
import { createRateLimiter, type RateModel, telegramRates } from './rate.ts';
import { type RawParams, readParams } from './request.ts';
import { keepWorld } from './state/keep-world.ts';
import { createUpdateQueue } from './updates.ts';
import { createUser, type SandboxUser, type UserOptions } from './user.ts';
import { methodOf, type Params } from './validate.ts';
import { createWebhook } from './webhook.ts';
import { type ChatState, createWorld, type World } from './world.ts';

export interface TelegramOptions {
  /** `<bot id>:<secret>`, as @BotFather gives it. */
  token: string;
  /** Business time: dates of messages, ages of updates and buttons. */
  clock: Clock;
  log: Log;
  username?: string;
  name?: string;
  /** Default: the numbers of Telegram's FAQ. `null`: no limits (benchmarks, most tests). */
  rates?: RateModel | null;
  /** Messages kept per chat (10,000). */
  historyLimit?: number;
  /** Folder to keep the chats in over a restart, or a `kill -9`. Default: they live in memory and go with the process. */
  stateFolder?: string;
  /**
   * Number of each new chat's first message (1). A bot whose store may outlive the chats gives a number that grows, so
   * that what it remembers of before never names a new message.
   */
  firstMessageId?: number;
  /** Bytes of files kept in memory (256 MB). */
  maxFileBytes?: number;
  /** First delay after a webhook failed, ms (1,000). */
  webhookRetryMs?: number;
  /** Default true: webhooks may be plain http on any port, as with an own Bot API server. */
  localMode?: boolean;
  /** Default true: as Telegram, a getUpdates that repeats its offset within 3 s waits. A test's bot stops faster without. */
  spinGuard?: boolean;
  /** Real time in ms, for limits. */
  realNow?: () => number;
}

export interface TelegramServer {
  /** Listens on localhost; port 0 or none takes a free one. The url is what TELEGRAM_API_ROOT wants. */
  start(port?: number): Promise<{ url: string }>;
  stop(): Promise<void>;
  /** For an http server or Express of one's own; what is not a Bot API path goes to `next` (404 without one). */
  handler(request: IncomingMessage, response: ServerResponse, next?: () => void): void;
  user(options: UserOptions): SandboxUser;
  group(options: GroupOptions): SandboxGroup;
  /** Calls that Bot API 10.3 does not know, or that this server does not emulate; tests demand that there are none. */
  readonly violations: readonly string[];
  readonly faults: Faults;
  setRates(rates: RateModel | null): void;
  /** Called, and waited for, before each call takes effect: a test kills or delays the bot just there. */
  beforeCall(listener: (method: string, params: Params) => void | Promise<void>): void;
  readonly world: World;
  /** Calls answered so far, by method. */
  readonly calls: ReadonlyMap<string, number>;
}

export function createTelegramServer(options: TelegramOptions): TelegramServer {
  const realNow = options.realNow ?? (() => performance.now());
  const { log } = options;
  const world = createWorld({
    token: options.token,
    clock: options.clock,
    updates: createUpdateQueue(options.clock, realNow, options.spinGuard),
    rate: createRateLimiter(options.rates === undefined ? telegramRates : options.rates, realNow),
    username: options.username ?? 'kostin_sandbox_bot',
    name: options.name ?? 'KostIn',
    historyLimit: options.historyLimit ?? 10_000,
    firstMessageId: options.firstMessageId ?? 1,
    maxFileBytes: options.maxFileBytes ?? 256 * 1024 * 1024,
  });
  const faults = createFaults();
  const calls = new Map<string, number>();
  const listeners: ((method: string, params: Params) => void | Promise<void>)[] = [];
  const webhook = createWebhook(
    world.updates,
    (name, params) => run(name, params, new AbortController().signal),
    options.webhookRetryMs ?? 1000,
  );
  const handlers: Record<string, Handler> = {
    ...botMethods,
    ...chatMethods,
    ...editMethods,
    ...forumMethods,
    ...relayMethods,
    ...sendMethods,
    ...updateMethods({ webhook, localMode: options.localMode ?? true, realNow }),
  };

  const kept = options.stateFolder === undefined ? null : keepWorld(world, webhook, options.stateFolder, log);

  const violate = (what: string): ApiError => {
    world.violations.push(what);
    log.warn({ violation: what }, 'sandbox.telegram.violation');
    return badRequest(`sandbox: ${what}`);
  };

  const run = async (name: string, raw: RawParams, left: AbortSignal): Promise<unknown> => {
    const method = methodOf(name);
    if (!method) {
      world.violations.push(`unknown method ${name}`);
      throw new ApiError(404, 'Not Found: method not found');
    }
    calls.set(method.name, (calls.get(method.name) ?? 0) + 1);
    const handler = handlers[method.name];
    if (!handler) throw violate(`${method.name} is not emulated`);
    const { params, problems } = method.read(raw);
    for (const listener of listeners) await listener(method.name, params);
    const refusal = problems.length === 0 ? null : violate(`${method.name}: ${problems.join('; ')}`);
    const call: Call = {
      world,
      method: method.name,
      params,
      raw,
      left,
      admit(chat?: ChatState, messages = 0) {
        // Telegram's own complaint came first where it has one; here the call would otherwise take effect.
        if (refusal) throw refusal;
        if (chat && messages > 0) world.rate.take(chat.id, messages);
      },
    };
    const result = await handler(call);
    if (refusal) throw refusal;
    return result;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, name: string, query: string) => {
    const left = new AbortController();
    response.on('close', () => left.abort());
    let ok = true;
    let body: string;
    let status = 200;
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const fault = await faults.take(methodOf(name)?.name ?? name);
    if (fault?.kind === 'drop') {
      request.socket.destroy();
      return;
    }
    try {
      const raw = await readParams(request, query);
      if (fault?.kind === 'error') throw fault.error;
      body = success(await run(name === '' ? String(raw.method ?? '') : name, raw, left.signal));
    } catch (error) {
      if (left.signal.aborted) return;
      ok = false;
      const failure = error instanceof ApiError ? error : new ApiError(500, 'internal error of the sandbox');
      if (failure !== error) log.error({ err: error, method: name }, 'sandbox.telegram.failed');
      const described = describe(failure);
      status = described.error_code;
      body = JSON.stringify({ ok: false, ...described });
      const retryAfter = failure.parameters?.retry_after;
      if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
    }
    world.changes.emit('change', { kind: 'call', method: name, ok });
    if (fault?.kind === 'drop-answer') {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };

  const handler: TelegramServer['handler'] = (request, response, next) => {
    const [path = '', query = ''] = splitOnce(request.url ?? '', '?');
    const match = /^\/(file\/)?bot([^/]*)(?:\/test)?\/(.*)$/.exec(path);
    if (!match) {
      if (next) next();
      else sendError(response, new ApiError(404, 'Not Found'));
      return;
    }
    const token = decodeURIComponent(match[2] ?? '');
    if (token !== options.token) {
      const malformed = token.startsWith('0') || token.length > 80 || !token.includes(':');
      sendError(response, new ApiError(401, malformed ? 'invalid token specified' : ''));
      return;
    }
    if (match[1]) sendFile(world, response, decodeURIComponent(match[3] ?? ''));
    else void answer(request, response, (match[3] ?? '').replace(/\/$/, ''), query);
  };

  let server: Server | null = null;
  return {
    async start(port = 0) {
      const listening = createServer(handler);
      // Longer than any client's keep-alive, so that no call meets a connection that is just being closed.
      listening.keepAliveTimeout = 75_000;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, '127.0.0.1', resolve);
      });
      server = listening;
      return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` };
    },
    async stop() {
      // First: what ends here goes on after the next start.
      kept?.close();
      webhook.stop();
      world.updates.interrupt(new ApiError(429, 'Too Many Requests: retry after 5', { retry_after: 5 }));
      const listening = server;
      server = null;
      if (!listening) return;
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
    },
    handler,
    user: (about) => createUser(world, about),
    group: (about) => createGroup(world, about),
    violations: world.violations,
    faults,
    setRates: (rates) => world.rate.setModel(rates),
    beforeCall: (listener) => {
      listeners.push(listener);
    },
    world,
    calls,
  };
}

function success(result: unknown): string {
  if (result instanceof RawJson) return `{"ok":true,"result":${result.json}}`;
  if (result instanceof Described) return JSON.stringify({ ok: true, ...result });
  return `{"ok":true,"result":${JSON.stringify(result)}}`;
}

function sendError(response: ServerResponse, error: ApiError): void {
  const described = describe(error);
  response.writeHead(described.error_code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: false, ...described }));
}

function sendFile(world: World, response: ServerResponse, path: string): void {
  const file = world.files.byPath(path);
  if (!file) {
    sendError(response, new ApiError(404, 'Not Found'));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.byteLength });
  response.end(file.bytes);
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
