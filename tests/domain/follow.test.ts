import { beforeEach, describe, expect, it } from 'vitest';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { type Follower, followRecord } from '../../src/domain/follow.ts';
import type { Property } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { rentWorld } from '../support/rent-world.ts';

let world: Awaited<ReturnType<typeof rentWorld>>;
beforeEach(async () => {
  world = await rentWorld();
});

const change = (change: Partial<Property>) =>
  world.system(async ({ tx, now }) => {
    const before = await propertyStore.get(tx, world.property.id);
    propertyStore.update(tx, before, { ...before, ...change, updatedAt: now });
  });
const due = async () => (await world.read(propertyStore, world.property.id)).followDueAt;
const agenda = () => world.kv.getByPrefix('agenda:follow-property:');
const follow = (...followers: Follower<Property>[]) =>
  followRecord({ run: world.system }, { store: propertyStore, id: world.property.id, followers });

describe('a record whose copies follow', () => {
  it('a change of a followed field falls due in the same commit, another does not', async () => {
    await change({ description: 'baru', rating: 4 });
    expect(await due()).toBeNull();
    expect(await agenda()).toEqual([]);
    await change({ name: 'Kos Mawar' });
    const at = await due();
    expect(at).not.toBeNull();
    expect(await agenda()).toMatchObject([{ kind: 'follow-property', at, id: world.property.id }]);
    world.pass(60_000);
    await change({ name: 'Kos Anggrek' });
    expect(await due()).toBe(at);
    expect(await agenda()).toHaveLength(1);
  });

  it('use cases need not think of it: an approval takes a room, and that is followed', async () => {
    const application = await world.by(world.tenant)(submitApplication, world.wish());
    expect(await due()).toBeNull();
    await world.by(world.owner)(approveApplication, {
      applicationId: application.id,
      roomNumber: '1',
      paymentDueDay: 20,
    });
    expect(await due()).not.toBeNull();
  });

  it('written twice in one transaction with a stale record, it still falls due', async () => {
    await world.system(async ({ tx, now }) => {
      const before = await propertyStore.get(tx, world.property.id);
      const renamed = { ...before, name: 'Kos Mawar', updatedAt: now };
      propertyStore.update(tx, before, renamed);
      propertyStore.update(tx, renamed, { ...renamed, description: 'x' });
    });
    expect(await due()).not.toBeNull();
    expect(await agenda()).toHaveLength(1);
  });

  it('every follower sees it, then nothing is due; twice is once', async () => {
    await change({ name: 'Kos Mawar' });
    const seen: string[] = [];
    const follower =
      (who: string) =>
      async (_: unknown, { name }: Property) =>
        void seen.push(`${who} ${name}`);
    await follow(follower('a'), follower('b'));
    expect(seen).toEqual(['a Kos Mawar', 'b Kos Mawar']);
    expect(await due()).toBeNull();
    expect(await agenda()).toEqual([]);
    await follow(follower('c'));
    expect(seen).toHaveLength(2);
  });

  it('a change meanwhile is followed too, whatever else changes is no reason to begin anew', async () => {
    await change({ name: 'Kos Satu' });
    const seen: string[] = [];
    await follow(async (_, { name }) => {
      seen.push(name);
      if (seen.length === 1) await change({ name: 'Kos Dua' });
      if (seen.length === 2) await change({ description: 'lain' });
    });
    expect(seen).toEqual(['Kos Satu', 'Kos Dua']);
    expect(await due()).toBeNull();
    expect(await world.read(propertyStore, world.property.id)).toMatchObject({ name: 'Kos Dua', description: 'lain' });
  });

  it('a follower that fails leaves it due', async () => {
    await change({ name: 'Kos Satu' });
    await expect(follow(() => Promise.reject(new Error('gagal')))).rejects.toThrow('gagal');
    expect(await due()).not.toBeNull();
    expect(await agenda()).toHaveLength(1);
  });
});
