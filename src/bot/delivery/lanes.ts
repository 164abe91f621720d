import { createSendGate, type Priority, type Ticket } from './send-gate.ts';

/** Telegram's limits as the sender keeps them (architecture 11.1). */
export interface SendLimits {
  /** Messages in any second to all chats. */
  overallPerSecond: number;
  /** Messages a second to one private chat, after `burst` at once: Telegram tolerates short bursts. */
  perChatPerSecond: number;
  burst: number;
  /** Messages in any minute to one group. */
  perGroupPerMinute: number;
}

export const telegramLimits: SendLimits = {
  overallPerSecond: 30,
  perChatPerSecond: 1,
  burst: 4,
  perGroupPerMinute: 20,
};

/** What became of one try: `wait` keeps the item at the head of its lane for so many ms. */
export type Outcome = { kind: 'done' } | { kind: 'wait'; ms: number; flood: boolean } | { kind: 'drop-lane' };

export interface LaneItem {
  /** Somebody waits for an answer; an event can wait. */
  priority: Priority;
  send(): Promise<Outcome>;
  /** Taken out without being sent: the chat takes nothing any more, or this process stopped talking. */
  dropped(why: 'undeliverable' | 'released'): void;
}

interface Lane {
  items: LaneItem[];
  running: boolean;
  /** The head is with Telegram at this moment. */
  sending: boolean;
  /** The head waits for its turn among all chats. */
  ticket: Ticket | null;
  pausedUntil: number;
  /** A private chat's rate (GCRA): when its next message would be exactly on time. */
  due: number;
  /** When the messages of the last minute went to a group. */
  recent: number[];
}

export interface Lanes {
  push(chatId: string, item: LaneItem): void;
  length(chatId: string): number;
  /** Items in all lanes. */
  readonly size: number;
  /** Lets nothing out while false; what stands in the lanes stays. */
  open(isOpen: boolean): void;
  /** Takes out everything that is not being sent right now. */
  clear(): void;
  /** True when all lanes ran empty within so many ms. */
  drain(milliseconds: number): Promise<boolean>;
}

/** One queue for each chat; the next message of a chat goes out only after the previous one is settled. */
export function createLanes(limits: SendLimits): Lanes {
  const lanes = new Map<string, Lane>();
  let size = 0;
  let isOpen = false;
  let allPausedUntil = 0;
  const gate = createSendGate(limits.overallPerSecond);
  /** Raised by `clear`. */
  let generation = 0;
  const floods: { chatId: string; at: number }[] = [];
  const sleepers = new Set<() => void>();

  const wakeAll = (): void => {
    for (const wake of sleepers) wake();
  };
  /** Waits so long (for ever without), or until the gate opens or shuts, or all lanes are empty. */
  const pause = (milliseconds?: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(wake, Math.min(milliseconds, 60_000));
      sleepers.add(wake);
    });

  const interval = 1_000 / limits.perChatPerSecond;
  const isGroup = (chatId: string): boolean => chatId.startsWith('-');
  const chatWait = (chatId: string, lane: Lane, now: number): number => {
    if (!isGroup(chatId)) return lane.due - (limits.burst - 1) * interval - now;
    while (lane.recent[0] !== undefined && lane.recent[0] <= now - 60_000) lane.recent.shift();
    const oldest = lane.recent.at(-limits.perGroupPerMinute);
    return oldest !== undefined && lane.recent.length >= limits.perGroupPerMinute ? oldest + 60_000 - now : 0;
  };
  const noteSend = (chatId: string, lane: Lane): void => {
    const now = performance.now();
    if (isGroup(chatId)) lane.recent.push(now);
    else lane.due = Math.max(lane.due, now) + interval;
  };

  const noteFlood = (chatId: string, lane: Lane, ms: number): void => {
    const now = performance.now();
    lane.pausedUntil = now + ms;
    floods.push({ chatId, at: now });
    while (floods[0] && floods[0].at < now - 1_000) floods.shift();
    if (new Set(floods.map((flood) => flood.chatId)).size >= 3) allPausedUntil = Math.max(allPausedUntil, now + ms);
  };

  const clearLane = (lane: Lane, from: number, why: 'undeliverable' | 'released'): void => {
    for (const item of lane.items.splice(from)) {
      size--;
      item.dropped(why);
    }
  };

  async function run(chatId: string, lane: Lane): Promise<void> {
    for (let item = lane.items[0]; item; item = lane.items[0]) {
      const now = performance.now();
      if (!isOpen) {
        await pause();
        continue;
      }
      const wait = Math.max(lane.pausedUntil, allPausedUntil, now + chatWait(chatId, lane, now)) - now;
      if (wait > 0) {
        await pause(wait);
        continue;
      }
      // What stands before an answer is as urgent as the answer: the lane keeps its order.
      lane.ticket = gate.enter(lane.items.some(({ priority }) => priority === 'answer') ? 'answer' : 'event');
      await lane.ticket.passed;
      lane.ticket = null;
      // While it waited at the gate, everything may have been paused or taken away.
      if (!isOpen || allPausedUntil > performance.now() || lane.items[0] !== item) continue;
      noteSend(chatId, lane);
      const before = generation;
      lane.sending = true;
      const outcome = await item.send();
      lane.sending = false;
      if (outcome.kind === 'wait' && before !== generation) {
        clearLane(lane, 0, 'released');
        continue;
      }
      if (outcome.kind === 'wait') {
        if (outcome.flood) noteFlood(chatId, lane, outcome.ms);
        else lane.pausedUntil = performance.now() + outcome.ms;
        continue;
      }
      lane.items.shift();
      size--;
      if (outcome.kind === 'drop-lane') clearLane(lane, 0, 'undeliverable');
    }
    lane.running = false;
    if (size === 0) wakeAll();
    if (lanes.size > 2_000) forgetIdle();
  }

  function forgetIdle(): void {
    const now = performance.now();
    for (const [chatId, lane] of lanes) {
      if (!lane.running && Math.max(lane.due, lane.pausedUntil, (lane.recent.at(-1) ?? 0) + 60_000) < now)
        lanes.delete(chatId);
    }
  }

  return {
    push(chatId, item) {
      let lane = lanes.get(chatId);
      if (!lane) {
        lane = { items: [], running: false, sending: false, ticket: null, pausedUntil: 0, due: 0, recent: [] };
        lanes.set(chatId, lane);
      }
      lane.items.push(item);
      size++;
      if (item.priority === 'answer') lane.ticket?.promote();
      if (lane.running) return;
      lane.running = true;
      void run(chatId, lane);
    },
    length: (chatId) => lanes.get(chatId)?.items.length ?? 0,
    get size() {
      return size;
    },
    open(next) {
      isOpen = next;
      wakeAll();
    },
    clear() {
      generation++;
      // What is with Telegram at this moment is settled by its own outcome.
      for (const lane of lanes.values()) clearLane(lane, lane.sending ? 1 : 0, 'released');
      wakeAll();
    },
    async drain(milliseconds) {
      const end = performance.now() + milliseconds;
      while (size > 0 && performance.now() < end) await pause(Math.min(50, end - performance.now()));
      return size === 0;
    },
  };
}
