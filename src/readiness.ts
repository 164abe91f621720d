import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from './bot/bot.ts';
import type { Kv } from './domain/ports.ts';
import type { JobQueue } from './jobs/queue.ts';
import type { Files } from './ports.ts';

/** Shorter than the health route waits for a check. */
const firstAnswerMs = 1_500;

interface Checked {
  kv: Kv;
  queue: JobQueue;
  files: Files;
  bot: Bot | null;
}

/** What `GET /readyz` asks, by name. */
export function readinessChecks({ kv, queue, files, bot }: Checked): Record<string, () => Promise<unknown>> {
  return {
    store: () => kv.get('system:config'),
    queue: queue.ready,
    files: files.ready,
    ...(bot && {
      telegram: () => hasMet(bot),
    }),
  };
}

/** HTTP may listen a moment before Telegram's first answer: that is no fault. Throws when it takes longer. */
async function hasMet(bot: Bot): Promise<void> {
  for (const end = performance.now() + firstAnswerMs; ; await sleep(20)) {
    const { leading, telegram } = bot.status();
    if (!leading || telegram) return;
    if (performance.now() >= end) throw new Error('Telegram has not answered yet');
  }
}
