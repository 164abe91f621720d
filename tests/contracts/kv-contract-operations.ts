import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/ports.ts';
import { type KvUnderTest, space } from './kv-contract.ts';

export function operations(store: KvUnderTest): void {
  describe("the seed's seven operations", () => {
    it('get, set and del one key', async () => {
      const key = `${space()}a`;
      expect(await store.kv.get(key)).toBeNull();
      await store.kv.set(key, { n: 1 });
      expect(await store.kv.get(key)).toEqual({ n: 1 });
      await store.kv.set(key, { n: 2 });
      expect(await store.kv.get(key)).toEqual({ n: 2 });
      await store.kv.del(key);
      expect(await store.kv.get(key)).toBeNull();
      await store.kv.del(key);
    });

    it('mget answers in the order asked, null for what is missing, twice for what is asked twice', async () => {
      const at = space();
      await store.kv.mset([`${at}a`, `${at}b`], [1, 'two']);
      expect(await store.kv.mget([`${at}b`, `${at}x`, `${at}a`, `${at}b`])).toEqual(['two', null, 1, 'two']);
      await store.kv.mdel([`${at}a`, `${at}x`, `${at}b`]);
      expect(await store.kv.mget([`${at}a`, `${at}b`])).toEqual([null, null]);
      expect(await store.kv.mget([])).toEqual([]);
      await store.kv.mset([], []);
      await store.kv.mdel([]);
    });

    it('mset takes the last of two values for one key and refuses unequal lists', async () => {
      const key = `${space()}a`;
      await store.kv.mset([key, key], [1, 2]);
      expect(await store.kv.get(key)).toBe(2);
      await expect(store.kv.mset([key], [])).rejects.toThrow(TypeError);
    });

    it('keeps every kind of JSON value', async () => {
      const at = space();
      const values: Json[] = [0, -1.5, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, '', 'teks', true, false, [], {}];
      values.push([1, [null, { a: [] }]], { '': 0, a: null, 'b"\\': [true] }, '{"a":1}', 'null', '$ref', ['$ref']);
      const keys = values.map((_, i) => `${at}${i}`);
      await store.kv.mset(keys, values);
      expect(await store.kv.mget(keys)).toEqual(values);
    });

    it('tells a stored null from nothing', async () => {
      const key = `${space()}a`;
      await store.kv.set(key, null);
      expect(await store.kv.get(key)).toBeNull();
      expect(await store.kv.entry(key)).toMatchObject({ key, value: null });
      expect(await store.kv.atomic().check(key, null).set(key, 1).commit()).toEqual({ ok: false });
    });

    it('hands out copies', async () => {
      const key = `${space()}a`;
      const given = { list: [1] };
      await store.kv.set(key, given);
      given.list.push(2);
      const read = (await store.kv.get(key)) as { list: number[] };
      read.list.push(3);
      expect(await store.kv.get(key)).toEqual({ list: [1] });
    });
  });

  describe('hostile text', () => {
    const texts = [
      '%', '_', '100%_\\%', "'; drop table kv_store_dbd6b95a; --", '"', '\\', '\\u0000', '\\\\ud800', '$1', '{seq ',
      '😀👨‍👩‍👧‍👦', '𝒜\u{10ffff}', '\uffff\ue000', 'שלום مرحبا', '\u202eabc', 'e\u0301', 'ßİı', '\t\r\n\u0001\u007f', ' ', '🇮🇩',
    ]; // biome-ignore format: one look
    it.each(texts)('keeps %j in values, field names and keys', async (text) => {
      const at = space();
      const key = `${at}${text}`;
      await store.kv.set(key, { [text]: [text] });
      expect(await store.kv.get(key)).toEqual({ [text]: [text] });
      expect(await store.kv.list(at)).toMatchObject([{ key, cursor: key }]);
      expect(await store.kv.getByPrefix(key)).toEqual([{ [text]: [text] }]);
    });

    it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'])(
      'refuses %j in keys, values and prefixes',
      async (bad) => {
        const key = `${space()}a`;
        const { kv } = store;
        await expect(kv.set(key, bad)).rejects.toThrow(TypeError);
        await expect(kv.set(key, { deep: [{ [bad]: 1 }] })).rejects.toThrow(TypeError);
        await expect(kv.set(key + bad, 1)).rejects.toThrow(TypeError);
        await expect(kv.get(key + bad)).rejects.toThrow(TypeError);
        await expect(kv.list(key + bad)).rejects.toThrow(TypeError);
        await expect(kv.list(key, { after: bad })).rejects.toThrow(TypeError);
        expect(() => kv.atomic().check(bad, null)).toThrow(TypeError);
        expect(await kv.get(key)).toBeNull();
      },
    );

    it('refuses what is not JSON and what only looks like a reference', async () => {
      const key = `${space()}a`;
      await expect(store.kv.set(key, undefined as unknown as Json)).rejects.toThrow(TypeError);
      await expect(store.kv.set(key, { $ref: 5 })).rejects.toThrow(TypeError);
      await expect(store.kv.set(key, { $ref: 'x', more: 1 })).rejects.toThrow(TypeError);
    });

    it('takes keys of 512 bytes and refuses longer and empty ones', async () => {
      const at = space();
      const longest = at.padEnd(512, 'k');
      await store.kv.set(longest, 1);
      expect(await store.kv.get(longest)).toBe(1);
      const emoji = at + '😀'.repeat(126);
      await store.kv.set(emoji, 2);
      expect(await store.kv.get(emoji)).toBe(2);
      for (const bad of [`${longest}k`, `${emoji}😀😀`, '']) {
        await expect(store.kv.set(bad, 1)).rejects.toThrow(RangeError);
        await expect(store.kv.get(bad)).rejects.toThrow(RangeError);
      }
    });
  });

  describe("the seed's query patterns", () => {
    const property = { id: 'prop_1', ownerId: 'user_o', status: 'active' };
    const invoices = [
      { id: 'INV-1', status: 'pending' },
      { id: 'INV-2', status: 'paid' },
    ];
    beforeEach(async () => {
      await store.kv.mset(
        [
          'profile:user_t', 'property:prop_1', 'property:owner:user_o:prop_1', 'property:status:active:prop_1',
          'property:city:bogor:prop_1', 'invoice:INV-1', 'invoice:INV-2', 'invoice:tenant:user_t:INV-1',
          'invoice:tenant:user_t:INV-2', 'contract:contract_1', 'contract:tenant:user_t:contract_1', 'chat:message:msg_1',
          'chat:conversation:conv_1:messages:msg_1', 'chat:conversation:conv_1', 'wishlist:user_t:prop_1', 'ticket:ticket_1',
          'ticket:status:open:ticket_1',
        ], // biome-ignore format: one look
        [
          { name: 'Ahmad' }, property, { $ref: 'property:prop_1' }, { $ref: 'property:prop_1' },
          { $ref: 'property:prop_1' }, invoices[0] as Json, invoices[1] as Json, { $ref: 'invoice:INV-1' },
          { $ref: 'invoice:INV-2' }, { status: 'active' }, { $ref: 'contract:contract_1' }, { timestamp: '2024' },
          { $ref: 'chat:message:msg_1' }, { id: 'conv_1' }, { propertyId: 'prop_1' }, { id: 'ticket_1' },
          { $ref: 'ticket:ticket_1' },
        ], // biome-ignore format: one look
      );
    });

    it('answers the seven as written', async () => {
      const { kv } = store;
      expect(await kv.get('profile:user_t')).toEqual({ name: 'Ahmad' });
      expect(await kv.getByPrefix('property:owner:user_o:')).toEqual([property]);
      expect(await kv.getByPrefix('invoice:tenant:user_t:')).toEqual(invoices);
      expect(await kv.getByPrefix('contract:tenant:user_t:')).toEqual([{ status: 'active' }]);
      expect(await kv.getByPrefix('chat:conversation:conv_1:messages:')).toEqual([{ timestamp: '2024' }]);
      expect(await kv.getByPrefix('wishlist:user_t:')).toEqual([{ propertyId: 'prop_1' }]);
      expect(await kv.getByPrefix('ticket:status:open:')).toEqual([{ id: 'ticket_1' }]);
    });

    it('gives each record once, and no index entry, for a bare entity prefix', async () => {
      const { kv } = store;
      expect(await kv.getByPrefix('property:')).toEqual([property]);
      expect(await kv.getByPrefix('invoice:')).toEqual(invoices);
      expect(await kv.getByPrefix('chat:conversation:')).toEqual([{ id: 'conv_1' }]);
      expect(await kv.getByPrefix('chat:message:')).toEqual([{ timestamp: '2024' }]);
      expect(await kv.list('invoice:', { limit: 1, reverse: true })).toMatchObject([{ key: 'invoice:INV-2' }]);
    });

    it('answers the three older spellings, which nothing may write', async () => {
      const { kv } = store;
      const spellings = ['property:user_o:list', 'property:active:list', 'property:bogor:list', 'property:depok:list'];
      expect(await kv.mget(spellings)).toEqual([[property], [property], [property], []]);
      expect(await kv.get('property:user_o:list')).toEqual([property]);
      await expect(kv.set('property:active:list', [])).rejects.toThrow(/read-only/);
      await expect(kv.del('property:active:list')).rejects.toThrow(/read-only/);
    });
  });
}
