import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLanes, type LaneItem, type Outcome, telegramLimits } from '../../src/bot/delivery/lanes.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Sent {
  chat: string;
  name: string;
  at: number;
}

function world(limits = telegramLimits) {
  const lanes = createLanes(limits);
  const sent: Sent[] = [];
  const dropped: string[] = [];
  const item = (chat: string, name: string, priority: LaneItem['priority'], outcomes: Outcome[] = []): LaneItem => ({
    priority,
    async send() {
      sent.push({ chat, name, at: performance.now() });
      return outcomes.shift() ?? { kind: 'done' };
    },
    dropped: (why) => dropped.push(`${name} ${why}`),
  });
  const push = (chat: string, name: string, priority: LaneItem['priority'] = 'answer', outcomes?: Outcome[]) =>
    lanes.push(chat, item(chat, name, priority, outcomes));
  return { lanes, sent, dropped, push };
}

const mostWithin = (sent: Sent[], ms: number): number =>
  Math.max(...sent.map((first) => sent.filter(({ at }) => at >= first.at && at < first.at + ms).length));

describe('lanes', () => {
  it('keeps to 30 a second over all chats, the first ones at once', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    for (let i = 0; i < 120; i++) push(`${i + 1}`, `m${i}`);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(30);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(sent).toHaveLength(120);
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(30);
  });

  it('lets answers pass a broadcast', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    for (let i = 0; i < 300; i++) push(`${i + 1}`, `b${i}`, 'event');
    await vi.advanceTimersByTimeAsync(1_500);
    const asked = performance.now();
    for (let i = 0; i < 6; i++) push(`10${i}0`, `answer${i}`);
    await vi.advanceTimersByTimeAsync(100);
    const answers = sent.filter(({ name }) => name.startsWith('answer'));
    expect(answers).toHaveLength(6);
    for (const { at } of answers) expect(at - asked).toBeLessThan(50);
    // In a chat whose announcement has not had its turn yet: both go, in order.
    push('299', 'answer in the crowd');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.filter(({ chat }) => chat === '299').map(({ name }) => name)).toEqual(['b298', 'answer in the crowd']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(307);
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(30);
  });

  it('gives one chat a short burst and then one a second, in order', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    for (let i = 0; i < 8; i++) push('5', `m${i}`);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(telegramLimits.burst);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toHaveLength(telegramLimits.burst + 2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, (_, i) => `m${i}`));
  });

  it('gives one group 20 in any minute', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    for (let i = 0; i < 50; i++) push('-100', `m${i}`);
    await vi.advanceTimersByTimeAsync(150_000);
    expect(sent).toHaveLength(50);
    expect(mostWithin(sent, 60_000)).toBeLessThanOrEqual(20);
  });

  it('429 pauses its lane for as long as Telegram says, and no other', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    push('1', 'a', 'answer', [{ kind: 'wait', ms: 7_000, flood: true }]);
    push('1', 'b');
    push('2', 'c');
    await vi.advanceTimersByTimeAsync(6_900);
    expect(sent.map(({ name }) => name)).toEqual(['a', 'c']);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent.map(({ name }) => name)).toEqual(['a', 'c', 'a', 'b']);
  });

  it('429 in three chats within a second pauses all', async () => {
    const { lanes, sent, push } = world();
    lanes.open(true);
    for (const chat of ['1', '2', '3'])
      push(chat, `flood${chat}`, 'answer', [{ kind: 'wait', ms: 5_000, flood: true }]);
    await vi.advanceTimersByTimeAsync(0);
    push('4', 'other');
    await vi.advanceTimersByTimeAsync(4_900);
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(7);
  });

  it('drops the rest of a lane whose chat takes nothing', async () => {
    const { lanes, dropped, push } = world();
    push('1', 'a', 'event', [{ kind: 'drop-lane' }]);
    push('1', 'b');
    push('1', 'c');
    lanes.open(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(dropped).toEqual(['b undeliverable', 'c undeliverable']);
    expect(lanes.size).toBe(0);
  });

  it('lets nothing out while it is shut, and gives back what it holds', async () => {
    const { lanes, sent, dropped, push } = world();
    push('1', 'a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([]);
    lanes.clear();
    expect(dropped).toEqual(['a released']);
    lanes.open(true);
    push('1', 'b');
    await vi.advanceTimersByTimeAsync(10);
    expect(sent.map(({ name }) => name)).toEqual(['b']);
    expect(await lanes.drain(100)).toBe(true);
  });
});
