import { describe, expect, it } from 'vitest';
import { transact } from '../../src/domain/transaction.ts';
import { type KvUnderTest, space } from './kv-contract.ts';

const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

export function races(store: KvUnderTest): void {
  describe('races', () => {
    it('100 create one key: one does', async () => {
      const at = space();
      const results = await times(100, (i) =>
        store.kv.atomic().check(`${at}a`, null).set(`${at}a`, i).set(`${at}by:${i}`, i).commit(),
      );
      const winners = results.flatMap(({ ok }, i) => (ok ? [i] : []));
      expect(winners).toHaveLength(1);
      expect(await store.kv.getByPrefix(at)).toEqual([winners[0], winners[0]]);
    });

    it('two read both keys and write one each: one does (write skew)', async () => {
      for (let round = 0; round < 20; round++) {
        const at = space();
        await store.kv.mset([`${at}a`, `${at}b`], ['on call', 'on call']);
        const [a, b] = await store.kv.entries([`${at}a`, `${at}b`]);
        const leave = (key: string) =>
          store.kv.atomic().check(`${at}a`, a?.version ?? null).check(`${at}b`, b?.version ?? null).set(key, 'off').commit(); // biome-ignore format: short
        const results = await Promise.all([leave(`${at}a`), leave(`${at}b`)]);
        expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      }
    });

    it('two find the other’s key absent and write their own: one does', async () => {
      for (let round = 0; round < 20; round++) {
        const at = space();
        const claim = (own: string, other: string) =>
          store.kv.atomic().check(`${at}${other}`, null).set(`${at}${own}`, 1).commit();
        const results = await Promise.all([claim('a', 'b'), claim('b', 'a')]);
        expect(results.filter(({ ok }) => ok).length, `round ${round}`).toBeLessThanOrEqual(1);
        expect(await store.kv.getByPrefix(at)).toHaveLength(results.filter(({ ok }) => ok).length);
      }
    });

    it('two "is there none open?" lists both commit; a guard key stops the second', async () => {
      const at = space();
      const none = await times(2, () => store.kv.list(`${at}open:`));
      expect(none).toEqual([[], []]);
      const unguarded = await times(2, (i) => store.kv.atomic().set(`${at}open:${i}`, i).commit());
      expect(unguarded.map(({ ok }) => ok)).toEqual([true, true]);
      const guarded = await times(10, (i) =>
        store.kv.atomic().check(`${at}guard`, null).set(`${at}guard`, i).set(`${at}open:guarded-${i}`, i).commit(),
      );
      expect(guarded.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await store.kv.list(`${at}open:guarded-`)).toHaveLength(1);
    });

    it('480 commits over crossing keys: quick, none lost, no deadlock', async () => {
      const at = space();
      const keys = Array.from({ length: 12 }, (_, i) => `${at}${String(i).padStart(2, '0')}`);
      await store.kv.mset(keys.slice(0, 8), keys.slice(0, 8).map(() => 0)); // biome-ignore format: short
      const key = (i: number): string => keys[i % keys.length] as string;
      const started = performance.now();
      const results = await times(480, async (i) => {
        // Reads, sets, creates and deletes that cross each other's path, over keys that come and go.
        const [read, set, gone, other] = [key(i * 5 + 3), key(i * 7), key(i * 11 + 1), key(Math.floor(i * 3.7))];
        const entry = await store.kv.entry(read);
        const atomic = store.kv
          .atomic()
          .check(read, entry?.version ?? null)
          .set(set, i)
          .set(other, i);
        if (![read, set, other].includes(gone)) atomic.delete(gone);
        return (await atomic.set(`${at}done:${i}`, i).commit()).ok;
      });
      const took = performance.now() - started;
      expect(await store.kv.getByPrefix(`${at}done:`)).toHaveLength(results.filter(Boolean).length);
      expect(results.some(Boolean)).toBe(true);
      // One deadlock alone takes PostgreSQL a second to find.
      expect(took).toBeLessThan(5_000 * store.pace);
    });

    it('50 transactions count one counter, each once', async () => {
      const key = `${space()}count`;
      const result = await times(
        50,
        () =>
        transact(store.kv, async (tx) => {
          const count = Number((await tx.get(key)) ?? 0);
          tx.set(key, count + 1);
          return count;
        }, 20_000 * store.pace), // biome-ignore format: short
      );
      expect(result.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(await store.kv.get(key)).toBe(50);
    });

    it('readers see a commit whole or not at all', async () => {
      const at = space();
      const keys = [`${at}a`, `${at}b`, `${at}c`];
      await store.kv.mset(keys, [0, 0, 0]);
      const writing = times(40, (i) => store.kv.mset(keys, [i, i, i]));
      const seen = await times(40, () => store.kv.mget(keys));
      await writing;
      for (const values of seen) expect(new Set(values).size).toBe(1);
    });
  });
}
