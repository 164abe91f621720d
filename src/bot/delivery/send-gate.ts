export type Priority = 'answer' | 'event';

export interface Ticket {
  /** Resolves when one more message may go out. */
  passed: Promise<void>;
  /** Somebody waits for an answer behind this message: it counts as one from now on. */
  promote(): void;
}

export interface SendGate {
  /** Whoever answers somebody goes before whoever announces something. */
  enter(priority: Priority): Ticket;
}

/** Part of the rate that events may use: the rest stays free for answers. */
const EVENTS_SHARE = 0.8;

/** At most `perSecond` in any second, all chats together; the first ones at once. */
export function createSendGate(perSecond: number): SendGate {
  const open: Ticket = { passed: Promise.resolve(), promote: () => {} };
  if (!Number.isFinite(perSecond)) return { enter: () => open };
  const waiting = { answer: new Set<() => void>(), event: new Set<() => void>() };
  const room = { answer: perSecond, event: Math.max(1, Math.floor(perSecond * EVENTS_SHARE)) };
  /** When the messages of the last second went out. */
  const recent: number[] = [];
  let timer: NodeJS.Timeout | undefined;

  function pump(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = performance.now();
    while (recent[0] !== undefined && recent[0] <= now - 1_000) recent.shift();
    for (const priority of ['answer', 'event'] as const) {
      for (const go of waiting[priority]) {
        if (recent.length >= room[priority]) break;
        waiting[priority].delete(go);
        recent.push(now);
        go();
      }
    }
    const oldest = recent[0];
    if (oldest === undefined || waiting.answer.size + waiting.event.size === 0) return;
    timer = setTimeout(pump, Math.max(1, oldest + 1_000 - now));
  }

  return {
    enter(priority) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting[priority].add(resolve);
      if (timer === undefined || priority === 'answer') pump();
      return {
        passed: promise,
        promote() {
          if (!waiting.event.delete(resolve)) return;
          waiting.answer.add(resolve);
          pump();
        },
      };
    },
  };
}
