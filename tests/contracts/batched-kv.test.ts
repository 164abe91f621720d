import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatchedKv } from '../../src/adapters/kv/batched-kv.ts';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import { transact } from '../../src/domain/transaction.ts';
import { watchedKv } from '../support/watched-kv.ts';

const key = (i: number) => `t:${i}`;

describe('shared round trips', () => {
  it('mean what each commit means by itself: no update is lost, no write skew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
          minLength: 1,
          maxLength: 40,
        }),
        async (moves) => {
          const kv = createBatchedKv(createMemoryKv());
          // Each takes the sum of two counters into the first: any skew or lost update changes the result's parity.
          await Promise.all(
            moves.map(([to, from]) =>
              transact(
                kv,
                async (tx) => {
                  const a = Number((await tx.get(key(to))) ?? 0);
                  await tx.get(key(from));
                  tx.set(key(to), a + 1);
                },
                20_000,
              ),
            ),
          );
          let sum = 0;
          for (let i = 0; i < 5; i++) sum += Number((await kv.get(key(i))) ?? 0);
          expect(sum).toBe(moves.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keep two that read each other and write one each apart', async () => {
    const kv = createBatchedKv(createMemoryKv());
    const take = (mine: string, other: string) =>
      transact(kv, async (tx) => {
        const taken = [await tx.get(mine), await tx.get(other)].filter(Boolean).length;
        if (taken === 0) tx.set(mine, true);
      });
    await Promise.all([take('t:a', 't:b'), take('t:b', 't:a')]);
    expect((await kv.mget(['t:a', 't:b'])).filter(Boolean)).toHaveLength(1);
  });

  it('a value that the store refuses fails alone', async () => {
    const kv = createBatchedKv(createMemoryKv());
    const results = await Promise.allSettled(
      ['baik', 'buruk \u0000', 'baik lagi'].map((value, i) => kv.atomic().set(key(i), value).commit()),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await kv.mget([key(0), key(1), key(2)])).toEqual(['baik', null, 'baik lagi']);
  });

  it('go together, and nobody knows more than the store said', async () => {
    let commits = 0;
    let away = false;
    const inner = watchedKv(createMemoryKv(), {
      beforeCommit: () => {
        commits++;
      },
      afterCommit: () => {
        if (away) throw new KvUnavailable(new Error('away'));
      },
    });
    const kv = createBatchedKv(inner);
    await Promise.all(Array.from({ length: 20 }, (_, i) => kv.atomic().set(key(i), i).commit()));
    expect(commits).toBe(1);
    away = true;
    const lost = await Promise.allSettled(Array.from({ length: 3 }, (_, i) => kv.atomic().set(key(i), -1).commit()));
    expect(lost.every((one) => one.status === 'rejected' && one.reason instanceof KvUnavailable)).toBe(true);
  });

  it('give each reader a value of its own', async () => {
    const kv = createBatchedKv(createMemoryKv());
    await kv.set('t:x', { list: [1] });
    const [a, b] = await Promise.all([kv.entry('t:x'), kv.entry('t:x')]);
    (a?.value as { list: number[] } | undefined)?.list.push(2);
    expect(b?.value).toEqual({ list: [1] });
  });
});
