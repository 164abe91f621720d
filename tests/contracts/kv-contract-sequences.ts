import { describe, expect, it } from 'vitest';
import type { Sequence } from '../../src/domain/ports.ts';
import { type KvUnderTest, space } from './kv-contract.ts';

const sequence = (counter: string, pad = 1): Sequence => ({
  placeholder: `{seq ${crypto.randomUUID()}}`,
  counter,
  pad,
});

export function sequences(store: KvUnderTest): void {
  describe('sequences', () => {
    it('put the next numbers into keys and values', async () => {
      const at = space();
      const [a, b, c] = [sequence(`${at}counter`, 3), sequence(`${at}counter`), sequence(`${at}other`, 2)];
      const atomic = store.kv.atomic().sequence(a).sequence(b).sequence(c);
      atomic.set(`${at}inv:${a.placeholder}`, {
        id: `INV-${a.placeholder}`,
        [b.placeholder]: ['{seq 😀}{seq ', `${b.placeholder}${c.placeholder}`],
      });
      atomic.set(`${at}index:${b.placeholder}`, { $ref: `${at}inv:${a.placeholder}` });
      const numbers = { [a.placeholder]: '001', [b.placeholder]: '2', [c.placeholder]: '01' };
      expect(await atomic.commit()).toEqual({ ok: true, numbers });
      const record = { id: 'INV-001', 2: ['{seq 😀}{seq ', '201'] };
      expect(await store.kv.get(`${at}inv:001`)).toEqual(record);
      expect(await store.kv.getByPrefix(`${at}index:`)).toEqual([record]);
      expect(await store.kv.mget([`${at}counter`, `${at}other`])).toEqual([2, 1]);
    });

    it('grow beyond their padding', async () => {
      const at = space();
      await store.kv.set(`${at}counter`, 998);
      const [a, b] = [sequence(`${at}counter`, 3), sequence(`${at}counter`, 3)];
      const result = await store.kv.atomic().sequence(a).sequence(b).commit();
      expect(result).toMatchObject({ numbers: { [a.placeholder]: '999', [b.placeholder]: '1000' } });
    });

    it('are taken back by a conflict', async () => {
      const at = space();
      const one = sequence(`${at}counter`);
      await store.kv.set(`${at}there`, 1);
      const refused = store.kv.atomic().check(`${at}there`, null).set(`${at}${one.placeholder}`, 1).sequence(one);
      expect(await refused.commit()).toEqual({ ok: false });
      expect(await store.kv.get(`${at}counter`)).toBeNull();
    });

    it('conflict when the numbered key must be new and is there', async () => {
      const at = space();
      const one = sequence(`${at}counter`);
      await store.kv.set(`${at}inv:1`, 'old');
      const key = `${at}inv:${one.placeholder}`;
      expect(await store.kv.atomic().check(key, null).set(key, 'new').sequence(one).commit()).toEqual({ ok: false });
      expect(await store.kv.get(`${at}inv:1`)).toBe('old');
    });

    it('refuse a placeholder that could stand in a person’s text', () => {
      const bad = { placeholder: '{seq 1}', counter: 'c', pad: 1 };
      expect(() => store.kv.atomic().sequence(bad)).toThrow(TypeError);
    });

    it('number 200 concurrent commits without a gap and without a conflict', async () => {
      const at = space();
      const results = await Promise.all(
        Array.from({ length: 200 }, () => {
          const one = sequence(`${at}counter`, 4);
          return store.kv.atomic().set(`${at}inv:${one.placeholder}`, one.placeholder).sequence(one).commit();
        }),
      );
      expect(results.every(({ ok }) => ok)).toBe(true);
      const expected = Array.from({ length: 200 }, (_, i) => String(i + 1).padStart(4, '0'));
      expect(await store.kv.getByPrefix(`${at}inv:`)).toEqual(expected);
    });

    it('number a page of 500 in one commit', async () => {
      const at = space();
      const atomic = store.kv.atomic();
      for (let i = 0; i < 500; i++) {
        const one = sequence(`${at}counter`, 3);
        atomic.sequence(one).set(`${at}inv:${one.placeholder}`, { i, id: one.placeholder, text: 'x'.repeat(500) });
      }
      expect((await atomic.commit()).ok).toBe(true);
      const values = (await store.kv.getByPrefix(`${at}inv:`)) as { i: number; id: string }[];
      expect(values.map(({ i, id }) => [i, id])).toEqual(values.map((_, i) => [i, String(i + 1).padStart(3, '0')]));
    });
  });
}
