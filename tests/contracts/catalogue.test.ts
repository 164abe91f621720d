import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { openPostgres } from '../../src/adapters/kv/postgres.ts';
import { entities, entityNamed } from '../../src/domain/entities.ts';
import type { EntityStore } from '../../src/domain/entity-store.ts';
import { barePrefixes } from '../../src/domain/keys.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { transact } from '../../src/domain/transaction.ts';
import { type Place, places, sampleOf, statusPlaces } from './catalogue.ts';
import { createTestDatabase, databaseUrl, skipReason } from './kv-postgres-database.ts';

const seedLines = readFileSync(new URL('../domain/seed-key-catalogue.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** Every key pattern on a real store: written there, found there, and after a move only in the new place. */
function catalogueContract(name: string, open: () => Promise<Kv>) {
  describe(`the key catalogue on ${name}`, () => {
    let kv: Kv;
    beforeAll(async () => {
      kv = await open();
    });
    afterAll(() => kv?.close());

    const create = <T extends Record<string, unknown>>(store: EntityStore<T>, record: T) =>
      transact(kv, async (tx) => store.create(tx, record));
    const remove = <T extends Record<string, unknown>>(store: EntityStore<T>, record: T) =>
      transact(kv, async (tx) => store.delete(tx, await store.get(tx, store.idOf(record))));

    it.each<[string, Place]>([...places, ...statusPlaces()].map((place) => [place.pattern, place]))(
      '%s',
      async (_, { store, record, prefix, moved, to }) => {
        await create(store, record);
        expect(await kv.getByPrefix(prefix)).toEqual([store.toJson(record)]);
        if (moved && to !== undefined) {
          await transact(kv, async (tx) => store.update(tx, await store.get(tx, store.idOf(record)), moved));
          const stored = await transact(kv, (tx) => store.get(tx, store.idOf(record)));
          expect(stored).toMatchObject({
            ...moved,
            ...('followDueAt' in moved && { followDueAt: stored.followDueAt }),
          });
          expect(await kv.getByPrefix(prefix)).toEqual([]);
          expect(await kv.getByPrefix(to)).toEqual([store.toJson(stored)]);
        }
        await remove(store, moved ?? record);
        expect(await kv.list('')).toEqual([]);
      },
    );

    it('gives each record once, and no index entry, under a bare entity prefix', async () => {
      for (const store of entities) await create(store, sampleOf(store.name));
      for (const store of entities) {
        const { all } = store.pattern;
        expect(await kv.getByPrefix(all), all).toEqual([store.toJson(sampleOf(store.name))]);
      }
      for (const bare of Object.keys(barePrefixes)) {
        const own = entities.filter(({ pattern }) => pattern.begins === barePrefixes[bare]);
        const expected = own.map((store) => store.toJson(sampleOf(store.name)));
        expect(await kv.getByPrefix(bare), bare).toEqual(expected);
      }
    });

    it('runs the seed’s seven query patterns as they are written', async () => {
      const [userId, ownerId, tenantId, convId, status] = ['user_ahmad', 'user_susi', 'user_ahmad', 'conv_001', 'open'];
      const json = (name: string) => entityNamed(name).toJson(sampleOf(name));
      type Row = Record<string, string>;

      const profile = await kv.get(`profile:${userId}`);
      expect(profile).toEqual(json('profile'));

      const properties = await kv.getByPrefix(`property:owner:${ownerId}:`);
      expect(properties).toEqual([json('property')]);

      const allInvoices = (await kv.getByPrefix(`invoice:tenant:${tenantId}:`)) as Row[];
      const pending = allInvoices.filter((inv) => inv.status === 'pending');
      expect(pending).toEqual([json('invoice')]);

      const contracts = (await kv.getByPrefix(`contract:tenant:${tenantId}:`)) as Row[];
      const active = contracts.find((c) => c.status === 'active');
      expect(active).toEqual(json('contract'));

      const messages = (await kv.getByPrefix(`chat:conversation:${convId}:messages:`)) as { timestamp: string }[];
      messages.sort((a, b) => Number(new Date(a.timestamp)) - Number(new Date(b.timestamp)));
      expect(messages).toEqual([json('message')]);

      const wishlists = await kv.getByPrefix(`wishlist:${userId}:`);
      expect(wishlists).toEqual([json('wishlist')]);

      const tickets = await kv.getByPrefix(`ticket:status:${status}:`);
      expect(tickets).toEqual([json('ticket')]);
    });

    it('runs the seed’s migration script, and its checks before a deletion and an insert', async () => {
      const made: { id: Json; ownerId: Json; name: Json }[] = [];
      const db = { property: { create: async ({ data }: { data: (typeof made)[number] }) => made.push(data) } };
      const properties = (await kv.getByPrefix('property:')) as typeof made;
      for (const prop of properties) {
        await db.property.create({ data: { id: prop.id, ownerId: prop.ownerId, name: prop.name } });
      }
      expect(made).toEqual([{ id: 'prop_001', ownerId: 'user_susi', name: 'Kos Melati Residence' }]);

      const contracts = await kv.getByPrefix('contract:property:prop_001:');
      expect(contracts.length > 0).toBe(true);
      expect(await kv.get('property:prop_001')).not.toBeNull();
    });

    it('answers the seed’s three older spellings with the same listings, and takes no write under them', async () => {
      const listed = await kv.getByPrefix('property:');
      for (const key of ['property:user_susi:list', 'property:active:list', 'property:Bogor:list']) {
        expect(await kv.get(key), key).toEqual(listed);
        await expect(kv.set(key, []), key).rejects.toThrow(/read-only/);
      }
      expect(await kv.get('property:Depok:list')).toEqual([]);
    });
  });
}

it('the table covers every line of the seed’s catalogue', () => {
  const covered = new Set(places.map(({ pattern }) => pattern));
  expect(seedLines.filter((line) => !covered.has(line))).toEqual([]);
});

catalogueContract('memory', async () => createMemoryKv());
catalogueContract('PGlite', async () => (await openPglite()).kv);

if (databaseUrl) {
  let drop: (() => Promise<void>) | undefined;
  afterAll(() => drop?.());
  catalogueContract('PostgreSQL', async () => {
    const database = await createTestDatabase(databaseUrl as string);
    drop = database.drop;
    return (await openPostgres(database.url)).kv;
  });
} else {
  describe.skip(skipReason, () => it('the key catalogue on PostgreSQL', () => undefined));
}
