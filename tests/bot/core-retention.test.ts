import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { sentRows } from '../../src/bot/delivery/sent-rows.ts';
import { onCommand } from '../../src/bot/feature.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { html } from '../../src/bot/ui/html.ts';
import { cleanBot } from '../../src/bot/updates/cleanup.ts';
import { keys } from '../../src/domain/keys.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { expiryOf } from '../../src/domain/retention.ts';
import { botWorld, memoryStore } from '../support/bot-world.ts';
import { watchedKv } from '../support/watched-kv.ts';

const DAY = 24 * 3_600_000;
const START = Date.parse('2024-11-04T10:00:00Z');
const sentKey = (i: number) => keys.outbox.sent('11', `card-${i}`);
const sentRow = (at: number): Json => ({ messageId: 1, photo: false, at: new Date(at).toISOString() });

/** A message's row and its expiry, as the sender commits them. */
const send = (kv: Kv, i: number, at: number) =>
  kv
    .atomic()
    .set(sentKey(i), sentRow(at))
    .set(...expiryOf(sentRows, sentKey(i), at))
    .commit();
const rest = async (kv: Kv) =>
  [await kv.getByPrefix('sent:'), await kv.list(keys.expires.prefix())].map((l) => l.length);

describe('clean-up', () => {
  it('deletes what is over, at most a day late, and reads nothing that is not', async () => {
    const memory = createMemoryKv();
    let read = 0;
    const counted: Kv = {
      ...memory,
      async list(prefix, options) {
        const entries = await memory.list(prefix, options);
        read += entries.length;
        return entries;
      },
    };
    for (let i = 0; i < 120; i++) await send(memory, i, START + (i < 5 ? 0 : 2 * DAY));
    expect(await cleanBot(counted, START + 90 * DAY)).toBe(0);
    expect(read).toBe(0);
    expect(await cleanBot(counted, START + 91 * DAY)).toBe(5);
    expect(read).toBe(5);
    expect(await rest(memory)).toEqual([115, 115]);
    // More than a page, after some days without a run.
    expect(await cleanBot(counted, START + 120 * DAY)).toBe(115);
    expect(await cleanBot(counted, START + 120 * DAY)).toBe(0);
    expect(await rest(memory)).toEqual([0, 0]);
  });

  it('moves on what was written again, and forgets what is gone', async () => {
    const kv = createMemoryKv();
    await send(kv, 1, START);
    await send(kv, 2, START);
    await kv.set(sentKey(1), sentRow(START + 10 * DAY));
    await kv.del(sentKey(2));
    expect(await cleanBot(kv, START + 91 * DAY)).toBe(0);
    expect(await rest(kv)).toEqual([1, 1]);
    expect(await cleanBot(kv, START + 101 * DAY)).toBe(1);
    expect(await rest(kv)).toEqual([0, 0]);
  });

  it('leaves a row that is written while it works', async () => {
    const kv = createMemoryKv();
    for (let i = 0; i < 70; i++) await send(kv, i, START);
    const now = START + 91 * DAY;
    let disturbed = false;
    const watched = watchedKv(kv, {
      beforeCommit: async () => {
        if (!disturbed) await kv.set(sentKey(1), sentRow(now));
        disturbed = true;
      },
    });
    expect(await cleanBot(watched, now)).toBe(69);
    expect(await kv.get(sentKey(1))).toEqual(sentRow(now));
    expect(await rest(kv)).toEqual([1, 1]);
  });

  it('counts each row once when two of it work at the same time', async () => {
    const kv = createMemoryKv();
    for (let i = 0; i < 70; i++) await send(kv, i, START);
    const deleted = await Promise.all([1, 2, 3].map(() => cleanBot(kv, START + 91 * DAY)));
    expect(deleted.reduce((sum, n) => sum + n)).toBe(70);
    expect(await rest(kv)).toEqual([0, 0]);
  });
});

describe('what the bot writes', () => {
  let world: Awaited<ReturnType<typeof botWorld>>;
  afterEach(async () => {
    await world.stop();
    world.chat.noViolations();
  });
  const soon = 2 * DAY;

  it('expires with the commit that writes it: messages, and pictures of a QR but not our own', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const commits: string[][] = [];
    const store = memoryStore();
    const kv = watchedKv(store.kv, { beforeCommit: ({ sets }) => void commits.push(sets) });
    world = await botWorld({
      bot: { kv, qrPicture: async () => png, files: { read: async () => png } },
      feature: (f) =>
        f.hears('qr', (ctx) => {
          ctx.answer({ text: html`ini`, photo: { kind: 'qris', paymentId: 'payment_1' } }, { ref: 'qr-1' });
          ctx.answer({ text: html`itu`, photo: { kind: 'image', source: 'asset:kos.png' } });
        }),
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('qr');
    await budi.sees('itu');
    await expect.poll(async () => (await store.kv.getByPrefix('telegram-file:')).length).toBe(2);
    const commit = commits.find((sets) => sets.includes(keys.outbox.sent('11', 'qr-1'))) ?? [];
    expect(commit.filter((key) => key.startsWith(keys.expires.prefix()))).toHaveLength(2);
    await cleanBot(store.kv, Date.now() + 8 * DAY + soon);
    expect(await store.kv.getByPrefix('telegram-file:')).toHaveLength(1);
    expect(await store.kv.get(keys.outbox.sent('11', 'qr-1'))).not.toBeNull();
    await cleanBot(store.kv, Date.now() + 90 * DAY + soon);
    expect(await store.kv.get(keys.outbox.sent('11', 'qr-1'))).toBeNull();
    expect(await store.kv.list(keys.expires.prefix())).toEqual([]);
  });

  it('has one expiry for a flow, however many questions it asks', async () => {
    const words: Flow<{ one: string; two: string }, never> = {
      name: 'apply',
      version: 1,
      given: [],
      steps: (['one', 'two'] as const).map((id) =>
        text({ id, ask: () => html`Kata ${id}?`, reads: z.string(), problem: 'flow-need-text' }),
      ),
      finish: async (ctx) => ctx.answer({ text: html`selesai` }),
    };
    const store = memoryStore();
    world = await botWorld({
      bot: {
        ...store,
        features: [
          { name: 'test', flows: [words], commands: [onCommand(['pesan'], (ctx) => ctx.enterFlow(words, {}))] },
        ],
      },
    });
    const budi = world.chat.user({ id: 11, name: 'Budi' });
    await budi.sends('/pesan');
    await budi.sees('Kata one?');
    await budi.sends('kata');
    await budi.sees('Kata two?');
    expect(await store.kv.list(keys.expires.prefix())).toHaveLength(1);
    await cleanBot(store.kv, Date.now() + 5 * DAY);
    expect(await store.kv.get(keys.flow('11', 11))).not.toBeNull();
    await cleanBot(store.kv, Date.now() + 7 * DAY + soon);
    expect(await store.kv.get(keys.flow('11', 11))).toBeNull();
    expect(await store.kv.list(keys.expires.prefix())).toEqual([]);
  });
});
