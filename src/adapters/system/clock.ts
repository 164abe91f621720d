import type { Clock } from '../../domain/ports.ts';

export const systemClock: Clock = { now: () => Date.now() };

/** Real time plus an offset that only grows: the sandbox's and the tests' clock. */
export interface MovableClock extends Clock {
  /** Milliseconds, never negative: business time does not go back. */
  advance(milliseconds: number): void;
  /** Up to this instant (ms); an earlier one changes nothing. */
  advanceTo(instant: number): void;
}

export function createMovableClock(start?: number): MovableClock {
  let offset = start === undefined ? 0 : start - Date.now();
  const now = () => Date.now() + offset;
  return {
    now,
    advance(milliseconds) {
      offset += Math.max(0, milliseconds);
    },
    advanceTo(instant) {
      offset += Math.max(0, instant - now());
    },
  };
}
