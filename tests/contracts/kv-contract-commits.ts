import { describe, expect, it } from 'vitest';
import { type KvUnderTest, space } from './kv-contract.ts';

export function commits(store: KvUnderTest): void {
  const versionOf = async (key: string): Promise<string> => (await store.kv.entry(key))?.version ?? 'none';

  describe('commits', () => {
    it('change the version with each write, and only of what was written', async () => {
      const at = space();
      await store.kv.mset([`${at}a`, `${at}b`], [1, 1]);
      const [a, b] = [await versionOf(`${at}a`), await versionOf(`${at}b`)];
      await store.kv.set(`${at}a`, 1);
      expect(await versionOf(`${at}a`)).not.toBe(a);
      expect(await versionOf(`${at}b`)).toBe(b);
    });

    it('pass with the current version and refuse a stale one, leaving nothing behind', async () => {
      const at = space();
      await store.kv.set(`${at}a`, 1);
      const version = await versionOf(`${at}a`);
      expect(await store.kv.atomic().check(`${at}a`, version).set(`${at}a`, 2).set(`${at}b`, 2).commit()).toEqual({
        ok: true,
        numbers: {},
      });
      const late = store.kv.atomic().check(`${at}a`, version);
      expect(await late.set(`${at}a`, 3).set(`${at}c`, 3).delete(`${at}b`).commit()).toEqual({ ok: false });
      expect(await store.kv.getByPrefix(at)).toEqual([2, 2]);
    });

    it('refuse a version of a key that is gone, or that was deleted and made again', async () => {
      const key = `${space()}a`;
      await store.kv.set(key, 1);
      const version = await versionOf(key);
      await store.kv.del(key);
      expect(await store.kv.atomic().check(key, version).set(key, 2).commit()).toEqual({ ok: false });
      expect(await store.kv.get(key)).toBeNull();
      await store.kv.set(key, 1);
      expect(await store.kv.atomic().check(key, version).set(key, 2).commit()).toEqual({ ok: false });
    });

    it('check that a key is absent, whether it is then written or not', async () => {
      const at = space();
      expect((await store.kv.atomic().check(`${at}a`, null).set(`${at}a`, 1).commit()).ok).toBe(true);
      expect((await store.kv.atomic().check(`${at}a`, null).set(`${at}a`, 2).commit()).ok).toBe(false);
      expect((await store.kv.atomic().check(`${at}b`, null).set(`${at}c`, 1).commit()).ok).toBe(true);
      expect((await store.kv.atomic().check(`${at}a`, null).set(`${at}c`, 2).commit()).ok).toBe(false);
      expect((await store.kv.atomic().check(`${at}b`, null).delete(`${at}b`).commit()).ok).toBe(true);
      expect(await store.kv.getByPrefix(at)).toEqual([1, 1]);
    });

    it('treat a dangling reference as absent', async () => {
      const at = space();
      await store.kv.set(`${at}index`, { $ref: `${at}gone` });
      expect(await store.kv.entry(`${at}index`)).toBeNull();
      expect((await store.kv.atomic().check(`${at}index`, null).set(`${at}x`, 1).commit()).ok).toBe(true);
      await store.kv.set(`${at}index`, { $ref: `${at}gone` });
      const claim = store.kv
        .atomic()
        .check(`${at}index`, null)
        .set(`${at}index`, { $ref: `${at}x` });
      expect((await claim.commit()).ok).toBe(true);
      expect(await store.kv.get(`${at}index`)).toBe(1);
    });

    it('delete under a check', async () => {
      const key = `${space()}a`;
      await store.kv.set(key, 1);
      const version = await versionOf(key);
      expect((await store.kv.atomic().check(key, '0').delete(key).commit()).ok).toBe(false);
      expect((await store.kv.atomic().check(key, version).delete(key).commit()).ok).toBe(true);
      expect((await store.kv.atomic().check(key, version).delete(key).commit()).ok).toBe(false);
    });

    it('take the last of several writes to one key', async () => {
      const at = space();
      await store.kv.atomic().set(`${at}a`, 1).delete(`${at}a`).delete(`${at}b`).set(`${at}b`, 2).commit();
      expect(await store.kv.mget([`${at}a`, `${at}b`])).toEqual([null, 2]);
    });

    it('do nothing, checked or unchecked', async () => {
      const key = `${space()}a`;
      expect(await store.kv.atomic().commit()).toEqual({ ok: true, numbers: {} });
      expect(await store.kv.atomic().check(key, null).commit()).toEqual({ ok: true, numbers: {} });
      expect(await store.kv.entry(key)).toBeNull();
      expect(await store.kv.atomic().check(key, '1').commit()).toEqual({ ok: false });
      await store.kv.set(key, 1);
      expect(await store.kv.atomic().check(key, null).commit()).toEqual({ ok: false });
      expect(
        await store.kv
          .atomic()
          .check(key, await versionOf(key))
          .commit(),
      ).toEqual({ ok: true, numbers: {} });
    });

    it('refuse a key checked with two versions', async () => {
      const key = `${space()}a`;
      await store.kv.set(key, 1);
      const version = await versionOf(key);
      expect(await store.kv.atomic().check(key, null).check(key, version).set(key, 2).commit()).toEqual({ ok: false });
    });

    it('write a reference and its record together', async () => {
      const at = space();
      await store.kv
        .atomic()
        .set(`${at}index:1`, { $ref: `${at}record` })
        .set(`${at}record`, { n: 1 })
        .commit();
      expect(await store.kv.getByPrefix(`${at}index:`)).toEqual([{ n: 1 }]);
    });

    it('carry nearly 4 MB, and refuse more', async () => {
      const at = space();
      const large = 'kamar mandi dalam '.repeat(5_000);
      const atomic = store.kv.atomic();
      for (let i = 0; i < 45; i++) atomic.set(`${at}${i}`, large);
      expect((await atomic.commit()).ok).toBe(true);
      expect(await store.kv.get(`${at}44`)).toBe(large);
      atomic.set(`${at}45`, large).set(`${at}46`, large);
      await expect(atomic.commit()).rejects.toThrow(RangeError);
      expect(await store.kv.get(`${at}46`)).toBeNull();
      await store.kv.mdel(Array.from({ length: 45 }, (_, i) => `${at}${i}`));
    });
  });
}
