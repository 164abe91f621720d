import { describe, expect, it } from 'vitest';
import type { Entry, Kv, ListOptions } from '../../src/domain/ports.ts';
import { type KvUnderTest, space } from './kv-contract.ts';

const cursors = (entries: Entry[]): string[] => entries.map(({ cursor }) => cursor);

/** Everything, page by page, each asked for after the last cursor of the page before. */
async function pages(kv: Kv, prefix: string, options: ListOptions & { limit: number }): Promise<Entry[]> {
  const all: Entry[] = [];
  for (let after: string | undefined; ; ) {
    const page = await kv.list(prefix, after === undefined ? options : { ...options, after });
    all.push(...page);
    if (page.length < options.limit) return all;
    after = page.at(-1)?.cursor;
  }
}

export function lists(store: KvUnderTest): void {
  describe('lists', () => {
    it('match a prefix literally', async () => {
      const at = space();
      const keys = ['a_b', 'axb', 'a%', 'a%b', 'a\\', 'a\\b', 'a'].map((key) => at + key);
      await store.kv.mset(keys, keys);
      expect(await store.kv.getByPrefix(`${at}a_`)).toEqual([`${at}a_b`]);
      expect(await store.kv.getByPrefix(`${at}a%`)).toEqual([`${at}a%`, `${at}a%b`]);
      expect(await store.kv.getByPrefix(`${at}a\\`)).toEqual([`${at}a\\`, `${at}a\\b`]);
      expect(await store.kv.getByPrefix(`${at}A`)).toEqual([]);
      expect(await store.kv.getByPrefix(`${at}a`)).toHaveLength(7);
    });

    it('are in the order of UTF-8 bytes, not of UTF-16 and not of a language', async () => {
      const at = space();
      const sorted = [
        '',
        '-',
        '1',
        '10',
        '2',
        'A',
        'Z',
        'a',
        'aa',
        'b',
        'é',
        '一',
        '\ue000',
        '\uffff',
        '😀',
        '\u{10ffff}',
      ];
      const keys = sorted.map((key) => `${at}k${key}`);
      await store.kv.mset(keys.toReversed(), keys);
      expect(cursors(await store.kv.list(`${at}k`))).toEqual(keys);
      expect(cursors(await store.kv.list(`${at}k`, { reverse: true }))).toEqual(keys.toReversed());
      expect(cursors(await pages(store.kv, `${at}k`, { limit: 3 }))).toEqual(keys);
      expect(cursors(await store.kv.list(`${at}k\u{10ffff}`))).toEqual([`${at}k\u{10ffff}`]);
    });

    it('take a limit, a cursor, an end and a direction, in every combination', async () => {
      const at = space();
      const keys = Array.from({ length: 9 }, (_, i) => `${at}${i}`);
      await store.kv.mset(keys, keys);
      const ask = async (options: ListOptions): Promise<string> =>
        cursors(await store.kv.list(at, options))
          .map((key) => key.slice(at.length))
          .join('');
      expect(await ask({ limit: 3 })).toBe('012');
      expect(await ask({ limit: 0 })).toBe('');
      expect(await ask({ after: `${at}3` })).toBe('45678');
      expect(await ask({ after: `${at}35`, limit: 2 })).toBe('45');
      expect(await ask({ until: `${at}3` })).toBe('0123');
      expect(await ask({ until: `${at}35`, after: `${at}1` })).toBe('23');
      expect(await ask({ until: `${at}3`, reverse: true, limit: 2 })).toBe('32');
      expect(await ask({ after: `${at}3`, reverse: true })).toBe('210');
      expect(await ask({ after: `${at}8` })).toBe('');
      expect(await ask({ after: 'a' })).toBe('012345678');
      expect(await ask({ after: 'zzz' })).toBe('');
      expect(await ask({ until: 'zzz' })).toBe('012345678');
      expect(await ask({ until: 'a' })).toBe('');
    });

    it('resolve references, skip dangling ones, tell of them and still move on', async () => {
      const at = space();
      const records = Array.from({ length: 12 }, (_, i) => `${at}record:${String(i).padStart(2, '0')}`);
      const index = records.map((_, i) => `${at}index:${String(i).padStart(2, '0')}`);
      await store.kv.mset(records, records.map((_, i) => ({ i }))); // biome-ignore format: short
      await store.kv.mset(index, records.map(($ref) => ({ $ref }))); // biome-ignore format: short
      const gone = [0, 3, 4, 5, 6, 11];
      await store.kv.mdel(gone.map((i) => records[i] as string));
      const there = [1, 2, 7, 8, 9, 10];

      const all = await store.kv.list(`${at}index:`);
      expect(all).toMatchObject(there.map((i) => ({ key: records[i], cursor: index[i], value: { i } })));
      const versions = await store.kv.entries(all.map(({ key }) => key));
      expect(all.map(({ version }) => version)).toEqual(versions.map((entry) => entry?.version));
      for (const limit of [1, 2, 3, 5]) {
        expect(await pages(store.kv, `${at}index:`, { limit })).toEqual(all);
        expect(await pages(store.kv, `${at}index:`, { limit, reverse: true })).toEqual(all.toReversed());
      }
      expect(await store.kv.entry(index[0] as string)).toBeNull();
      expect(await store.kv.entry(index[1] as string)).toEqual(all[0]);
      expect(store.skipped).toContain(`${index[4]} → ${records[4]}`);
    });

    it('read 1,500 rows, without a word missing', async () => {
      const at = space();
      const keys = Array.from({ length: 1_500 }, (_, i) => `${at}${String(i).padStart(5, '0')}`);
      const values = keys.map((_, i) => ({ i, words: 'kos melati '.repeat(20) }));
      await store.kv.mset(keys, values);
      expect(await store.kv.getByPrefix(at)).toEqual(values);
      expect(cursors(await store.kv.list(at, { reverse: true }))).toEqual(keys.toReversed());
      expect(await store.kv.list(at, { limit: 1_200 })).toHaveLength(1_200);
      expect(cursors(await pages(store.kv, at, { limit: 400 }))).toEqual(keys);
      expect(await store.kv.mget(keys)).toEqual(values);
      await store.kv.mdel(keys);
      expect(await store.kv.list(at)).toEqual([]);
    });

    it('come with keys in one read', async () => {
      const at = space();
      await store.kv.mset([`${at}a`, `${at}b`, `${at}c`], [1, 2, { $ref: `${at}a` }]);
      const { entries, lists } = await store.kv.read({
        keys: [`${at}c`, `${at}x`],
        lists: [{ prefix: `${at}b` }, { prefix: `${at}none` }, { prefix: at, limit: 1, reverse: true }],
      });
      expect(entries).toMatchObject([{ key: `${at}a`, cursor: `${at}c`, value: 1 }, null]);
      expect(lists).toMatchObject([[{ key: `${at}b` }], [], [{ key: `${at}a`, cursor: `${at}c` }]]);
      expect(await store.kv.read({})).toEqual({ entries: [], lists: [] });
    });
  });
}
