export interface SendGate {
  /** Resolves when one more message may go out; whoever answers somebody goes before whoever announces something. */
  pass(priority: 'answer' | 'event'): Promise<void>;
}

/** Part of the rate that events may use: the rest stays free for answers. */
const EVENTS_SHARE = 0.8;

/** At most `perSecond` in any second, all chats together; the first ones at once. */
export function createSendGate(perSecond: number): SendGate {
  if (!Number.isFinite(perSecond)) return { pass: async () => {} };
  const waiting = { answer: [] as (() => void)[], event: [] as (() => void)[] };
  const room = { answer: perSecond, event: Math.max(1, Math.floor(perSecond * EVENTS_SHARE)) };
  /** When the messages of the last second went out. */
  const recent: number[] = [];
  let timer: NodeJS.Timeout | null = null;

  function pump(): void {
    timer = null;
    const now = performance.now();
    while (recent[0] !== undefined && recent[0] <= now - 1_000) recent.shift();
    for (const priority of ['answer', 'event'] as const) {
      while (recent.length < room[priority]) {
        const go = waiting[priority].shift();
        if (!go) break;
        recent.push(now);
        go();
      }
    }
    const oldest = recent[0];
    if (oldest === undefined || waiting.answer.length + waiting.event.length === 0) return;
    timer = setTimeout(pump, Math.max(1, oldest + 1_000 - now));
  }

  return {
    pass: (priority) =>
      new Promise((resolve) => {
        waiting[priority].push(resolve);
        if (timer === null || priority === 'answer') {
          if (timer) clearTimeout(timer);
          pump();
        }
      }),
  };
}
