import { afterAll, beforeAll, describe } from 'vitest';
import type { Kv } from '../../src/domain/ports.ts';
import { commits } from './kv-contract-commits.ts';
import { lists } from './kv-contract-lists.ts';
import { model } from './kv-contract-model.ts';
import { operations } from './kv-contract-operations.ts';
import { races } from './kv-contract-races.ts';
import { sequences } from './kv-contract-sequences.ts';

export interface KvUnderTest {
  kv: Kv;
  /** Every reference that was skipped so far, as `cursor → missing key`. */
  skipped: string[];
  /** How much slower than a driver of its own it may be: bounds of time stretch, random tries get fewer. */
  pace: number;
}

/** What every store must do, whatever it is made of. One store serves the whole file; each test uses keys of its own. */
export function kvContract(
  name: string,
  open: (onDangling: (cursor: string, missing: string) => void) => Promise<Kv>,
  pace = 1,
) {
  describe(`the store on ${name}`, () => {
    const store = { pace } as KvUnderTest;
    beforeAll(async () => {
      const skipped: string[] = [];
      store.skipped = skipped;
      store.kv = await open((cursor, missing) => skipped.push(`${cursor} → ${missing}`));
    });
    afterAll(async () => {
      await store.kv?.close();
    });
    operations(store);
    lists(store);
    commits(store);
    sequences(store);
    races(store);
    model(store);
  });
}

let names = 0;
/** A prefix that no other test of this run uses. */
export const space = (): string => `test-${++names}:`;
