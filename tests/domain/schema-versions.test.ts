import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { operationalRows } from '../../src/bot/rows.ts';
import { conversationStore } from '../../src/domain/chat/chat-store.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { entities } from '../../src/domain/entities.ts';
import { defineStore, NewerSchema } from '../../src/domain/entity-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { index, record } from '../../src/domain/key-pattern.ts';
import { keys } from '../../src/domain/keys.ts';
import { needsCharge } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { savedSearchStore } from '../../src/domain/saved-search/saved-search-store.ts';
import { Tx, transact } from '../../src/domain/transaction.ts';
import { storeOf } from '../../src/integrity/key-shape.ts';
import { verifyStore } from '../../src/integrity/verify.ts';
import { sampleOf } from '../contracts/catalogue.ts';

type Value = Record<string, Json>;
/** The examples of the seed's document ("Entity types"), as they stand there. */
const seed: Record<string, Value> = JSON.parse(readFileSync(new URL('./seed-entities.json', import.meta.url), 'utf8'));
const example = (key: string): Value => structuredClone(seed[key] as Value);

/** `a|b` stands for either: the value with each of them, the others at their first. */
function alternatives(value: Json): Json[] {
  const choices: { path: (string | number)[]; words: string[] }[] = [];
  const walk = (node: Json, path: (string | number)[]): void => {
    if (typeof node === 'string' && /^\w+(\|\w+)+$/.test(node)) choices.push({ path, words: node.split('|') });
    if (node === null || typeof node !== 'object') return;
    const inner: [string | number, Json][] = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
    for (const [name, child] of inner) walk(child, [...path, name]);
  };
  walk(value, []);
  const at = (copy: Json, path: (string | number)[], word: string): void => {
    const parent = path.slice(0, -1).reduce((node, name) => (node as Value)[name] as Json, copy);
    (parent as Value)[path.at(-1) as string] = word;
  };
  const first = structuredClone(value);
  for (const { path, words } of choices) at(first, path, words[0] ?? '');
  const others = choices.flatMap(({ path, words }) =>
    words.slice(1).map((word) => {
      const copy = structuredClone(first);
      at(copy, path, word);
      return copy;
    }),
  );
  return [first, ...others];
}

const cases = Object.entries(seed).flatMap(([key, value]) =>
  alternatives(value).map((one, i) => ({ key, value: one as Value, name: `${key} (${i + 1})` })),
);

let kv: Kv;
beforeEach(() => {
  kv = createMemoryKv();
});

describe('the seed’s values', () => {
  it('are there, every alternative of them', () => {
    expect(Object.keys(seed)).toHaveLength(10);
    expect(cases.length).toBeGreaterThan(50);
  });

  it.each(cases)(
    '$name is read, written back in the newest version, and found by each of its keys',
    async ({ key, value }) => {
      const store = storeOf(key) ?? expect.fail(`${key} is no record's key`);
      await kv.set(key, value);
      const id = store.idOf(store.parse(value, key));
      await transact(kv, async (tx) => {
        const before = await store.get(tx, id);
        store.delete(tx, before);
      });
      await transact(kv, async (tx) => store.create(tx, store.parse(value, key)));
      const stored = (await kv.get(key)) as Value;
      expect(stored.schemaVersion).toBe(store.version === 0 ? undefined : store.version);
      const record = store.parse(stored, key);
      // What the seed has says the same as before, but for what is written in another way since.
      const respelled = ['phone', 'tenantPhone', 'emergencyContact', 'facilities', 'qrisString', 'filters'];
      for (const [field, before] of Object.entries(value)) {
        if (!respelled.includes(field)) expect(record[field], field).toEqual(before);
      }
      const { indexes, guards, agenda } = store.derived(record);
      for (const row of [...indexes.keys(), ...guards.keys()]) expect(await kv.get(row), row).toEqual(stored);
      for (const row of agenda.keys()) expect(await kv.get(row), row).not.toBeNull();
      expect(await kv.list('')).toHaveLength(1 + indexes.size + guards.size + agenda.size);
    },
  );

  it.each(cases)('$name is migrated in place by an update that changes nothing', async ({ key, value }) => {
    const store = storeOf(key) ?? expect.fail(`${key} is no record's key`);
    const record = store.parse(value, key);
    const rows = store.derived(record);
    const derived = [...rows.indexes, ...rows.guards, ...rows.agenda];
    await kv.mset([key, ...derived.map(([row]) => row)], [value, ...derived.map(([, json]) => json)]);
    await transact(kv, async (tx) => {
      const before = await store.get(tx, store.idOf(record));
      store.update(tx, before, before);
    });
    expect(await kv.get(key)).toEqual(store.toJson(record));
    const { faults } = await verifyStore(kv, operationalRows);
    expect({ ...faults, reference: 0, counter: 0, money: 0 }).toEqual({ reference: 0, counter: 0, money: 0 });
  });

  it('keep their meaning', () => {
    const phone = (value: Json) =>
      profileStore.parse({ ...example('profile:user_tenant_123'), role: 'tenant', phone: value }, 'profile:user_1')
        .phone;
    expect(['0812-3456-7890', '+65 9123 4567', '(0251) 832 1234', ' ', null].map(phone)).toEqual([
      '+6281234567890', '+6591234567', '(0251) 832 1234', null, null,
    ]); // biome-ignore format: one look

    const contract = contractStore.parse({ ...example('contract:contract_001'), status: 'active', roomNumber: ' a 1' });
    expect([contract.roomNumber, contract.tenantPhone, contract.emergencyContact.phone]).toEqual([
      'A1', '+6281234567890', '+6281234567890',
    ]); // biome-ignore format: one look
    expect([contract.acceptedAt, contract.holdUntil]).toEqual(['2024-01-01T10:00:00Z', null]);

    const invoice = (fields: Value) =>
      invoiceStore.parse({ ...example('invoice:INV-2024-11-001'), status: 'pending', ...fields });
    expect(invoice({}).items).toEqual([{ kind: 'rent', label: 'Sewa bulan November 2024', amount: 1_200_000 }]);
    expect([invoice({}).periodStart, invoice({ monthNumber: 2 }).periodEnd]).toEqual(['2024-11-01', '2024-02-29']);
    expect(invoice({ description: '' }).items[0]?.label).toBe('Sewa');
    expect(invoice({ description: '🐈'.repeat(100) }).items[0]?.label.isWellFormed()).toBe(true);

    const search = (filters: Value) =>
      savedSearchStore.parse({ ...example('saved-search:user_tenant_123:search_001'), filters });
    expect(search({ search: '', city: '', type: '', minPrice: 0, maxPrice: 0, facilities: ['Wi-Fi'] }).filters).toEqual({
      search: '', city: null, district: null, type: null, minPrice: 0, maxPrice: null, facilities: ['wifi'],
    }); // biome-ignore format: one look

    const conversation = example('chat:conversation:conv_001');
    const turned = { ...conversation, participants: ['user_owner_456', 'user_tenant_123'] };
    expect(conversationStore.parse(turned)).toEqual(conversationStore.parse(conversation));
  });

  it('leave no charge open for ever, and charge none again', () => {
    const [open] = alternatives(seed['payment:payment_001'] as Value) as Value[];
    const payment = paymentStore.parse(open as Value);
    expect([payment.qrisString, payment.qrisImageUrl]).toEqual([null, 'https://api.sandbox.midtrans.com/v2/qris/...']);
    expect(needsCharge(payment)).toBe(false);
    expect([...paymentStore.derived(payment).agenda.values()]).toEqual([
      { kind: 'expire-payment', at: '2024-11-05T10:00:00.000Z', id: 'payment_001' },
    ]);
    const transfer = paymentStore.parse({
      ...(open as Value),
      type: 'manual',
      method: 'manual',
      midtransOrderId: null,
    });
    expect([needsCharge(transfer), paymentStore.derived(transfer).agenda.size]).toEqual([false, 0]);
    const success = paymentStore.parse({ ...(open as Value), status: 'success' });
    expect(success.allocations).toEqual([{ invoiceId: 'INV-2024-11-001', amount: 1_200_000 }]);
  });
});

describe('a value of a newer version', () => {
  it.each(entities.map((store) => ({ store, name: store.name })))(
    'of $name is refused, never overwritten',
    async ({ store }) => {
      const id = store.idOf(sampleOf(store.name));
      const key = store.key(id);
      const newer = { id, schemaVersion: store.version + 1, surprise: true };
      await kv.set(key, newer);
      const tx = new Tx(kv);
      for (const read of [
        store.find(tx, id),
        store.peek(tx, id),
        store.findBy(tx, key),
        store.list(tx, store.pattern.all),
      ]) {
        await expect(read).rejects.toThrow(NewerSchema);
      }
      expect(tx.hasWrites).toBe(false);
      expect(await kv.get(key)).toEqual(newer);
    },
  );

  it('is not taken for one that is absent', async () => {
    await kv.set('profile:user_1', { schemaVersion: 9 });
    const value = profileStore.parse({ ...example('profile:user_tenant_123'), role: 'tenant' }, 'profile:user_1');
    const work = transact(kv, async (tx) => profileStore.create(tx, { ...value, createdAt: value.updatedAt }), 30);
    await expect(work).rejects.toMatchObject({ code: 'common.busy' });
    expect(await kv.get('profile:user_1')).toEqual({ schemaVersion: 9 });
  });

  it.each([-1, 1.5, '1', null])('that is no version (%j) is refused', async (schemaVersion) => {
    expect(() => profileStore.parse({ ...example('profile:user_tenant_123'), schemaVersion })).toThrow(z.ZodError);
  });
});

describe('migrations in a row', () => {
  const schema = z.object({ id: z.string(), first: z.string(), last: z.string(), at: z.string() });
  /** 0: one name; 1: two names; 2: where it was found. */
  const byLast = index('person', 'person:last:{last}:{id}');
  const people = defineStore({
    key: record('person', 'person:{id}'),
    schema,
    migrations: [
      ({ name, ...rest }) => {
        const [first = '', last = ''] = String(name).split(' ');
        return { ...rest, first, last };
      },
      (value, key) => ({ ...value, at: key }),
    ],
    indexes: ({ id, last }) => [byLast(last, id)],
  });
  const newest = { id: 'p', first: 'Ahmad', last: 'Fauzi', at: 'person:p' };

  it.each([
    { id: 'p', name: 'Ahmad Fauzi' },
    { id: 'p', name: 'Ahmad Fauzi', schemaVersion: 0 },
    { id: 'p', first: 'Ahmad', last: 'Fauzi', schemaVersion: 1 },
    { ...newest, schemaVersion: 2 },
  ])('take %j to the newest, once', async (value) => {
    await kv.mset(['person:p', 'person:last:Fauzi:p'], [value, { $ref: 'person:p' }]);
    const tx = new Tx(kv);
    expect(await people.find(tx, 'p')).toEqual(newest);
    expect(await people.findBy(tx, byLast('Fauzi', 'p'))).toEqual(newest);
    await transact(kv, async (next) => {
      const before = await people.get(next, 'p');
      people.update(next, before, { ...before, last: 'Rahman' });
    });
    expect(await kv.getByPrefix('person:last:')).toEqual([{ ...newest, last: 'Rahman', schemaVersion: 2 }]);
    expect(await kv.entry('person:last:Fauzi:p')).toBeNull();
  });

  it('refuse what a migration cannot make whole', () => {
    expect(() => people.parse({ id: 'p', schemaVersion: 1 }, 'person:p')).toThrow(z.ZodError);
  });
});

it('every record key of a seed example is a key of ours', () => {
  expect(keys.invoice.record('INV-2024-11-001')).toBe('invoice:INV-2024-11-001');
  for (const key of Object.keys(seed)) expect(storeOf(key), key).not.toBeNull();
});
