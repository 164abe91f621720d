import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { operationalRows } from '../../src/bot/rows.ts';
import { agendaKey } from '../../src/domain/agenda.ts';
import { conversationStore } from '../../src/domain/chat/chat-store.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { entities } from '../../src/domain/entities.ts';
import { keys } from '../../src/domain/keys.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { type Tx, transact } from '../../src/domain/transaction.ts';
import { shapeOf } from '../../src/integrity/key-shape.ts';
import { left, lineOf } from '../../src/integrity/report.ts';
import { type Result, verifyStore } from '../../src/integrity/verify.ts';
import { type EveryEntity, everyEntity } from '../support/every-entity.ts';
import { openTestMemory, rowsOf, sqlStores, type TestKv } from '../support/kv-stores.ts';
import { faultsOf } from '../support/no-faults.ts';
import { rentWorld } from '../support/rent-world.ts';

const stores = [{ name: 'memory', open: openTestMemory, missing: false }, ...sqlStores('verify-store')];
type Fields = Record<string, Json>;
type Damage = (world: EveryEntity, rows: Record<string, Json>) => Promise<unknown> | unknown;
interface Case {
  what: string;
  damage: Damage;
  /** `kind key` of every finding. */
  found: (world: EveryEntity) => string[];
  /** Nothing is left after a repair, and the store is as it was before the damage. */
  mended?: boolean;
}

/** Another value of a record's, with what derives from it left as it is. */
const change =
  (key: (world: EveryEntity) => string, fields: Fields | ((before: Fields) => Fields)): Damage =>
  async (world, rows) => {
    const before = rows[key(world)] as Fields;
    const after = typeof fields === 'function' ? fields(before) : fields;
    await world.kv.set(key(world), { ...before, ...after });
  };
const put =
  (key: string | ((world: EveryEntity) => string), value: Json | ((world: EveryEntity) => Json)): Damage =>
  (world) =>
    world.kv.set(typeof key === 'string' ? key : key(world), typeof value === 'function' ? value(world) : value);
const drop =
  (key: (world: EveryEntity) => string): Damage =>
  (world) =>
    world.kv.del(key(world));

const property = ({ property: { id } }: EveryEntity) => keys.property.record(id);
const contract = ({ held }: EveryEntity) => keys.contract.record(held.contract.id);
const paidInvoice = ({ paid }: EveryEntity) => keys.invoice.record(paid.invoice.id);
const heldInvoice = ({ held }: EveryEntity) => keys.invoice.record(held.invoice.id);
const openPayment = ({ open }: EveryEntity) => keys.payment.record(open.id);
const paidPayment = ({ inTime }: EveryEntity) => keys.payment.record(inTime.id);
const latePayment = ({ late }: EveryEntity) => keys.payment.record(late.id);
const room = ({ property: { id } }: EveryEntity) => keys.contract.room(id, '202');
const holdAgenda = ({ held }: EveryEntity) => agendaKey('expire-hold', held.contract.holdUntil ?? '', held.contract.id);
const expireItem = (world: EveryEntity) => ({
  kind: 'expire-hold',
  at: world.held.contract.holdUntil,
  id: world.held.contract.id,
});
const later = '2024-12-24T00:00:00.000Z';
const credit = ({ tenant, owner }: EveryEntity) => keys.payment.credit(tenant.id, owner.id);
const counter = keys.invoice.counter(2024, 11);

const cases: Case[] = [
  {
    what: 'an index entry of a record that has moved',
    damage: put('property:city:Depok:prop_melati', { $ref: 'property:prop_melati' }),
    found: () => ['index property:city:Depok:prop_melati'],
    mended: true,
  },
  {
    what: 'an index entry without its record',
    damage: put('property:city:Depok:prop_gone', { $ref: 'property:prop_gone' }),
    found: () => ['index property:city:Depok:prop_gone'],
    mended: true,
  },
  {
    what: 'an index entry that refers to a record of another kind',
    damage: put('property:city:Bogor:prop_melati', ({ tenant }) => ({ $ref: keys.profile.record(tenant.id) })),
    found: () => ['index property:city:Bogor:prop_melati'],
    mended: true,
  },
  {
    what: 'an index entry that refers to nothing, beside its record',
    damage: put('property:city:Bogor:prop_melati', { $ref: 'property:prop_gone' }),
    found: () => ['index property:city:Bogor:prop_melati'],
    mended: true,
  },
  {
    what: 'a copy where an index entry belongs',
    damage: put('property:city:Bogor:prop_melati', { id: 'prop_melati' }),
    found: () => ['index property:city:Bogor:prop_melati'],
    mended: true,
  },
  {
    what: 'a value under an index key of no record: it may be somebody’s',
    damage: put('property:city:Bogor:prop_gone', { id: 'prop_gone' }),
    found: () => ['index property:city:Bogor:prop_gone'],
  },
  {
    what: 'a guard without its record',
    damage: put('payment:open:INV-2024-11-099', { $ref: 'payment:payment_gone' }),
    found: () => ['guard payment:open:INV-2024-11-099'],
    mended: true,
  },
  {
    what: 'a guard of a record that is closed',
    damage: put(({ paid }) => keys.payment.open(paid.invoice.id), (world) => ({ $ref: paidPayment(world) })),
    found: ({ paid }) => [`guard ${keys.payment.open(paid.invoice.id)}`],
    mended: true,
  },
  {
    what: 'a guard that another record holds, which does not ask for it',
    damage: put(room, ({ tenant }) => ({ $ref: keys.profile.record(tenant.id) })),
    found: (world) => [`guard ${room(world)}`, `guard ${room(world)}`],
    mended: true,
  },
  {
    what: 'two records that ask for one guard',
    damage: async (world, rows) => {
      const id = 'contract_twin';
      const twin = { ...(rows[contract(world)] as Fields), id, roomTypeId: 'gone' } as never;
      const { indexes, agenda } = contractStore.derived(twin);
      await world.kv.mset(
        [keys.contract.record(id), ...indexes.keys(), ...agenda.keys()],
        [contractStore.toJson(twin), ...indexes.values(), ...agenda.values()],
      );
    },
    found: (world) => [`guard ${room(world)}`],
  },
  {
    what: 'an agenda row without its record',
    damage: put(agendaKey('expire-hold', later, 'contract_gone'), { kind: 'expire-hold', at: later, id: 'contract_gone' }),
    found: () => [`agenda ${agendaKey('expire-hold', later, 'contract_gone')}`],
    mended: true,
  },
  {
    what: 'an agenda row that its record does not ask for',
    damage: put(({ held }) => agendaKey('expire-hold', later, held.contract.id), (world) => ({ ...expireItem(world), at: later })),
    found: ({ held }) => [`agenda ${agendaKey('expire-hold', later, held.contract.id)}`],
    mended: true,
  },
  {
    what: 'an agenda row that stands at another time than it says',
    damage: put(({ held }) => agendaKey('expire-hold', later, held.contract.id), expireItem),
    found: ({ held }) => [`agenda ${agendaKey('expire-hold', later, held.contract.id)}`],
    mended: true,
  },
  {
    what: 'an agenda row that cannot be read',
    damage: put(holdAgenda, 'tomorrow'),
    found: (world) => [`agenda ${holdAgenda(world)}`],
    mended: true,
  },
  {
    what: 'an agenda row of a kind that nobody takes',
    damage: put('agenda:dance:2024-01-01T00.00.00.000Z:x', { kind: 'dance', at: later, id: 'x' }),
    found: () => ['agenda agenda:dance:2024-01-01T00.00.00.000Z:x'],
  },
  {
    what: 'a broken reference',
    damage: change(() => keys.chat.message('msg_1'), { replyTo: 'msg_gone' }),
    found: () => ['reference chat:message:msg_1'],
  },
  {
    what: 'a broken reference inside a list: money for an invoice that is not there',
    damage: change(paidPayment, ({ amount }) => ({ allocations: [{ invoiceId: 'INV-2024-11-099', amount: amount as Json }] })),
    found: (world) => [`money ${paidInvoice(world)}`, `reference ${paidPayment(world)}`],
  },
  {
    what: 'a person who asks to be an owner, decided by nobody there is',
    damage: change(({ other }) => keys.ownerUpgrade.record(other.id), { decidedBy: 'user_gone' }),
    found: ({ other }) => [`reference ${keys.ownerUpgrade.record(other.id)}`],
  },
  {
    what: 'an open invoice of a person who is not there',
    damage: async (world, rows) => {
      await change(heldInvoice, { tenantId: 'user_gone' })(world, rows);
      const { held, tenant } = world;
      await world.kv.del(keys.invoice.tenant(tenant.id, held.invoice.id));
      await world.kv.set(keys.invoice.tenant('user_gone', held.invoice.id), { $ref: heldInvoice(world) });
    },
    found: (world) => [`reference ${heldInvoice(world)}`],
  },
  {
    what: 'a value that its schema refuses',
    damage: change(property, { name: 5 }),
    found: (world) => [`schema ${property(world)}`],
  },
  {
    what: 'a value of another id',
    damage: put('guest:55', { telegramId: 99, language: 'id', updatedAt: later }),
    found: () => ['schema guest:55'],
  },
  {
    what: 'a value of a newer schema',
    damage: change(property, { schemaVersion: 9 }),
    found: (world) => [`newer-schema ${property(world)}`],
  },
  { what: 'a counter behind its numbers', damage: put(counter, 1), found: () => [`counter ${counter}`], mended: true },
  { what: 'no counter', damage: drop(() => counter), found: () => [`counter ${counter}`], mended: true },
  { what: 'no ticket counter', damage: drop(() => 'counter:ticket'), found: () => ['counter counter:ticket'], mended: true },
  { what: 'a counter that is no number', damage: put(counter, 'many'), found: () => [`counter ${counter}`] },
  {
    what: 'rooms that are not the sum of the room types',
    damage: change(property, { availableRooms: 4, totalRooms: 9, pricePerMonth: 5 }),
    found: (world) => Array<string>(3).fill(`rooms ${property(world)}`),
  },
  {
    what: 'more contracts than rooms taken',
    damage: change(property, ({ roomTypes, availableRooms }) => ({
      roomTypes: (roomTypes as Fields[]).map((type) => ({ ...type, availableRooms: type.totalRooms as Json })),
      availableRooms: 5 + 0 * Number(availableRooms),
    })),
    found: (world) => [`rooms ${property(world)}`, `rooms ${property(world)}`],
  },
  {
    what: 'an amount that is not the sum of the items',
    damage: change(heldInvoice, ({ amount }) => ({ amount: Number(amount) + 1 })),
    found: (world) => [`money ${heldInvoice(world)}`],
  },
  {
    what: 'paid, and money is owed',
    damage: change(paidInvoice, { lateFee: 5_000 }),
    found: (world) => [`money ${paidInvoice(world)}`],
  },
  {
    what: 'a paid amount that no payment brought',
    damage: change(heldInvoice, { paidAmount: 1 }),
    found: (world) => [`money ${heldInvoice(world)}`],
  },
  {
    what: 'a successful payment that is not placed: its invoice has money from nowhere',
    damage: change(paidPayment, { allocations: [] }),
    found: (world) => [`money ${paidInvoice(world)}`, `money ${paidPayment(world)}`],
  },
  {
    what: 'an open payment that is placed',
    damage: change(openPayment, ({ amount }) => ({ allocations: [{ invoiceId: null, amount: amount as Json }] })),
    found: (world) => [`money ${openPayment(world)}`, `money ${openPayment(world)}`],
  },
  {
    what: 'a balance that is not the sum of its entries',
    damage: change(credit, { balance: 1 }),
    found: (world) => [`money ${credit(world)}`],
  },
  {
    what: 'money that found no invoice and no ledger',
    damage: change(credit, { balance: 0, entries: [] }),
    found: (world) => [`money ${latePayment(world)}`],
  },
  { what: 'a key of no pattern', damage: put('hello', 1), found: () => ['key hello'] },
  {
    what: 'a reference where a record belongs',
    damage: put('ticket:ticket_9', { $ref: 'ticket:ticket_1' }),
    found: () => ['key ticket:ticket_9'],
  },
  {
    what: 'an update that is said to wait and is done',
    damage: put(keys.inbox.open(8), { $ref: keys.inbox.record(8) }),
    found: () => [`operational ${keys.inbox.open(8)}`],
  },
  {
    what: 'an update that is said to wait and is not there',
    damage: put(keys.inbox.open(9), { $ref: keys.inbox.record(9) }),
    found: () => [`operational ${keys.inbox.open(9)}`],
  },
  {
    what: 'an update that waits and is not said to',
    damage: drop(() => keys.inbox.open(7)),
    found: () => [`operational ${keys.inbox.record(7)}`],
  },
  {
    what: 'a message of another chat',
    damage: put(keys.outbox.record('5', 'X'), { id: 'X', chatId: '6', at: later, body: { kind: 'answer', message: {} } }),
    found: () => [`operational ${keys.outbox.record('5', 'X')}`],
  },
  {
    what: 'a flow that is none',
    damage: put(keys.flow('2', 2), 'apply'),
    found: () => [`operational ${keys.flow('2', 2)}`],
  },
]; // biome-ignore format: a table

it('reads a number of times that grows with the rows, a bounded number of keys each', async () => {
  const { kv, property: example } = await rentWorld();
  const cost = async (): Promise<{ rows: number; reads: number; most: number }> => {
    const told = { rows: 0, reads: 0, most: 0 };
    const read: Kv['read'] = (request) => {
      told.reads++;
      const lists = (request.lists ?? []).length;
      told.most = Math.max(told.most, (request.keys ?? []).length + lists);
      return kv.read(request);
    };
    told.rows = (await verifyStore({ ...kv, read }, operationalRows)).rows;
    return told;
  };
  let made = 0;
  const add = (count: number): Promise<void> =>
    transact(kv, async (tx) => {
      for (let i = 0; i < count; i++) propertyStore.create(tx, { ...example, id: `prop_${made++}` });
    });
  await add(1_000);
  const small = await cost();
  await add(3_000);
  const large = await cost();
  expect(large.rows / small.rows).toBeGreaterThan(3.9);
  expect(large.reads / large.rows).toBeLessThanOrEqual(small.reads / small.rows);
  expect(large.reads).toBeLessThan(large.rows / 100);
  expect(large.most).toBeLessThan(1_100);
});

it.each([1, 2, 3, 4, 5, 7])(
  'sees no fault where records change all the time: before each read, or each %ith',
  async (every) => {
    const kv = createMemoryKv();
    const { open, ...world } = await everyEntity(kv);
    let reads = 0;
    const disturb = async (): Promise<void> => {
      if (reads++ % every !== 0) return;
      const turn = reads / every;
      await world.system(async (ctx) => {
        const listing = await propertyStore.get(ctx.tx, world.property.id);
        propertyStore.update(ctx.tx, listing, { ...listing, city: `Kota ${turn % 3}` });
        const payment = await paymentStore.get(ctx.tx, open.id);
        const at = new Date(world.clock.now() + (turn % 5) * 60_000).toISOString();
        paymentStore.update(ctx.tx, payment, { ...payment, nextPollAt: at });
      });
      const conversation = (tx: Tx) => conversationStore.find(tx, 'conv_2');
      await transact(kv, async (tx) => {
        const there = await conversation(tx);
        const example = await conversationStore.get(tx, 'conv_1');
        const participants: [string, string] = [world.tenant.id, world.owner.id];
        if (there) conversationStore.delete(tx, there);
        else conversationStore.create(tx, { ...example, id: 'conv_2', participants });
      });
    };
    for (const pageSize of [1, 10, 1_000]) {
      const faults: string[] = [];
      const read: Kv['read'] = async (request) => {
        await disturb();
        return kv.read(request);
      };
      const onFinding = (result: Result): void => void faults.push(lineOf(result));
      await verifyStore({ ...kv, read }, operationalRows, { pageSize, repair: pageSize === 10, onFinding });
      expect(faults).toEqual([]);
    }
    expect(await faultsOf(kv)).toEqual([]);
  },
);

describe.each(stores)('verify-store on $name', ({ open, missing }) => {
  let store: TestKv;
  let world: EveryEntity;
  let healthy: Record<string, Json>;
  beforeAll(async () => {
    if (missing) return;
    store = await open();
    world = await everyEntity(store.kv);
    healthy = await rowsOf(store.kv);
  });
  afterAll(() => store?.close());
  /** The healthy rows again, and no others. */
  beforeEach(async () => {
    if (missing) return;
    await store.empty();
    await store.kv.mset(Object.keys(healthy), Object.values(healthy));
  });

  const verify = async (repair = false): Promise<Result[]> => {
    const results: Result[] = [];
    await verifyStore(store.kv, operationalRows, { repair, onFinding: (result) => results.push(result) });
    return results;
  };
  const names = (results: Result[]): string[] => results.map(({ kind, key }) => `${kind} ${key}`).sort();

  it.skipIf(missing)('finds nothing in a healthy store, whatever the page size, and changes nothing', async () => {
    for (const pageSize of [1, 7, 1_000]) {
      const lines: string[] = [];
      const onFinding = (result: Result): void => void lines.push(lineOf(result));
      const verified = await verifyStore(store.kv, operationalRows, { pageSize, repair: true, onFinding });
      expect(lines).toEqual([]);
      expect(verified.rows).toBe(Object.keys(healthy).length);
      expect(left(verified)).toBe(0);
      // Only system-stats has nobody who writes it yet.
      expect(Object.keys(verified.records)).toHaveLength(entities.length - 1);
    }
    expect(await rowsOf(store.kv)).toEqual(healthy);
  });

  it.skipIf(missing)('finds every row that a record derives when it is missing, and writes it anew', async () => {
    const derived = Object.keys(healthy).filter((key) => ['index', 'guard', 'agenda'].includes(shapeOf(key).role));
    expect(derived.length).toBeGreaterThan(60);
    for (const key of derived) {
      await store.kv.del(key);
      const expected = [`${shapeOf(key).role} ${key}`];
      expect(names(await verify())).toEqual(expected);
      expect(
        (await verify(true)).map(({ repaired }) => repaired),
        key,
      ).toEqual([true]);
      expect(await rowsOf(store.kv)).toEqual(healthy);
    }
  });

  it.skipIf(missing).each(cases)('finds $what, and nothing else', async ({ damage, found, mended = false }) => {
    await damage(world, healthy);
    const damaged = await rowsOf(store.kv);
    expect(names(await verify())).toEqual(found(world).sort());
    expect(await rowsOf(store.kv)).toEqual(damaged);
    await verify(true);
    const after = await rowsOf(store.kv);
    expect(after).toEqual(mended ? healthy : damaged);
    // Once more is harmless, and what cannot be mended is still told.
    expect(names(await verify(true))).toEqual(mended ? [] : found(world).sort());
    expect(await rowsOf(store.kv)).toEqual(after);
  });

  it.skipIf(missing)('mends everything that derives from records when all of it is gone', async () => {
    const derived = Object.keys(healthy).filter((key) =>
      ['index', 'guard', 'agenda', 'counter'].includes(shapeOf(key).role),
    );
    await store.kv.mdel(derived);
    const results = await verify(true);
    expect(results.every(({ repaired }) => repaired)).toBe(true);
    expect(await verify()).toEqual([]);
    const after = await rowsOf(store.kv);
    // A counter is raised to the highest number that is there, which may be less than was ever given out.
    expect(after).toEqual(healthy);
  });

  it.skipIf(missing)('takes postponed agenda rows for what they are', async () => {
    const { held } = world;
    const row = healthy[holdAgenda(world)] as Fields;
    const postponed = (at: Json) => ({ ...row, at, due: later, attempts: 3 });
    const moved = agendaKey('expire-hold', later, held.contract.id);
    await store.kv.mset([moved], [postponed(row.at as Json)]);
    await store.kv.del(holdAgenda(world));
    expect(await verify()).toEqual([]);
    // The record asks for another time by now: the row stays until the tick drops it, the new one is missing.
    await store.kv.set(moved, postponed('2024-01-01T00:00:00.000Z'));
    expect(names(await verify())).toEqual([`agenda ${holdAgenda(world)}`]);
    await store.kv.set(holdAgenda(world), row);
    expect((await verifyStore(store.kv, operationalRows)).notes.leftover).toBe(1);
    expect(await verify(true)).toEqual([]);
    expect(await store.kv.get(moved)).not.toBeNull();
  });

  it.skipIf(missing)('notes what is no fault: older values, people who are gone from what is closed', async () => {
    const { schemaVersion: _, ...older } = healthy[property(world)] as Fields;
    await store.kv.set(property(world), older as Json);
    await change(() => keys.ticket.record('ticket_1'), ({ events }) => ({
      events: (events as Fields[]).map((event) => ({ ...event, userId: 'user_gone' })),
    }))(world, healthy); // biome-ignore format: short
    const { faults, notes } = await verifyStore(store.kv, operationalRows);
    expect([faults, notes]).toEqual([{}, { older: 1, leftover: 0, erased: 1, busy: 0 }]);
  });

  it.skipIf(missing)('tells nothing of a person', async () => {
    const { tenant } = world;
    await store.kv.del(keys.profile.phone(tenant.phone ?? ''));
    await store.kv.mset(['user:ani@mail.id', 'x:+628120000002'], [1, 1]);
    await change(({ tenant: { id } }) => keys.profile.record(id), { name: '', phone: 7 })(world, healthy);
    await change(() => 'demo-user:a@b.id', { role: 'king' })(world, healthy);
    const lines = (await verify()).map(lineOf).join('\n');
    expect(lines).toContain(`schema profile:${tenant.id}: refused: name, phone`);
    expect(lines).toContain('demo-user:…');
    for (const secret of ['ani', 'mail.id', '+62812', '0000002:', 'a@b', tenant.name, 'king']) {
      expect(lines).not.toContain(secret);
    }
  });

  it.skipIf(missing)('leaves alone what changes under a repair', async () => {
    const { kv } = store;
    const index = keys.property.city('Bogor', 'prop_melati');
    await kv.del(index);
    const before = (await kv.get(property(world))) as Fields;
    let disturbed = 0;
    const busy = {
      ...kv,
      atomic() {
        const inner = kv.atomic();
        const commit = inner.commit;
        inner.commit = async () => {
          // Somebody renames the listing between the look and the repair: once as rename, then it has moved away.
          if (disturbed++ === 0) await kv.set(property(world), { ...before, name: 'Kos Baru' });
          if (disturbed === 2) {
            await kv.set(property(world), { ...before, city: 'Depok' });
            await kv.set(keys.property.city('Depok', 'prop_melati'), { $ref: property(world) });
          }
          return commit();
        };
        return inner;
      },
    };
    const { faults } = await verifyStore(busy, operationalRows, { repair: true });
    expect([faults, await kv.entry(index), disturbed]).toEqual([{}, null, 2]);
  });
});
