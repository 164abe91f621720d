import { createServer } from 'node:http';
import type { Update } from 'grammy/types';
import { afterEach, describe, expect, it } from 'vitest';
import { DomainError, KvUnavailable } from '../../src/domain/errors.ts';
import { httpStatusOf } from '../../src/webhooks/errors.ts';
import { createHttpServer, type HttpServerParts } from '../../src/webhooks/server.ts';
import { listen, memoryLog } from '../contracts/midtrans-harness.ts';

const secretToken = 'abcdefghijklmnop-QRSTUVWXYZ_0123';
let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function start(parts: Partial<HttpServerParts> = {}) {
  const { log, lines } = memoryLog();
  const kept: Update[][] = [];
  const accept = async (updates: Update[]) => void kept.push(updates);
  const app = createHttpServer({
    log,
    health: { checks: {} },
    midtrans: null,
    telegram: { secretToken, accept },
    ...parts,
  });
  const { url, close } = await listen(createServer(app));
  stops.push(close);
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/webhooks/telegram`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secretToken, ...headers },
      body,
    });
  return { url, post, kept, lines };
}
const update = { update_id: 7, message: { message_id: 1, date: 1, chat: { id: 5, type: 'private' }, text: 'Halo 🙂' } };

describe('POST /webhooks/telegram', () => {
  it('keeps the update as it came, then says 200', async () => {
    const { post, kept } = await start();
    expect((await post(JSON.stringify(update))).status).toBe(200);
    expect(kept).toEqual([[update]]);
  });

  it('says 200 only after the update is kept', async () => {
    let keep = (): void => {};
    const { post } = await start({
      telegram: { secretToken, accept: () => new Promise((resolve) => (keep = resolve)) },
    });
    let answered = false;
    const answer = post(JSON.stringify(update)).then((response) => {
      answered = true;
      return response.status;
    });
    await new Promise((done) => setTimeout(done, 100));
    expect(answered).toBe(false);
    keep();
    expect(await answer).toBe(200);
  });

  it.each([
    ['no secret', ''],
    ['a wrong one', 'abcdefghijklmnop-QRSTUVWXYZ_0124'],
    ['a piece of it', secretToken.slice(0, 10)],
    ['more than it', `${secretToken}x`],
  ])('is closed to %s, before the body is read', async (_name, given) => {
    const { post, kept, lines } = await start();
    for (const body of [JSON.stringify(update), 'x'.repeat(2_000_000)]) {
      const answer = await post(body, { 'X-Telegram-Bot-Api-Secret-Token': given });
      expect(answer.status).toBe(401);
    }
    expect(kept).toEqual([]);
    expect(lines.join('')).not.toContain(secretToken.slice(0, 16));
  });

  it.each([
    ['bad JSON', '{"update_id":', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a list', '[{"update_id":1}]', 400],
    ['no update_id', '{}', 400],
    ['an update_id in words', '{"update_id":"7"}', 400],
    ['a negative update_id', '{"update_id":-1}', 400],
    ['more than a megabyte', JSON.stringify({ update_id: 1, text: 'x'.repeat(1_100_000) }), 413],
  ])('refuses %s', async (_name, body, status) => {
    const { post, kept, lines } = await start();
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/at |node_modules|SyntaxError/);
    expect(kept).toEqual([]);
    expect(lines.join('').length).toBeLessThan(1_000);
  });

  it('takes a large update and hostile text', async () => {
    const { post, kept } = await start();
    const text = `\u0000${'é'.repeat(200_000)}`;
    const body = JSON.stringify({ update_id: 8, message: { text } }).replace('é', '\\ud83d');
    expect((await post(body)).status).toBe(200);
    expect(kept[0]?.[0]?.update_id).toBe(8);
  });

  it('is 503 when the update could not be kept', async () => {
    for (const error of [new KvUnavailable(new Error('postgres://u:hunter2@h')), new TypeError('bug')]) {
      const { post, lines } = await start({ telegram: { secretToken, accept: () => Promise.reject(error) } });
      const answer = await post(JSON.stringify(update));
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ error: 'try again later' });
      expect(lines.join('')).not.toContain('hunter2');
      expect(lines.join('')).not.toContain('Halo');
    }
  });
});

describe('health', () => {
  const ok = async () => {};
  const hang = () => new Promise<void>(() => {});

  it('says that the process lives, whatever its parts do', async () => {
    const { url } = await start({ health: { checks: { store: hang }, timeoutMs: 50 } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('is ready when every part answers', async () => {
    const { url } = await start({ health: { checks: { store: ok, queue: ok, telegram: ok } } });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok', checks: { store: 'ok', queue: 'ok', telegram: 'ok' } });
  });

  it('names the part that fails or hangs, in time, and why in the log alone', async () => {
    const broken = () => Promise.reject(new Error('connect postgres://u:hunter2@h'));
    const thrown = () => {
      throw new Error('at once');
    };
    const { url, lines } = await start({
      health: { checks: { store: broken, queue: hang, telegram: thrown, files: ok }, timeoutMs: 100 },
    });
    const begin = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/readyz`)));
    expect(performance.now() - begin).toBeLessThan(1_000);
    const text = await answers[0]?.text();
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503]);
    expect(JSON.parse(text ?? '')).toEqual({
      status: 'unavailable',
      checks: { store: 'failed', queue: 'timeout', telegram: 'failed', files: 'ok' },
    });
    await fetch(`${url}/readyz`);
    expect(lines.filter((line) => line.includes('"check":"store"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"check":"queue"'))).toHaveLength(1);
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('asks a hanging part once, and notices when it works again', async () => {
    let asked = 0;
    let free = (): void => {};
    const check = () => {
      asked += 1;
      return asked === 1 ? new Promise<void>((resolve) => (free = resolve)) : Promise.resolve();
    };
    const { url, lines } = await start({ health: { checks: { store: check }, timeoutMs: 30 } });
    for (let i = 0; i < 3; i++) expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(asked).toBe(1);
    free();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(lines.some((line) => line.includes('works again'))).toBe(true);
  });
});

describe('everything else', () => {
  it('is a plain 404 that says nothing of what runs here', async () => {
    const { url } = await start();
    for (const path of ['/', '/webhooks/midtrans', '/webhooks/unknown', '/etc/passwd', '/webhooks/../x']) {
      const answer = await fetch(url + path, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(await answer.text()).toBe('{"error":"not found"}');
    }
    expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(404);
    expect(
      (await fetch(`${url}/webhooks/telegram`, { headers: { 'X-Telegram-Bot-Api-Secret-Token': secretToken } })).status,
    ).toBe(404);
  });

  it('turns a fault in a mounted route into 503 without its words', async () => {
    const { url, lines } = await start({
      mount: (app) => {
        app.get('/boom', async () => {
          throw new Error('the stack is ours');
        });
      },
    });
    const answer = await fetch(`${url}/boom`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('{"error":"try again later"}');
    expect(lines.some((line) => line.includes('the stack is ours'))).toBe(true);
  });

  it.each([
    [new DomainError('common.busy'), 503],
    [new DomainError('common.not-found'), 404],
    [new DomainError('common.not-allowed'), 403],
    [new DomainError('invoice.not-open'), 503],
    [new KvUnavailable(new Error('x')), 503],
    [Object.assign(new Error('x'), { type: 'entity.too.large' }), 413],
    [Object.assign(new Error('x'), { type: 'toString' }), 503],
    ['a word', 503],
    [undefined, 503],
  ])('has a status for %s', (error, status) => {
    expect(httpStatusOf(error)).toBe(status);
  });
});
