/** Telegram's limits as the sender keeps them (facts/telegram.md 8). */
export interface SendLimits {
  /** Messages a second to all chats. Answers count but never wait for it: Telegram limits bulk, not reactions. */
  overallPerSecond: number;
  /** Messages a second to one private chat, after `burst` at once. */
  perChatPerSecond: number;
  /** Messages in any minute to one group. */
  perGroupPerMinute: number;
  burst: number;
}

export const telegramLimits: SendLimits = {
  overallPerSecond: 30,
  perChatPerSecond: 1,
  perGroupPerMinute: 20,
  burst: 3,
};

/** What became of one try: `wait` keeps the item at the head of its lane for so many ms. */
export type Outcome = { kind: 'done' } | { kind: 'wait'; ms: number; flood: boolean } | { kind: 'drop-lane' };

export interface LaneItem {
  /** Somebody waits for an answer; an event can wait. */
  priority: 'answer' | 'event';
  send(): Promise<Outcome>;
  /** Taken out without being sent: the chat takes nothing any more, or this process stopped talking. */
  dropped(why: 'undeliverable' | 'released'): void;
}

interface Lane {
  items: LaneItem[];
  running: boolean;
  /** The head is with Telegram at this moment. */
  sending: boolean;
  pausedUntil: number;
  /** Theoretical arrival time (GCRA): when the next message would be exactly on the rate. */
  due: number;
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
  let overallDue = 0;
  /** Raised by `clear`. */
  let generation = 0;
  const floods: { chatId: string; at: number }[] = [];
  let changed = Promise.withResolvers<void>();

  const wakeAll = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  /** Waits so long, or until the gate, the pause or the queue changes. */
  const pause = async (milliseconds: number): Promise<void> => {
    if (milliseconds <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(milliseconds, 60_000));
    });
    await Promise.race([slept, changed.promise]);
    clearTimeout(timer);
  };

  const interval = (chatId: string): number =>
    chatId.startsWith('-')
      ? 60_000 / Math.max(1, limits.perGroupPerMinute - limits.burst)
      : 1_000 / limits.perChatPerSecond;
  const chatWait = (chatId: string, lane: Lane, now: number): number =>
    lane.due - (limits.burst - 1) * interval(chatId) - now;
  /** Events keep to the overall rate with one second's burst; answers pass and make events wait. */
  const overallWait = (now: number): number => overallDue - 1_000 - now;

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
        await changed.promise;
        continue;
      }
      const wait = Math.max(
        lane.pausedUntil - now,
        allPausedUntil - now,
        chatWait(chatId, lane, now),
        item.priority === 'event' ? overallWait(now) : 0,
      );
      if (wait > 0) {
        await pause(wait);
        continue;
      }
      lane.due = Math.max(lane.due, now) + interval(chatId);
      overallDue = Math.min(Math.max(overallDue, now) + 1_000 / limits.overallPerSecond, now + 5_000);
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
      if (!lane.running && lane.due < now && lane.pausedUntil < now) lanes.delete(chatId);
    }
  }

  return {
    push(chatId, item) {
      let lane = lanes.get(chatId);
      if (!lane) {
        lane = { items: [], running: false, sending: false, pausedUntil: 0, due: 0 };
        lanes.set(chatId, lane);
      }
      lane.items.push(item);
      size++;
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
