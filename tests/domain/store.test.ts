import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { agendaKey } from '../../src/domain/agenda.ts';
import { defineStore } from '../../src/domain/entity-store.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { index, record } from '../../src/domain/key-pattern.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { Tx, transact } from '../../src/domain/transaction.ts';

let kv: Kv;
beforeEach(() => {
  kv = createMemoryKv();
});

/** How many times the store is asked. */
function counted(inner: Kv): Kv & { reads: number } {
  const outer = {
    ...inner,
    reads: 0,
    read: (request: Parameters<Kv['read']>[0]) => {
      outer.reads++;
      return inner.read(request);
    },
  };
  return outer;
}

describe('a transaction', () => {
  it('commits what it wrote, once, and nothing when it throws', async () => {
    const result = await transact(kv, async (tx) => {
      tx.create('a', 1);
      return 'done';
    });
    expect(result).toBe('done');
    await expect(
      transact(kv, async (tx) => {
        tx.set('a', 2);
        throw new DomainError('common.not-found');
      }),
    ).rejects.toThrow('common.not-found');
    expect(await kv.get('a')).toBe(1);
  });

  it('runs again on a conflict, seeing what is there now', async () => {
    await kv.set('count', 1);
    let tries = 0;
    const result = await transact(kv, async (tx) => {
      const count = Number(await tx.get('count'));
      if (tries++ === 0) await kv.set('count', 10);
      tx.set('count', count + 1);
      return count;
    });
    expect([tries, result, await kv.get('count')]).toEqual([2, 10, 11]);
  });

  it('gives up as busy when its time is over', async () => {
    const always = transact(
      kv,
      async (tx) => {
        await tx.get('count');
        await kv.set('count', Math.random());
        tx.set('mine', 1);
      },
      40,
    );
    await expect(always).rejects.toMatchObject({ code: 'common.busy' });
    expect(await kv.get('mine')).toBeNull();
  });

  it('conflicts over what it got, not over what it peeked or listed', async () => {
    await kv.mset(['got', 'peeked', 'list:1'], [1, 1, 1]);
    const attempt = async (disturbed: string): Promise<boolean> => {
      const tx = new Tx(kv);
      await tx.get('got');
      await tx.peek('peeked');
      await tx.list('list:');
      await kv.set(disturbed, Math.random());
      tx.set('mine', 1);
      return tx.commit();
    };
    expect(await attempt('got')).toBe(false);
    expect(await attempt('peeked')).toBe(true);
    expect(await attempt('list:1')).toBe(true);
  });

  it('conflicts when a key that it found absent is made', async () => {
    const tx = new Tx(kv);
    expect(await tx.get('guard')).toBeNull();
    await kv.set('guard', 1);
    tx.set('other', 1);
    expect(await tx.commit()).toBe(false);
  });

  it('reads its own writes and deletions', async () => {
    await kv.set('a', 1);
    const tx = new Tx(kv);
    tx.set('a', 2);
    tx.create('b', 3);
    expect([await tx.get('a'), await tx.peek('b')]).toEqual([2, 3]);
    tx.delete('a');
    expect([await tx.get('a'), await tx.peek('a')]).toEqual([null, null]);
  });

  it('asks once for what it preloaded, knows already, or has listed', async () => {
    await kv.mset(['a', 'b', 'list:1'], [1, { $ref: 'a' }, 'listed']);
    const store = counted(kv);
    const tx = new Tx(store);
    const [list] = await tx.preload(['a', 'b', 'none'], [{ prefix: 'list:' }]);
    expect(list).toMatchObject([{ value: 'listed' }]);
    expect([await tx.get('a'), await tx.get('b'), await tx.get('none'), await tx.get('list:1')]).toEqual([
      1,
      1,
      null,
      'listed',
    ]);
    expect(store.reads).toBe(1);
  });

  it('knows a record by its index key too: one version, one write', async () => {
    await kv.mset(['record', 'index'], [{ n: 1 }, { $ref: 'record' }]);
    const tx = new Tx(kv);
    expect(await tx.get('index')).toEqual({ n: 1 });
    tx.set('record', { n: 2 });
    expect(await tx.get('index')).toEqual({ n: 2 });
    await kv.set('record', { n: 5 });
    expect(await tx.commit()).toBe(false);
  });

  it('follows a reference that it wrote itself', async () => {
    await kv.set('old', 'old record');
    const tx = new Tx(kv);
    tx.create('record', { n: 1 });
    tx.set('index', { $ref: 'record' });
    tx.set('other', { $ref: 'old' });
    expect([await tx.get('index'), await tx.peek('other')]).toEqual([{ n: 1 }, 'old record']);
  });

  it('replaces only what it has seen, at the version it saw', async () => {
    await kv.mset(['a', 'b'], [1, 1]);
    const tx = new Tx(kv);
    expect(() => tx.replace('a', 2)).toThrow(/without having been read/);
    await tx.peek('a');
    tx.replace('a', 2);
    await kv.set('a', 5);
    expect(await tx.commit()).toBe(false);

    const listed = new Tx(kv);
    await listed.list('a');
    listed.replace('a', undefined);
    expect(await listed.commit()).toBe(true);
    expect(await kv.get('a')).toBeNull();
  });

  it('gives numbers that are known after the commit, in keys, values and its result', async () => {
    const work = (tx: Tx) => {
      const number = tx.sequence('counter', 3);
      const id = `INV-2024-11-${number}`;
      tx.create(`invoice:${id}`, { id });
      return Promise.resolve({ id, nested: [{ [number]: id }], when: new Date(0), none: null });
    };
    expect(await transact(kv, work)).toEqual({
      id: 'INV-2024-11-001',
      nested: [{ '001': 'INV-2024-11-001' }],
      when: new Date(0),
      none: null,
    });
    expect((await transact(kv, work)).id).toBe('INV-2024-11-002');
    expect(await kv.getByPrefix('invoice:')).toEqual([{ id: 'INV-2024-11-001' }, { id: 'INV-2024-11-002' }]);
  });

  it('tells what it wrote, with its numbers', async () => {
    const tx = new Tx(kv);
    tx.set(`outbox:${tx.sequence('counter')}`, 'one');
    tx.delete('outbox:gone');
    expect([tx.writes('outbox:'), tx.writes('agenda:')]).toEqual([true, false]);
    await tx.commit();
    expect(tx.written('outbox:')).toEqual([['outbox:1', 'one']]);
  });

  it('counts even when it writes nothing else', async () => {
    expect(await transact(kv, async (tx) => tx.sequence('counter'))).toBe('1');
  });
});

describe('a store', () => {
  const schema = z.object({
    id: z.string(),
    owner: z.string(),
    status: z.string(),
    note: z.string(),
    due: z.string().nullable(),
  });
  type Room = z.infer<typeof schema>;
  const key = record('room', 'room:{id}');
  const byOwner = index('room', 'room:owner:{owner}:{id}');
  const byStatus = index('room', 'room:status:{status}:{id}');
  const rooms = defineStore({
    key,
    schema,
    indexes: ({ id, owner, status }) => [byOwner(owner, id), byStatus(status, id)],
    agenda: ({ due }) => (due === null ? [] : [{ kind: 'expire-hold', at: due }]),
  });
  const room: Room = { id: 'r1', owner: 'o1', status: 'open', note: '', due: '2024-11-05T00:00:00.000Z' };
  const dump = async (): Promise<Record<string, Json>> =>
    Object.fromEntries(
      (await kv.list('')).map(({ cursor, key, value }) => [cursor, cursor === key ? value : `→ ${key}`]),
    );
  const rows = (record: Room) => ({
    [`room:${record.id}`]: record,
    [`room:owner:${record.owner}:${record.id}`]: `→ room:${record.id}`,
    [`room:status:${record.status}:${record.id}`]: `→ room:${record.id}`,
    ...(record.due && {
      [agendaKey('expire-hold', record.due, record.id)]: { kind: 'expire-hold', at: record.due, id: record.id },
    }),
  });
  beforeEach(() => transact(kv, async (tx) => rooms.create(tx, room)));

  it('writes a record with its indexes and agenda', async () => {
    expect(await dump()).toEqual(rows(room));
  });

  it.each<Partial<Room>>([
    { status: 'closed' }, { owner: 'o2', due: null }, { due: '2024-12-01T00:00:00.000Z' }, { note: 'x' }, {},
  ])('moves indexes and agenda along with %j', async (change) => {
    const next = { ...room, ...change };
    await transact(kv, async (tx) => rooms.update(tx, await rooms.get(tx, 'r1'), next));
    expect(await dump()).toEqual(rows(next));
  }); // biome-ignore format: one look

  it('writes one row when no index names what changed', async () => {
    const tx = new Tx(kv);
    rooms.update(tx, await rooms.get(tx, 'r1'), { ...room, note: 'x' });
    expect(tx.written('')).toHaveLength(1);
  });

  it('deletes everything of a record', async () => {
    await transact(kv, async (tx) => rooms.delete(tx, await rooms.get(tx, 'r1')));
    expect(await dump()).toEqual({});
  });

  it('finds by id and by index, lists with cursors, and says when there is none', async () => {
    const tx = new Tx(kv);
    expect(await rooms.findBy(tx, byOwner('o1', 'r1'))).toEqual(room);
    expect(await rooms.list(tx, byStatus.prefix('open'))).toEqual([{ record: room, cursor: 'room:status:open:r1' }]);
    expect([
      await rooms.find(tx, 'r2'),
      await rooms.peek(tx, 'r2'),
      await rooms.findBy(tx, byOwner('o9', 'r1')),
    ]).toEqual([null, null, null]);
    await expect(rooms.get(tx, 'r2')).rejects.toMatchObject({ code: 'common.not-found' });
    expect(await rooms.agendaOf(tx, 'r1')).toEqual([{ kind: 'expire-hold', at: room.due }]);
    expect(await rooms.agendaOf(tx, 'r2')).toEqual([]);
  });

  it('refuses to update what was not read, to change an id, and to write what its schema refuses', async () => {
    const tx = new Tx(kv);
    expect(() => rooms.update(tx, room, { ...room, note: 'x' })).toThrow(/without having been read/);
    expect(() => rooms.update(tx, room, { ...room, id: 'r2' })).toThrow(/cannot become/);
    expect(() => rooms.create(tx, { ...room, id: 5 } as unknown as Room)).toThrow(z.ZodError);
  });

  it('refuses a status that the table does not lead to, and writes nothing', async () => {
    const strict = defineStore({
      key,
      schema,
      transitions: { open: ['closed'], closed: [] },
    });
    const tx = new Tx(kv);
    const before = await strict.get(tx, 'r1');
    expect(() => strict.update(tx, before, { ...before, status: 'gone' })).toThrow(/from open to gone/);
    expect(tx.hasWrites).toBe(false);
    strict.update(tx, before, { ...before, status: 'closed' });
    const closed = await strict.get(tx, 'r1');
    expect(() => strict.update(tx, closed, { ...closed, status: 'open' })).toThrow(/from closed to open/);
  });

  it('creates an id once', async () => {
    const twice = await Promise.allSettled(
      [1, 2].map(() => transact(kv, async (tx) => rooms.create(tx, { ...room, id: 'r2' }), 50)),
    );
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
