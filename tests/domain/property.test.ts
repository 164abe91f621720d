import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { type Actor, type Ctx, createCtx } from '../../src/domain/context.ts';
import { keys } from '../../src/domain/keys.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { createProperty } from '../../src/domain/property/create-property.ts';
import { getProperty } from '../../src/domain/property/get-property.ts';
import {
  freeRoom,
  type Property,
  propertySchema,
  propertyStatuses,
  propertyTransitions,
  takeRoom,
  withRoomTypes,
} from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { demoListingId, loadDemoData } from '../../src/sandbox/demo-data.ts';
import { demoListings } from '../../src/sandbox/demo-listings.ts';

let kv: Kv;
const ids = createIds();
const clock = { now: () => Date.parse('2026-11-22T03:00:00Z') };
const as = <T>(actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  transact(kv, (tx) =>
    work(
      createCtx({ clock, ids, config: () => defaultSystemConfig, timezone: 'Asia/Jakarta', paymentWays }, tx, actor),
    ),
  );
const guest: Actor = { kind: 'guest', telegramId: 9, language: 'id' };
const ownerActor = async (telegramId: number): Promise<Actor> => {
  const owner = (await kv.get(keys.profile.telegram(telegramId))) as { id: string };
  return { kind: 'user', userId: owner.id, telegramId, language: 'id' };
};
const melati = async (): Promise<Property> =>
  propertySchema.parse(await kv.get(keys.property.record(demoListingId('melati'))));

beforeEach(async () => {
  kv = createMemoryKv();
  await loadDemoData(kv, { clock, ids, people: 'all' });
});

/** As the seed's document has it. */
const seedListing = {
  id: 'prop_001', ownerId: 'user_owner_123', ownerName: 'Ibu Susi', name: 'Kos Melati Residence',
  description: 'Kos nyaman dan strategis...', address: 'Jl. Raya Dramaga No. 45', city: 'Bogor', district: 'Dramaga',
  type: 'putri', pricePerMonth: 1200000, availableRooms: 5, totalRooms: 12,
  facilities: ['AC', 'Wi-Fi', 'Kamar Mandi Dalam', 'Parkir', 'Kolam Ikan'], images: ['https://images.unsplash.com/x'],
  status: 'active', rating: 4.5, reviewCount: 24, createdAt: '2024-10-01T10:00:00Z', updatedAt: '2024-11-04T10:00:00Z',
}; // biome-ignore format: as it stands there

const roomType = fc
  .record({
    name: fc.constantFrom('AC', 'Kipas'),
    pricePerMonth: fc.integer({ min: 1, max: 9_000_000 }),
    totalRooms: fc.integer({ min: 1, max: 40 }),
    taken: fc.nat(40),
  })
  .map(({ taken, ...room }) => ({ ...room, availableRooms: Math.max(0, room.totalRooms - taken) }));
const roomTypes = fc
  .array(roomType, { minLength: 1, maxLength: 5 })
  .map((rooms) => rooms.map((room, i) => ({ ...room, id: `r${i}` })));

describe('property', () => {
  it('reads a listing of the seed', () => {
    const property = propertyStore.parse(seedListing);
    expect(property.facilities).toEqual(['ac', 'wifi', 'km_dalam', 'parkir_motor', 'Kolam Ikan']);
    expect(property.roomTypes).toEqual([
      { id: 'r1', name: 'Kamar', pricePerMonth: 1200000, totalRooms: 12, availableRooms: 5 },
    ]);
    expect(propertySchema.parse(property)).toEqual(property);
  });

  it('keeps price and counts with the room types, whatever is taken and freed', () => {
    const base = propertyStore.parse(seedListing);
    fc.assert(
      fc.property(
        roomTypes,
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 })), { maxLength: 60 }),
        (rooms, acts) => {
          let property = propertySchema.parse(withRoomTypes(base, rooms));
          for (const [take, index] of acts) {
            const room = property.roomTypes[index];
            if (take && (!room || room.availableRooms === 0)) {
              expect(() => takeRoom(property, `r${index}`)).toThrow('property.no-room');
              continue;
            }
            const before = property;
            property = propertySchema.parse((take ? takeRoom : freeRoom)(property, `r${index}`));
            if (take) expect(freeRoom(property, `r${index}`)).toEqual(before);
          }
          expect(property.pricePerMonth).toBe(Math.min(...rooms.map((room) => room.pricePerMonth)));
          expect(property.totalRooms).toBe(property.roomTypes.reduce((all, room) => all + room.totalRooms, 0));
          expect(property.availableRooms).toBe(property.roomTypes.reduce((all, room) => all + room.availableRooms, 0));
        },
      ),
    );
  });

  it('knows where each status may go', () => {
    expect(Object.keys(propertyTransitions).sort()).toEqual([...propertyStatuses].sort());
    expect(propertyTransitions.rejected).toEqual(['pending_approval']);
    expect(propertyTransitions.active).not.toContain('pending_approval');
  });

  it('stands in all its indexes, and moves between them', async () => {
    const before = await melati();
    const at = async (status: string) => (await kv.getByPrefix(keys.property.status.prefix(status))).length;
    expect(await kv.getByPrefix(keys.property.owner.prefix(before.ownerId))).toHaveLength(5);
    expect(await kv.getByPrefix(keys.property.city.prefix('Bogor'))).toHaveLength(6);
    expect(await kv.getByPrefix(keys.property.type.prefix('putri'))).toHaveLength(8);
    expect(await kv.getByPrefix('property:')).toHaveLength(20);
    expect([await at('active'), await at('inactive')]).toEqual([20, 0]);
    await transact(kv, async (tx) => {
      const property = await propertyStore.get(tx, before.id);
      propertyStore.update(tx, property, { ...property, status: 'inactive' });
    });
    expect([await at('active'), await at('inactive')]).toEqual([19, 1]);
  });
});

describe('get-property', () => {
  it('shows active ones to all, others only to their owner', async () => {
    const { id } = await melati();
    expect(await as(guest, (ctx) => getProperty(ctx, { propertyId: id }))).toMatchObject({ kind: 'shown', own: false });
    await transact(kv, async (tx) => {
      const property = await propertyStore.get(tx, id);
      propertyStore.update(tx, property, { ...property, status: 'inactive' });
    });
    expect(await as(guest, (ctx) => getProperty(ctx, { propertyId: id }))).toEqual({
      kind: 'not-active',
      name: 'Kos Melati Residence',
    });
    const [susi, hendra] = [await ownerActor(1002), await ownerActor(1004)];
    expect(await as(susi, (ctx) => getProperty(ctx, { propertyId: id }))).toMatchObject({ kind: 'shown', own: true });
    expect(await as(hendra, (ctx) => getProperty(ctx, { propertyId: id }))).toMatchObject({ kind: 'not-active' });
    expect(await as(guest, (ctx) => getProperty(ctx, { propertyId: 'prop_none' }))).toEqual({ kind: 'not-found' });
  });
});

describe('create-property', () => {
  const { slug: _, owner: __, rating, reviewCount, ...listing } = demoListings[0] as (typeof demoListings)[number];
  const input = { ...listing, images: [], noticeDays: 30 };

  it('waits for an admin when an owner makes one', async () => {
    const property = await as(await ownerActor(1002), (ctx) => createProperty(ctx, input));
    expect(property).toMatchObject({
      status: 'pending_approval',
      ownerName: 'Bu Susi',
      rating: 0,
      pricePerMonth: 950_000,
    });
    expect(property.roomTypes.map(({ id }) => id)).toEqual(['r1', 'r2']);
    expect(property.id).toMatch(/^prop_[0-9A-Z]{26}$/);
  });

  it('is refused to everybody else, and no owner can set the status', async () => {
    const sari = await ownerActor(1003);
    for (const actor of [guest, sari]) {
      await expect(as(actor, (ctx) => createProperty(ctx, input))).rejects.toMatchObject({
        code: 'common.not-allowed',
      });
    }
    const susi = await ownerActor(1002);
    const forged = { ownerId: 'userId' in susi ? susi.userId : '', status: 'active', rating, reviewCount } as const;
    await expect(as(susi, (ctx) => createProperty(ctx, { ...input, asSystem: forged }))).rejects.toMatchObject({
      code: 'common.not-allowed',
    });
    await expect(as(susi, (ctx) => createProperty(ctx, { ...input, roomTypes: [] }))).rejects.toThrow();
    expect(await kv.getByPrefix('property:')).toHaveLength(20);
  });
});

describe('demo data', () => {
  it('changes nothing the second time, and never brings back what was deleted', async () => {
    const rows = async () => JSON.stringify(await kv.getByPrefix(''));
    const before = await rows();
    expect(await loadDemoData(kv, { clock, ids, people: 'all' })).toEqual({ people: 0, listings: 0 });
    expect(await rows()).toBe(before);
    const sari = (await kv.get(keys.profile.telegram(1003))) as Json & { id: string };
    await transact(kv, async (tx) => profileStore.delete(tx, await profileStore.get(tx, sari.id)));
    await loadDemoData(kv, { clock, ids, people: 'all' });
    expect(await kv.get(keys.profile.telegram(1003))).toBeNull();
  });

  it('has people as the sandbox needs them: Budi has not registered, owners and Sari have', async () => {
    expect(await kv.get(keys.profile.telegram(1001))).toBeNull();
    expect(await kv.get(keys.profile.demoUser('budi@demo.kostin.id'))).toMatchObject({ telegramId: 1001 });
    expect(await kv.get(keys.profile.telegram(1002))).toMatchObject({
      name: 'Bu Susi',
      role: 'owner',
      phoneVerified: true,
    });
    expect(await kv.get(keys.profile.telegram(1003))).toMatchObject({ role: 'tenant' });
    expect(await kv.getByPrefix('profile:')).toHaveLength(7);
  });

  it("loads owners who are nobody's account beside the listings behind the real Telegram", async () => {
    const other = createMemoryKv();
    expect(await loadDemoData(other, { clock, ids, people: 'owners', realTelegram: true })).toEqual({
      people: 4,
      listings: 20,
    });
    for (const id of [1002, 1003]) expect(await other.get(keys.profile.telegram(id))).toBeNull();
    expect(await other.getByPrefix('phone:')).toEqual([]);
    expect(await other.get(keys.profile.telegram(4_000_000_000_001_002))).toMatchObject({
      name: 'Bu Susi',
      phoneVerified: false,
    });
    expect(new Set(demoListings.map(({ city }) => city)).size).toBe(4);
  });
});
