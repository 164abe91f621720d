import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { propertyFollowers } from '../../src/domain/entities.ts';
import { followRecord } from '../../src/domain/follow.ts';
import type { OutboxEvents } from '../../src/domain/outbox.ts';
import type { Kv } from '../../src/domain/ports.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import type { Property } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { isSaved, listWishlist } from '../../src/domain/wishlist/list-wishlist.ts';
import { removeSaved } from '../../src/domain/wishlist/remove-saved.ts';
import { saveListing } from '../../src/domain/wishlist/save-listing.ts';
import { isStillSo, MAX_SAVED, type News, newsOf, type Standing } from '../../src/domain/wishlist/wishlist.ts';
import { wishlistStore } from '../../src/domain/wishlist/wishlist-store.ts';
import { codeOf, type RentWorld, rentWorld } from '../support/rent-world.ts';
import { watchedKv } from '../support/watched-kv.ts';

let world: RentWorld;
beforeEach(async () => {
  world = await rentWorld();
});

const save = (person: Profile, propertyId = world.property.id) => world.by(person)(saveListing, { propertyId });
const list = (person: Profile, page = 1, perPage = 8) => world.by(person)(listWishlist, { page, perPage });
const change = (about: Partial<Property>, id = world.property.id) =>
  world.system(async ({ tx, now }) => {
    const before = await propertyStore.get(tx, id);
    propertyStore.update(tx, before, { ...before, ...about, updatedAt: now });
  });
const follow = (run = world.system) =>
  followRecord({ run }, { store: propertyStore, id: world.property.id, followers: propertyFollowers });
const news = async (person: Profile): Promise<OutboxEvents['wishlist.changed']['news'][]> =>
  (await world.outbox(person)).flatMap(({ body }) =>
    body.kind === 'event' && body.event === 'wishlist.changed'
      ? [(body.params as OutboxEvents['wishlist.changed']).news]
      : [],
  );
const becomes = async (about: Partial<Property>) => {
  await change(about);
  await follow();
};
/** Listings beside the world's one. */
const listings = (n: number) =>
  world.system(async ({ tx }) => {
    for (let i = 1; i <= n; i++)
      propertyStore.create(tx, { ...world.property, id: `prop_${String(i).padStart(3, '0')}` });
  });

describe('saving a listing', () => {
  it('twice is one entry, also side by side', async () => {
    expect(await Promise.all([save(world.tenant), save(world.tenant)])).toEqual(
      expect.arrayContaining(['saved', 'already']),
    );
    expect(await save(world.tenant)).toBe('already');
    expect(await world.kv.getByPrefix(`wishlist:${world.tenant.id}:`)).toHaveLength(1);
    expect(await world.by(world.tenant)(isSaved, { propertyId: world.property.id })).toBe(true);
    expect(await world.by(world.other)(isSaved, { propertyId: world.property.id })).toBe(false);
  });

  it('is for who has a name, and for what is offered by somebody else', async () => {
    expect(await codeOf(save(world.owner))).toBe('common.not-allowed');
    expect(await codeOf(save(world.tenant, 'prop_none'))).toBe('property.not-active');
    await change({ status: 'inactive' });
    expect(await codeOf(save(world.tenant))).toBe('property.not-active');
    const guest = world.as({ kind: 'guest', telegramId: 9, language: 'id' });
    const asGuest = <T>(work: (ctx: Parameters<Parameters<typeof guest>[0]>[0]) => Promise<T>) => guest(work);
    expect(await codeOf(asGuest((ctx) => saveListing(ctx, { propertyId: world.property.id })))).toBe(
      'common.not-allowed',
    );
    expect(await codeOf(asGuest((ctx) => listWishlist(ctx, { page: 1, perPage: 8 })))).toBe('common.not-allowed');
    expect(await asGuest((ctx) => isSaved(ctx, { propertyId: world.property.id }))).toBe(false);
    expect(await asGuest((ctx) => removeSaved(ctx, { propertyId: world.property.id }))).toBe(false);
    expect(await world.kv.getByPrefix('wishlist:')).toEqual([]);
  });

  it('removing it twice is no fault, and only one’s own goes', async () => {
    await save(world.tenant);
    await save(world.other);
    const remove = () => world.by(world.tenant)(removeSaved, { propertyId: world.property.id });
    expect(await remove()).toBe(true);
    expect(await remove()).toBe(false);
    expect((await list(world.tenant)).total).toBe(0);
    expect((await list(world.other)).total).toBe(1);
    expect(await world.kv.getByPrefix(`wishlist:property:${world.property.id}:`)).toHaveLength(1);
  });

  it('ends at a hundred, and goes on when one was removed', async () => {
    await listings(MAX_SAVED + 1);
    for (let i = 1; i <= MAX_SAVED; i++)
      expect(await save(world.tenant, `prop_${String(i).padStart(3, '0')}`)).toBe('saved');
    expect(await save(world.tenant)).toBe('full');
    expect(await save(world.tenant, 'prop_001')).toBe('already');
    await world.by(world.tenant)(removeSaved, { propertyId: 'prop_007' });
    expect(await save(world.tenant)).toBe('saved');
    expect((await list(world.tenant)).total).toBe(MAX_SAVED);
  });
});

describe('the wishlist', () => {
  it('shows the newest first, page by page, with the listings as they are now', async () => {
    await listings(10);
    for (let i = 1; i <= 10; i++) {
      world.pass(1_000);
      await save(world.tenant, `prop_${String(i).padStart(3, '0')}`);
    }
    const first = await list(world.tenant, 1, 4);
    expect(first).toMatchObject({ page: 1, pages: 3, total: 10 });
    expect(first.saved.map(({ entry }) => entry.propertyId)).toEqual(['prop_010', 'prop_009', 'prop_008', 'prop_007']);
    expect((await list(world.tenant, 3, 4)).saved).toHaveLength(2);
    expect(await list(world.tenant, 99, 4)).toMatchObject({ page: 3 });
    expect(await list(world.tenant, -1, 4)).toMatchObject({ page: 1 });
    await change({ pricePerMonth: 1_000_000 }, 'prop_010');
    const [newest] = (await list(world.tenant)).saved;
    expect(newest).toMatchObject({ entry: { propertyPrice: 1_200_000 }, property: { pricePerMonth: 1_000_000 } });
  });

  it('does not show what this very transaction removed', async () => {
    await save(world.tenant);
    const total = await world.as(world.actorOf(world.tenant))(async (ctx) => {
      await removeSaved(ctx, { propertyId: world.property.id });
      return (await listWishlist(ctx, { page: 1, perPage: 8 })).total;
    });
    expect(total).toBe(0);
  });
});

describe('what is news', () => {
  const now = (about: Partial<Standing> = {}): Standing => ({ price: 1_000, rooms: 2, status: 'active', ...about });
  it.each<[string, Standing, Standing, string[]]>([
    ['nothing changed', now(), now(), []],
    ['cheaper', now(), now({ price: 900 }), ['cheaper']],
    ['dearer', now(), now({ price: 1_100 }), []],
    ['fewer rooms', now(), now({ rooms: 0 }), []],
    ['more rooms where there were some', now(), now({ rooms: 3 }), []],
    ['a room where there was none', now({ rooms: 0 }), now({ rooms: 1 }), ['room']],
    ['both', now({ rooms: 0 }), now({ price: 1, rooms: 1 }), ['cheaper', 'room']],
    ['closed', now(), now({ status: 'inactive', price: 1 }), ['closed']],
    ['closed already', now({ status: 'inactive' }), now({ status: 'inactive', price: 1 }), []],
    ['offered again', now({ status: 'inactive' }), now(), []],
    ['offered again with a room', now({ status: 'inactive', rooms: 0 }), now(), ['room']],
    [
      'an entry of the seed’s shape, closed',
      now({ status: null, rooms: null }),
      now({ status: 'inactive' }),
      ['closed'],
    ],
    ['an entry of the seed’s shape, with rooms', now({ status: null, rooms: null }), now(), []],
  ])('%s', (_, before, after, kinds) => {
    expect(newsOf(before, after).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('news that goes out late', () => {
  const now: Standing = { price: 900, rooms: 1, status: 'active' };
  it.each<[string, News, Standing, boolean]>([
    ['cheaper still', { kind: 'cheaper', from: 1_000 }, now, true],
    ['as dear again', { kind: 'cheaper', from: 900 }, now, false],
    ['cheaper, and closed since', { kind: 'cheaper', from: 1_000 }, { ...now, status: 'inactive' }, false],
    ['a room', { kind: 'room' }, now, true],
    ['the room is taken', { kind: 'room' }, { ...now, rooms: 0 }, false],
    ['closed', { kind: 'closed' }, { ...now, status: 'inactive' }, true],
    ['offered again', { kind: 'closed' }, now, false],
  ])('%s', (_, news, standing, so) => {
    expect(isStillSo(news, standing)).toBe(so);
  });
});

describe('a saved listing that changes', () => {
  it('a price drop is told once, to everybody who saved it and to nobody else', async () => {
    await save(world.tenant);
    await save(world.other);
    await becomes({ pricePerMonth: 1_100_000 });
    for (const person of [world.tenant, world.other]) {
      expect(await news(person)).toEqual([[{ kind: 'cheaper', from: 1_200_000 }]]);
    }
    expect(await news(world.stranger)).toEqual([]);
    await follow();
    await becomes({ description: 'lain' });
    await becomes({ images: ['asset:a'] });
    expect(await news(world.tenant)).toHaveLength(1);
    await becomes({ pricePerMonth: 1_050_000 });
    expect((await news(world.tenant)).at(-1)).toEqual([{ kind: 'cheaper', from: 1_100_000 }]);
  });

  it('a price that is raised and lowered again is no drop', async () => {
    await save(world.tenant);
    await becomes({ pricePerMonth: 1_500_000 });
    await becomes({ pricePerMonth: 1_250_000 });
    await becomes({ pricePerMonth: 1_200_000 });
    expect(await news(world.tenant)).toEqual([]);
    await becomes({ pricePerMonth: 1_199_000 });
    expect(await news(world.tenant)).toEqual([[{ kind: 'cheaper', from: 1_200_000 }]]);
  });

  it('a room that frees up is told each time that it does', async () => {
    await save(world.tenant);
    await becomes({ availableRooms: 0 });
    await becomes({ availableRooms: 1 });
    await becomes({ availableRooms: 2 });
    expect(await news(world.tenant)).toEqual([[{ kind: 'room' }]]);
    await becomes({ availableRooms: 0 });
    await becomes({ availableRooms: 1 });
    expect(await news(world.tenant)).toHaveLength(2);
  });

  it('that closes is told once, and what happens while it is closed is not', async () => {
    await save(world.tenant);
    await becomes({ status: 'inactive' });
    await becomes({ pricePerMonth: 900_000, name: 'Kos Baru' });
    expect(await news(world.tenant)).toEqual([[{ kind: 'closed' }]]);
    await becomes({ status: 'active' });
    expect((await news(world.tenant)).at(-1)).toEqual([{ kind: 'cheaper', from: 1_200_000 }]);
    await becomes({ status: 'inactive' });
    expect(await news(world.tenant)).toHaveLength(3);
  });

  it('changes that came and went before anybody looked are not told', async () => {
    await save(world.tenant);
    await change({ availableRooms: 0 });
    await change({ availableRooms: 3 });
    await follow();
    expect(await news(world.tenant)).toEqual([]);
  });

  it('a rename and a move follow without a word; what it was when it was saved stays', async () => {
    await save(world.tenant);
    await becomes({ name: 'Kos Mawar', city: 'Depok', images: ['asset:b'] });
    expect(await world.read(wishlistStore, `${world.tenant.id}/${world.property.id}`)).toMatchObject({
      propertyName: 'Kos Mawar',
      propertyCity: 'Depok',
      propertyImage: 'asset:b',
      propertyPrice: 1_200_000,
      availableRooms: 3,
    });
    expect(await news(world.tenant)).toEqual([]);
  });

  it('who saves it after the change, or removes it before, hears nothing', async () => {
    await save(world.other);
    await change({ pricePerMonth: 1_000_000 });
    await save(world.tenant);
    await world.by(world.other)(removeSaved, { propertyId: world.property.id });
    await follow();
    expect(await news(world.tenant)).toEqual([]);
    expect(await news(world.other)).toEqual([]);
  });
});

describe('many who saved it', () => {
  const MANY = 120;
  const crowd = Array.from({ length: MANY }, (_, i) => i + 100);
  async function crowded(kv: Kv) {
    world = await rentWorld({ kv });
    const people = crowd.map((n) => world.profile(n, `Orang ${n}`));
    await transact(kv, async (tx) => {
      for (const person of people) profileStore.create(tx, person);
    });
    for (const person of people) await save(person);
    return people;
  }
  const toldOnce = async (people: Profile[]) => {
    for (const person of people)
      expect(await news(person), person.name).toEqual([[{ kind: 'cheaper', from: 1_200_000 }]]);
    expect((await world.read(propertyStore, world.property.id)).followDueAt).toBeNull();
  };

  it('are told in several commits, each once, wherever it stops and begins again', { timeout: 60_000 }, async () => {
    for (let stopAfter = 1; stopAfter <= 5; stopAfter++) {
      const memory = createMemoryKv();
      const people = await crowded(memory);
      await change({ pricePerMonth: 1_000_000 });
      let commits = 0;
      const dying = watchedKv(memory, {
        afterCommit: () => {
          commits++;
          if (commits >= stopAfter) throw new Error('the process ended here');
        },
      });
      const run: typeof world.system = (work) => transact(dying, (tx) => world.system((ctx) => work({ ...ctx, tx })));
      await follow(run).catch((error: Error) => expect(error.message).toBe('the process ended here'));
      expect(commits).toBe(Math.min(stopAfter, 4));
      await follow();
      await toldOnce(people);
    }
  });

  it('are told once by two who follow side by side', async () => {
    const people = await crowded(createMemoryKv());
    await change({ pricePerMonth: 1_000_000 });
    await Promise.all([follow(), follow()]);
    await toldOnce(people);
  });
});
