import { describe, expect, it } from 'vitest';
import { applicationStatuses, mayBecome, mismatch } from '../../src/domain/application/application.ts';
import { applicationStore } from '../../src/domain/application/application-store.ts';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import { expireApplication } from '../../src/domain/application/expire-application.ts';
import { listApplicationsToDecide } from '../../src/domain/application/get-application.ts';
import { rejectApplication } from '../../src/domain/application/reject-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { withdrawApplication } from '../../src/domain/application/withdraw-application.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { codeOf, rentWorld } from '../support/rent-world.ts';

const DAY = 86_400_000;

describe('status of an application', () => {
  it.each(applicationStatuses.flatMap((from) => applicationStatuses.map((to) => [from, to] as const)))(
    '%s → %s',
    (from, to) => {
      expect(mayBecome(from, to)).toBe(from === 'pending' && to !== 'pending');
    },
  );
});

describe('who may live where', () => {
  it.each([
    ['putra', false, 'self', 'putra', null],
    ['putra', false, 'self', 'putri', 'putra-only'],
    ['putri', true, 'child', 'putra', 'putri-only'],
    ['putri', true, 'two', 'campur', 'putri-only'],
    ['campur', false, 'self', 'putri', null],
    ['campur', false, 'two', 'putri', 'one-person-only'],
    ['campur', true, 'two', 'campur', null],
    ['putra', false, 'two', 'putra', 'one-person-only'],
  ] as const)('%s kos, two allowed %s, %s %s: %s', (type, twoPeopleAllowed, forWhom, occupantGender, result) => {
    expect(mismatch({ type, twoPeopleAllowed }, { forWhom, occupantGender })).toBe(result);
  });
});

describe('submitApplication', () => {
  it('writes the application with every index, the guard, the agenda and the card', async () => {
    const world = await rentWorld();
    const application = await world.by(world.tenant)(submitApplication, world.wish({ note: ' Saya  bawa motor ' }));
    expect(await world.read(applicationStore, application.id)).toMatchObject({
      status: 'pending',
      tenantPhone: world.tenant.phone,
      monthlyRent: 1_200_000,
      roomType: 'AC',
      expiresAt: new Date(world.clock.now() + 7 * DAY).toISOString(),
    });
    for (const prefix of [
      keys.application.tenant.prefix(world.tenant.id),
      keys.application.owner.prefix(world.owner.id),
      keys.application.property.prefix(world.property.id),
      keys.application.status.prefix('pending'),
    ]) {
      expect(await world.kv.getByPrefix(prefix)).toHaveLength(1);
    }
    expect(await world.kv.getByPrefix('agenda:expire-application:')).toHaveLength(1);
    expect(await world.told(world.owner)).toEqual(['application.card']);
  });

  it.each([
    ['yesterday', { startDate: '2024-11-03' }, 'application.start-date'],
    ['today', { startDate: '2024-11-04' }, 'ok'],
    ['in 90 days', { startDate: '2025-02-02' }, 'ok'],
    ['in 91 days', { startDate: '2025-02-03' }, 'application.start-date'],
    ['not a date', { startDate: '2024-02-30' }, 'application.invalid'],
    ['two months', { duration: 2 as 3 }, 'application.invalid'],
    ['two people', { forWhom: 'two' as const }, 'application.wrong-people'],
    ['an unknown room type', { roomTypeId: 'suite' }, 'property.no-room'],
    ['another price', { seen: { monthlyRent: 1, deposit: 500_000 } }, 'application.price-changed'],
    ['another deposit', { seen: { monthlyRent: 1_200_000, deposit: 0 } }, 'application.price-changed'],
    [
      'own phone',
      { emergencyContact: { name: 'Saya', phone: '+6281200000002', relation: 'Saya' } },
      'application.own-phone',
    ],
    ['no phone', { emergencyContact: { name: 'Budi', phone: 'abc', relation: 'Ayah' } }, 'application.invalid'],
    ['5,000 characters', { note: 'x'.repeat(5_000) }, 'application.invalid'],
    ['an unknown listing', { propertyId: 'prop_none' }, 'common.not-found'],
  ])('%s: %s', async (_, change, code) => {
    const world = await rentWorld();
    expect(await codeOf(world.by(world.tenant)(submitApplication, world.wish(change)))).toBe(code);
    expect(await world.kv.getByPrefix('application:')).toHaveLength(code === 'ok' ? 1 : 0);
  });

  it('minimum stay, inactive listings and full room types are refused', async () => {
    const world = await rentWorld();
    const submit = () => codeOf(world.by(world.tenant)(submitApplication, world.wish({ duration: 1 })));
    const change = (fields: object) =>
      world.system(async (ctx) => {
        const property = await propertyStore.get(ctx.tx, world.property.id);
        propertyStore.update(ctx.tx, property, { ...property, ...fields });
      });
    await change({ minimumStay: 3 });
    expect(await submit()).toBe('application.duration');
    await change({ minimumStay: 1, status: 'inactive' });
    expect(await submit()).toBe('property.not-active');
    await change({ status: 'active', roomTypes: world.property.roomTypes.map((r) => ({ ...r, availableRooms: 0 })) });
    expect(await submit()).toBe('property.no-room');
  });

  it('is for tenants: guests, people without a phone, banned people and the owner are refused', async () => {
    const world = await rentWorld();
    const guest = world.as({ kind: 'guest', telegramId: 99, language: 'id' });
    expect(await codeOf(guest((ctx) => submitApplication(ctx, world.wish())))).toBe('profile.unknown');
    expect(await codeOf(world.system((ctx) => submitApplication(ctx, world.wish())))).toBe('common.not-allowed');
    expect(await codeOf(world.by(world.owner)(submitApplication, world.wish()))).toBe('application.own-listing');
    const set = (fields: object) =>
      world.system(async (ctx) => {
        const profile = await profileStore.get(ctx.tx, world.tenant.id);
        profileStore.update(ctx.tx, profile, { ...profile, ...fields });
      });
    await set({ phone: null });
    expect(await codeOf(world.by(world.tenant)(submitApplication, world.wish()))).toBe('profile.no-phone');
    await set({ phone: world.tenant.phone, bannedAt: new Date(world.clock.now()).toISOString() });
    expect(await codeOf(world.by(world.tenant)(submitApplication, world.wish()))).toBe('profile.banned');
  });

  it('one open application per person and listing, however many at once; a new one after it is decided', async () => {
    const world = await rentWorld();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(world.by(world.tenant)(submitApplication, world.wish()))),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'application.already-open')).toHaveLength(19);
    const [application] = (await world.kv.getByPrefix('application:')) as { id: string }[];
    await world.by(world.tenant)(withdrawApplication, { applicationId: application?.id ?? '' });
    expect(await codeOf(world.by(world.tenant)(submitApplication, world.wish()))).toBe('ok');
  });
});

describe('deciding', () => {
  const withApplication = async () => {
    const world = await rentWorld();
    const application = await world.by(world.tenant)(submitApplication, world.wish());
    await world.forget();
    return { world, id: application.id };
  };

  it('withdraw: the tenant alone, once', async () => {
    const { world, id } = await withApplication();
    expect(await codeOf(world.by(world.other)(withdrawApplication, { applicationId: id }))).toBe('common.not-allowed');
    expect(await codeOf(world.by(world.owner)(withdrawApplication, { applicationId: id }))).toBe('common.not-allowed');
    expect(await codeOf(world.by(world.tenant)(withdrawApplication, { applicationId: id }))).toBe('ok');
    expect(await codeOf(world.by(world.tenant)(withdrawApplication, { applicationId: id }))).toBe(
      'application.already-decided',
    );
    expect(await world.told(world.owner)).toEqual(['edit:application.card', 'application.withdrawn']);
    expect(await world.kv.getByPrefix('agenda:')).toHaveLength(0);
  });

  it('reject: the owner of the listing alone, with a reason', async () => {
    const { world, id } = await withApplication();
    const reject = (person: typeof world.owner, reason = 'Kamar sedang direnovasi') =>
      codeOf(world.by(person)(rejectApplication, { applicationId: id, reason }));
    expect(await reject(world.stranger)).toBe('common.not-allowed');
    expect(await reject(world.tenant)).toBe('common.not-allowed');
    expect(await reject(world.owner, ' ')).toBe('application.invalid');
    expect(await reject(world.owner, 'x'.repeat(301))).toBe('application.invalid');
    expect(await reject(world.owner)).toBe('ok');
    expect(await reject(world.owner)).toBe('application.already-decided');
    expect(await world.read(applicationStore, id)).toMatchObject({
      status: 'rejected',
      rejectionReason: 'Kamar sedang direnovasi',
      decidedByName: 'Susi',
    });
    expect(await world.told(world.tenant)).toEqual(['application.rejected']);
  });

  it('what waits is found however many were decided since, and is gone from the list once decided', async () => {
    const world = await rentWorld();
    const waiting = await world.by(world.tenant)(submitApplication, world.wish());
    const decided = { ...waiting, status: 'rejected' as const };
    await world.system(async ({ tx, ids }) => {
      for (let i = 0; i < 150; i++) applicationStore.create(tx, { ...decided, id: ids.next('app') });
    });
    const toDecide = () => world.by(world.owner)((ctx) => listApplicationsToDecide(ctx), {});
    expect((await toDecide()).map(({ id }) => id)).toEqual([waiting.id]);
    await world.by(world.tenant)(withdrawApplication, { applicationId: waiting.id });
    expect(await toDecide()).toEqual([]);
  });

  it('expires after seven days, not before and not when decided', async () => {
    const { world, id } = await withApplication();
    await world.system((ctx) => expireApplication(ctx, { applicationId: id }));
    expect((await world.read(applicationStore, id)).status).toBe('pending');
    world.pass(7 * DAY);
    await world.system((ctx) => expireApplication(ctx, { applicationId: id }));
    await world.system((ctx) => expireApplication(ctx, { applicationId: id }));
    expect((await world.read(applicationStore, id)).status).toBe('expired');
    expect(await world.told(world.tenant)).toEqual(['application.expired']);
    expect(await world.told(world.owner)).toEqual(['edit:application.card', 'application.expired']);
    expect(await codeOf(world.by(world.owner)(expireApplication, { applicationId: id }))).toBe('common.not-allowed');
  });
});

describe('approveApplication', () => {
  it('makes the contract, takes the room, writes the first invoice and tells both, in one commit', async () => {
    const world = await rentWorld();
    const { application, contract, invoice } = await world.rented();
    expect(await world.read(contractStore, contract.id)).toMatchObject({
      status: 'active',
      tenantPhone: world.tenant.phone,
      roomNumber: '101',
      startDate: '2024-11-20',
      endDate: '2025-05-19',
      paymentDueDay: 20,
      terms: ['Tamu wajib lapor'],
      acceptedAt: null,
      holdUntil: '2024-11-06T03:00:00.000Z',
      emergencyContact: { name: 'Budi Santoso', phone: '+628119999999', relation: 'Ayah' },
    });
    expect(invoice.id).toBe('INV-2024-11-001');
    expect(await world.read(invoiceStore, 'INV-2024-11-001')).toMatchObject({
      items: [
        { kind: 'rent', label: 'Sewa November 2024', amount: 1_200_000 },
        { kind: 'deposit', label: 'Deposit', amount: 500_000 },
      ],
      amount: 1_700_000,
      dueDate: '2024-11-06',
      month: 'November 2024',
      year: 2024,
      monthNumber: 11,
      description: 'Sewa bulan November 2024',
      status: 'pending',
    });
    const property = await world.read(propertyStore, world.property.id);
    expect(property.availableRooms).toBe(2);
    expect(property.roomTypes[0]?.availableRooms).toBe(0);
    expect(await world.read(applicationStore, application.id)).toMatchObject({
      status: 'approved',
      contractId: contract.id,
    });
    expect(await world.kv.getByPrefix('invoice:month:2024-11:')).toHaveLength(1);
    expect(await world.kv.getByPrefix('agenda:expire-hold:')).toHaveLength(1);
    expect(await world.told(world.tenant)).toEqual(['contract.offer']);
    expect(await world.told(world.owner)).toContain('application.approved');
  });

  it('a start that passed while the owner was thinking becomes today; a start before the hold ends is due then', async () => {
    const world = await rentWorld();
    const application = await world.by(world.tenant)(submitApplication, world.wish({ startDate: '2024-11-05' }));
    world.pass(5 * DAY);
    const { contract, invoice } = await world.by(world.owner)(approveApplication, {
      applicationId: application.id,
      roomNumber: ' a 1 ',
      paymentDueDay: 9,
    });
    expect(contract).toMatchObject({ startDate: '2024-11-09', endDate: '2025-05-08', roomNumber: 'A1' });
    expect(invoice.dueDate).toBe('2024-11-09');
  });

  it.each([
    ['', 20, 'contract.room-number'],
    ['<b>1</b>', 20, 'contract.room-number'],
    ['😀', 20, 'contract.room-number'],
    ['12345678901', 20, 'contract.room-number'],
    ['101', 19, 'contract.due-day'],
    ['101', 31, 'contract.due-day'],
    ['101', 0, 'contract.due-day'],
    ['101', 20.5, 'contract.due-day'],
    ['101', 30, 'ok'],
  ])('room %j, due day %s: %s', async (roomNumber, paymentDueDay, code) => {
    const world = await rentWorld();
    const { id: applicationId } = await world.by(world.tenant)(submitApplication, world.wish());
    expect(await codeOf(world.by(world.owner)(approveApplication, { applicationId, roomNumber, paymentDueDay }))).toBe(
      code,
    );
    expect(await world.kv.getByPrefix('contract:')).toHaveLength(code === 'ok' ? 1 : 0);
  });

  it('is for the owner of that listing, once; a room can be let once', async () => {
    const world = await rentWorld();
    const first = await world.by(world.tenant)(submitApplication, world.wish());
    const second = await world.by(world.other)(submitApplication, world.wish({ roomTypeId: 'fan' }));
    const approve = (person: typeof world.owner, applicationId: string, roomNumber: string) =>
      codeOf(world.by(person)(approveApplication, { applicationId, roomNumber, paymentDueDay: 20 }));
    expect(await approve(world.stranger, first.id, '1')).toBe('common.not-allowed');
    expect(await approve(world.tenant, first.id, '1')).toBe('common.not-allowed');
    expect(await approve(world.owner, first.id, '1')).toBe('ok');
    expect(await approve(world.owner, first.id, '2')).toBe('application.already-decided');
    expect(await approve(world.owner, second.id, '1')).toBe('contract.room-taken');
    expect(await approve(world.owner, second.id, '2')).toBe('ok');
    expect((await world.kv.getByPrefix('invoice:')).map((i) => (i as { id: string }).id)).toEqual([
      'INV-2024-11-001',
      'INV-2024-11-002',
    ]);
  });

  it('fifty approvals at once for one room: one contract, no room left, 49 clear refusals', async () => {
    const world = await rentWorld();
    const people = Array.from({ length: 50 }, (_, i) => world.profile(100 + i, `Orang ${i}`));
    await world.system(async (ctx) => {
      for (const person of people) profileStore.create(ctx.tx, person);
    });
    const applications = await Promise.all(people.map((person) => world.by(person)(submitApplication, world.wish())));
    const codes = await Promise.all(
      applications.map(({ id }, i) =>
        codeOf(world.by(world.owner)(approveApplication, { applicationId: id, roomNumber: `${i}`, paymentDueDay: 20 })),
      ),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'property.no-room')).toHaveLength(49);
    expect(await world.kv.getByPrefix('contract:')).toHaveLength(1);
    expect(await world.kv.getByPrefix('invoice:')).toHaveLength(1);
    expect((await world.read(propertyStore, world.property.id)).roomTypes[0]?.availableRooms).toBe(0);
  });
});
