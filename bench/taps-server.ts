/**
 * A lean Bot API server with people who tap, in a process of its own: `closed` taps again as soon as the answer is
 * there (throughput), `open` taps so many times a second whatever happens (latency).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TapOrder =
  | { kind: 'closed'; people: number; data: string; ms: number }
  | { kind: 'open'; people: number; data: string; ms: number; perSecond: number };
export interface TapResult {
  taps: number;
  perSecond: number;
  p50: number;
  p95: number;
}

interface Update {
  update_id: number;
  callback_query: unknown;
}

let queue: Update[] = [];
/** Higher than those of any earlier run on the same store, which would be duplicates. */
let nextId = Date.now() * 16;
let waiting: ((updates: Update[]) => void) | null = null;
/** When each chat's open tap was made. */
const tappedAt = new Map<number, number[]>();
let latencies: number[] = [];
let onAnswer: (chat: number) => void = () => {};

function tap(chat: number, data: string): void {
  const update_id = nextId++;
  const from = { id: chat, is_bot: false, first_name: `Orang ${chat}`, language_code: 'id' };
  const message = {
    message_id: 7,
    date: 1_700_000_000,
    chat: { id: chat, type: 'private', first_name: from.first_name },
    text: 'pilih',
  };
  queue.push({
    update_id,
    callback_query: { id: String(update_id), from, chat_instance: '1', message, data },
  });
  const line = tappedAt.get(chat) ?? [];
  line.push(performance.now());
  tappedAt.set(chat, line);
  flush();
}

function flush(): void {
  if (!waiting || queue.length === 0) return;
  const go = waiting;
  waiting = null;
  setImmediate(() => go(queue.slice(0, 100)));
}

function answered(chat: number): void {
  const at = tappedAt.get(chat)?.shift();
  if (at === undefined) return;
  latencies.push(performance.now() - at);
  onAnswer(chat);
}

const me = { id: 1, is_bot: true, first_name: 'b', username: 'b_bot', can_join_groups: true };

async function call(method: string, params: Record<string, unknown>): Promise<unknown> {
  if (method === 'getUpdates') {
    const offset = Number(params.offset ?? 0);
    queue = queue.filter((update) => update.update_id >= offset);
    if (queue.length > 0) return queue.slice(0, 100);
    return new Promise<Update[]>((resolve) => {
      waiting = resolve;
      setTimeout(
        () => {
          if (waiting === resolve) waiting = null;
          resolve([]);
        },
        Number(params.timeout ?? 0) * 1_000,
      );
    });
  }
  if (method === 'getMe') return me;
  if (method === 'editMessageText') {
    answered(Number(params.chat_id));
    return { message_id: params.message_id, date: 1, chat: { id: params.chat_id, type: 'private' }, text: params.text };
  }
  return true;
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const method = request.url?.split('/').at(-1) ?? '';
  const result = await call(method, body === '' ? {} : JSON.parse(body));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, result }));
}

async function run(order: TapOrder): Promise<TapResult> {
  latencies = [];
  tappedAt.clear();
  const started = performance.now();
  const end = started + order.ms;
  if (order.kind === 'closed') {
    onAnswer = (chat) => {
      if (performance.now() < end) tap(chat, order.data);
    };
    for (let chat = 1; chat <= order.people; chat++) tap(chat, order.data);
  } else {
    onAnswer = () => {};
    for (let i = 0; performance.now() < end; i++) {
      const due = started + (i * 1_000) / order.perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      tap(1 + (i % order.people), order.data);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, end - performance.now())));
  const taken = performance.now() - started;
  const taps = latencies.length;
  // What is still open is answered before the next order begins.
  for (let i = 0; i < 200 && [...tappedAt.values()].some((line) => line.length > 0); i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { taps, perSecond: (taps / taken) * 1_000, p50: at(0.5), p95: at(0.95) };
}

const server = createServer((request, response) => {
  void handle(request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (order: TapOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
