import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { Lease } from '../../ports.ts';

const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
/** Stops acting a little before the store would give the lease to another. */
const MARGIN_MS = 1_000;

export interface Leadership {
  /** Whether this process may talk to Telegram right now. */
  leading(): boolean;
  /** Takes the lease or stands by for it; resolves after the first try. */
  start(): Promise<void>;
  /** Gives it back. */
  stop(): Promise<void>;
}

/** The bot's lease: one process at a time polls and sends; the others take over when it is gone. */
export function createLeadership(d: {
  lease: Lease;
  holder: string;
  log: Log;
  /** Called each time the lease is gained, and when it was lost without being given back. */
  gained(): void;
  lost(): void;
}): Leadership {
  let until = 0;
  let held = false;
  let stopped = false;
  const aborter = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  const leading = (): boolean => held && performance.now() < until - MARGIN_MS;

  async function renew(): Promise<void> {
    // The store counts from when it answered; counting from before the question is the safe side.
    const asked = performance.now();
    try {
      if (await d.lease.acquire('bot', d.holder, LEASE_MS)) until = asked + LEASE_MS;
      else until = 0;
    } catch (error) {
      d.log.warn({ err: error }, "bot: the store does not answer about the bot's lease");
    }
    const holds = performance.now() < until - MARGIN_MS;
    if (stopped || holds === held) return;
    held = holds;
    if (holds) {
      d.log.info('bot: this process talks to Telegram');
      d.gained();
    } else {
      d.log.warn('bot: another process talks to Telegram now; standing by');
      d.lost();
    }
  }

  return {
    leading,
    async start() {
      await renew();
      if (!held) d.log.info('bot: another process talks to Telegram; standing by');
      loop = (async () => {
        while (!stopped) {
          await sleep(RENEW_MS, undefined, { signal: aborter.signal }).catch(() => {});
          if (!stopped) await renew();
        }
      })();
    },
    async stop() {
      stopped = true;
      aborter.abort();
      await loop;
      if (held) await d.lease.release('bot', d.holder).catch(() => {});
      held = false;
    },
  };
}
