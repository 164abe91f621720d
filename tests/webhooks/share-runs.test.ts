import { expect, it } from 'vitest';
import { shareRuns } from '../../src/webhooks/share-runs.ts';

/** Work whose runs end when they are told to; each gives its number. */
function slowWork() {
  const runs: { key: string; end: (error?: Error) => void }[] = [];
  const ask = shareRuns((key: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const number = runs.length + 1;
    runs.push({ key, end: (error) => (error ? reject(error) : resolve(number)) });
    return promise;
  });
  return { runs, ask };
}
const soon = () => new Promise((done) => setImmediate(done));

it('gives a crowd two runs: the one under way and one that began after they asked', async () => {
  const { runs, ask } = slowWork();
  const first = ask('a');
  const crowd = Array.from({ length: 99 }, () => ask('a'));
  await soon();
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  expect(await first).toBe(1);
  await soon();
  expect(runs).toHaveLength(2);
  const late = ask('a');
  runs[1]?.end();
  expect(await Promise.all(crowd)).toEqual(crowd.map(() => 2));
  await soon();
  runs[2]?.end();
  expect(await late).toBe(3);
  const alone = ask('a');
  runs[3]?.end();
  expect(await alone).toBe(4);
});

it('keeps keys apart', async () => {
  const { runs, ask } = slowWork();
  const both = [ask('a'), ask('b')];
  expect(runs.map(({ key }) => key)).toEqual(['a', 'b']);
  for (const { end } of runs) end();
  expect(await Promise.all(both)).toEqual([1, 2]);
});

it('fails for those who share the failing run, and for nobody else', async () => {
  const { runs, ask } = slowWork();
  const first = ask('a');
  const second = ask('a');
  runs[0]?.end(new Error('down'));
  await expect(first).rejects.toThrow('down');
  await soon();
  runs[1]?.end();
  expect(await second).toBe(2);
  const third = ask('a');
  runs[2]?.end(new Error('down again'));
  await expect(third).rejects.toThrow('down again');
});
