import { Api } from 'grammy';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createMemoryLease } from '../../src/adapters/kv/memory-lease.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { type Feature, onCommand } from '../../src/bot/feature.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { choice } from '../../src/bot/flow/steps/choice.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { html } from '../../src/bot/ui/html.ts';
import { keys } from '../../src/domain/keys.ts';
import type { OutboxRow } from '../../src/domain/outbox.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { testBot } from '../support/bot-world.ts';
import { createChat, type TestChat } from '../support/chat.ts';
import { watchedKv } from '../support/watched-kv.ts';

const SUSI = 12;
const ids = createIds();

/** Two questions, one effect, and a message to somebody else in the same commit. */
const order: Flow<{ size: string; note: string }, never> = {
  name: 'apply',
  version: 1,
  given: [],
  steps: [
    choice({ id: 'size', ask: () => html`Ukuran?`, options: () => [{ label: html`Besar`, value: 'big' }] }),
    text({ id: 'note', ask: () => html`Catatan?`, max: 20, reads: z.string().min(1), problem: 'flow-need-text' }),
  ],
  async finish(ctx, answers) {
    const { tx } = ctx.domain;
    tx.set('orders', Number((await tx.get('orders')) ?? 0) + 1);
    const row: OutboxRow = {
      id: ids.ulid(),
      chatId: String(SUSI),
      at: new Date().toISOString(),
      body: { kind: 'answer', message: { text: `Ada pesanan: ${answers.note}` } },
    };
    tx.set(keys.outbox.record(row.chatId, row.id), row as unknown as Json);
    ctx.answer({ text: html`Pesanan ${answers.note} diterima` });
  },
};

const feature: Feature = {
  name: 'test',
  flows: [order],
  commands: [onCommand(['pesan'], (ctx) => ctx.enterFlow(order, {}))],
  messages: {
    async search(ctx) {
      if (ctx.message?.text !== 'lihat') return false;
      ctx.answer({ text: html`ada ${Number(await ctx.domain.tx.get('orders'))}` });
      return true;
    },
  },
};

type When = 'before a commit' | 'after a commit' | 'before a send' | 'after a send';

/** Runs a bot; at the n-th point of this kind the process is gone, as after SIGKILL, and a new one starts. */
async function mortal(chat: TestChat, kv: Kv, when: When, nth: number) {
  let count = 0;
  let reached = false;
  let ending = false;
  const never = () => new Promise<never>(() => {});
  const bots: ReturnType<typeof testBot>[] = [];

  async function live(mayDie: boolean): Promise<void> {
    let dead = false;
    const point = async (here: When): Promise<void> => {
      if (dead) await never();
      if (!mayDie || ending || here !== when || ++count !== nth) return;
      reached = true;
      dead = true;
      void live(false);
      await never();
    };
    const watched = watchedKv(kv, {
      beforeCommit: () => point('before a commit'),
      afterCommit: () => point('after a commit'),
      beforeRead: () => (dead ? never() : undefined),
    });
    const api = new Api(chat.token, { apiRoot: chat.url, timeoutSeconds: 60 });
    api.config.use(async (prev, method, payload, signal) => {
      const isSend = /^(send|edit)/.test(method);
      if (isSend) await point('before a send');
      const result = await prev(method, payload, signal);
      if (isSend) await point('after a send');
      return dead ? never() : result;
    });
    // The dead process' lease has run out.
    const bot = testBot(chat, { kv: watched, lease: createMemoryLease() }, { api, features: [feature] });
    bots.push(bot);
    await bot.start();
  }

  await live(true);
  return {
    reached: () => reached,
    async stop() {
      ending = true;
      for (const bot of bots.slice(0, -1)) void bot.stop(0);
      await bots.at(-1)?.stop(2_000);
    },
  };
}

async function story(when: When, nth: number): Promise<boolean> {
  const chat = await createChat();
  const kv = createMemoryKv();
  const budi = chat.user({ id: 11, name: 'Budi' });
  const susi = chat.user({ id: SUSI, name: 'Susi' });
  // She knows the bot already.
  susi.user.chat.started = true;
  chat.telegram.world.met.add(SUSI);
  const process = await mortal(chat, kv, when, nth);
  await budi.sends('/pesan');
  await budi.sees('Ukuran?');
  await budi.presses('Besar');
  await budi.sees('Catatan?');
  await budi.sends('pedas');
  await budi.sees('Pesanan pedas diterima');
  await budi.sends('lihat');
  await budi.sees('ada 1');
  await susi.sees('Ada pesanan: pedas', { anywhere: true });
  await process.stop();

  expect(await kv.get('orders')).toBe(1);
  expect(await kv.getByPrefix('outbox:')).toEqual([]);
  expect(await kv.getByPrefix('inbox-open:')).toEqual([]);
  expect(await kv.getByPrefix('flow:')).toEqual([]);
  // Messages that stand in the chats; an edit that is repeated is the same message.
  const said = budi.fromBot.map((message) => message.text ?? '');
  expect(said.length).toBeLessThanOrEqual(process.reached() ? 4 : 3);
  // The first question became the second one; sent twice, its twin stays.
  expect(new Set(said.filter((text) => !text.includes('Ukuran?'))).size).toBe(3);
  expect(susi.fromBot.length).toBeLessThanOrEqual(process.reached() ? 2 : 1);
  chat.noViolations();
  await chat.stop();
  return process.reached();
}

describe('killed between any two of its writes and sends', () => {
  it.each<When>(['before a commit', 'after a commit', 'before a send', 'after a send'])(
    '%s: goes on where it was, nothing lost, nothing doubled but one message a chat',
    async (when) => {
      let points = 0;
      for (let nth = 1; await story(when, nth); nth++) points++;
      // The story has that many such points; fewer would mean that the test does not kill.
      expect(points).toBeGreaterThanOrEqual(4);
    },
    30_000,
  );
});
