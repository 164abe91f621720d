import { expect, it } from 'vitest';
import { createBatchedKv } from '../../src/adapters/kv/batched-kv.ts';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createMarks } from '../../src/bot/delivery/marks.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import { createLog } from '../../src/log.ts';
import { watchedKv } from '../support/watched-kv.ts';

const key = (i: number) => `t:${i}`;

/** Marks over a store that is away for its first so many commits. */
function world(awayFor = 0) {
  let commits = 0;
  const memory = createMemoryKv();
  const kv = watchedKv(memory, {
    beforeCommit: () => {
      if (commits++ < awayFor) throw new KvUnavailable(new Error('away'));
    },
  });
  return { memory, marks: createMarks(createBatchedKv(kv), createLog('silent')), commits: () => commits };
}

it('marks of one moment share commits', async () => {
  const { memory, marks, commits } = world();
  await Promise.all(Array.from({ length: 100 }, (_, i) => marks.add({ set: [[key(i), i]] })));
  expect(await memory.getByPrefix('t:')).toHaveLength(100);
  expect(commits()).toBeLessThan(10);
});

it('marks wait for a store that is away, and none is lost', async () => {
  const { memory, marks } = world(5);
  await memory.set(key(7), 'old');
  for (let i = 0; i < 60; i++) void marks.add(i === 7 ? { delete: [key(i)] } : { set: [[key(i), i]] });
  await marks.flush();
  expect(await memory.getByPrefix('t:')).toHaveLength(59);
});

it('a mark that the store refuses fails alone', async () => {
  const { memory, marks } = world();
  const values = ['baik', 'buruk \u0000', 'baik lagi'];
  const results = await Promise.allSettled(values.map((value, i) => marks.add({ set: [[key(i), value]] })));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await marks.flush();
  expect(await memory.mget([key(0), key(1), key(2)])).toEqual(['baik', null, 'baik lagi']);
});
