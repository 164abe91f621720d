import { readFileSync, writeFileSync } from 'node:fs';
import { createMovableClock, type MovableClock } from '../adapters/system/clock.ts';

export interface SandboxClock extends MovableClock {
  close(): void;
}

/** A clock that can be moved forward and remembers it: business time never goes back, also not by a restart. */
export function openSandboxClock(file: string): SandboxClock {
  const clock = createMovableClock();
  const save = (): void => writeFileSync(file, JSON.stringify({ offset: clock.now() - Date.now() }));
  try {
    const { offset }: { offset?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof offset === 'number') clock.advance(offset);
  } catch {
    // The first start, or a file that is no use: real time it is.
  }
  return {
    now: clock.now,
    advance(milliseconds) {
      clock.advance(milliseconds);
      save();
    },
    advanceTo(instant) {
      clock.advanceTo(instant);
      save();
    },
    close: save,
  };
}
