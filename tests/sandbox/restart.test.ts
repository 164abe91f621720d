import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog, type Log } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { openWholeWorld, type WholeWorld } from '../support/whole-world.ts';

interface Column {
  chatId: number;
  messages: { id: number; text: string; isBot: boolean; keyboard: { text: string }[][] }[];
}

let undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
});

/** A log that remembers what an operator would have to look at. */
function watchedLog(): { log: Log; troubles: string[] } {
  const troubles: string[] = [];
  const note = (...parts: unknown[]) => troubles.push(JSON.stringify(parts));
  return { log: Object.assign(Object.create(createLog('silent')), { error: note, warn: note }), troubles };
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 200; i += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}`);
}

test('the sandbox starts without a complaint, and goes on where it was', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kostin-restart-'));
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const { log, troubles } = watchedLog();
  const config: Config = {
    telegram: null,
    webhook: null,
    port: 0,
    store: { kind: 'embedded', dataDir },
    redisUrl: null,
    midtrans: null,
    dataDir,
    timezone: 'Asia/Jakarta',
    logLevel: 'silent',
    roles: ['bot', 'webhooks', 'jobs'],
  };
  const start = async (): Promise<App> => {
    const app = await openSandbox(config, log);
    undo.push(app.stop);
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ok' }]);
    // A page of another name that points here (DNS rebinding) reads nobody's chats.
    const rebound = await new Promise<number | undefined>((resolve) => {
      get(`${app.url}/sandbox/api/state`, { headers: { host: 'kos.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(rebound).toBe(403);
    return app;
  };
  const columns = async (app: App): Promise<Column[]> =>
    ((await (await fetch(`${app.url}/sandbox/api/state`)).json()) as { columns: Column[] }).columns;
  const act = (app: App, what: object) =>
    fetch(`${app.url}/sandbox/api/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 1001, chatId: 1001, ...what }),
    });
  const budi = async (app: App) => (await columns(app)).find(({ chatId }) => chatId === 1001)?.messages ?? [];
  /** Everyone has pressed Start and has an answer. */
  const settled = (app: App) =>
    until('greetings', async () => {
      const all = await columns(app);
      return all.every((column) => column.chatId < 0 || column.messages.at(-1)?.isBot) ? all : undefined;
    });

  const first = await start();
  await settled(first);
  await act(first, { act: 'send', text: 'kos putri dramaga ac di bawah 1,5jt' });
  const applies = ({ text }: { text: string }) => /Ajukan/.test(text);
  const card = await until('Melati', async () =>
    (await budi(first)).find(({ keyboard }) => keyboard.flat().some(applies)),
  );
  const before = await settled(first);
  await first.stop();

  const second = await start();
  expect(await settled(second)).toEqual(before);
  const row = card.keyboard.findIndex((buttons) => buttons.some(applies));
  await act(second, { act: 'press', messageId: card.id, row, column: card.keyboard[row]?.findIndex(applies) });
  await until('first question', async () => (await budi(second)).find(({ text }) => /Langkah 1 /.test(text)));
  expect(troubles).toEqual([]);
});

test('ready waits for the first answer of a slow Telegram, and says so when there is none', async () => {
  const { log, troubles } = watchedLog();
  const world: WholeWorld = await openWholeWorld('embedded', { log });
  undo.push(world.stop);
  const open = async () => {
    const app = await createApp(world.config, { log, clock: world.clock, queuePrefix: 'ready' });
    undo.push(app.stop);
    return app;
  };
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  world.chat.telegram.beforeCall((method) => (method === 'getMe' ? held : undefined));
  const app = await open();
  const asked = fetch(`${app.url}/readyz`);
  setTimeout(letThrough, 300);
  expect((await asked).status).toBe(200);
  expect(troubles).toEqual([]);
  await app.stop();

  world.chat.telegram.faults.fail('getMe', 502, 'Bad Gateway', 100);
  const answer = await fetch(`${(await open()).url}/readyz`);
  expect([answer.status, await answer.json()]).toMatchObject([503, { checks: { store: 'ok', telegram: 'failed' } }]);
  expect(troubles.join()).toContain('does not work');
}, 60_000);
