import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { readQr } from '../../src/sandbox/page/read-qr.ts';
import { createTestDatabase } from '../contracts/kv-postgres-database.ts';
import { plainWords } from '../support/plain-words.ts';
import { raceStores } from '../support/race-stores.ts';
import { impatient, openRaceWorld, type RaceWorld, type Renter, receipts, toldOf } from '../support/race-world.ts';
import { newTenant, plain, tellRentStory } from '../support/rent-story.ts';
import { codeOf, rentWorld } from '../support/rent-world.ts';
import { expectRowsToAgree, invoiceNumbers, type OpenedStore, openStoreWithRows } from '../support/store-rows.ts';
import { openWholeWorld, type StoreKind, type WholeWorld } from '../support/whole-world.ts';

const t = plainWords('id');
const stores = raceStores('races');

/** A store of its own. */
async function openOwnStore(kind: StoreKind): Promise<OpenedStore> {
  const database = kind === 'postgres' ? await createTestDatabase(process.env.DATABASE_URL ?? '') : null;
  const folder = mkdtempSync(join(tmpdir(), 'kostin-race-'));
  const store = await openStoreWithRows(
    database ? { kind: 'postgres', url: database.url } : { kind: 'embedded', dataDir: folder },
  );
  return {
    ...store,
    async close() {
      await store.close();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The listing of `rentWorld` alone in the store, with so many rooms of one type and so many applicants. */
async function listingTap(store: OpenedStore, rooms: number, applicants: number) {
  await store.empty();
  const world = await rentWorld({ kv: store.kv });
  const people = Array.from({ length: applicants }, (_, i) => world.profile(100 + i, `Orang ${i}`));
  await world.system(async (ctx) => {
    for (const person of people) profileStore.create(ctx.tx, person);
    const property = await propertyStore.get(ctx.tx, world.property.id);
    const [type] = property.roomTypes;
    if (!type) throw new Error('a listing without rooms');
    propertyStore.update(ctx.tx, property, {
      ...property,
      roomTypes: [{ ...type, totalRooms: rooms, availableRooms: rooms }],
      totalRooms: rooms,
      availableRooms: rooms,
    });
  });
  const applications = await Promise.all(people.map((person) => world.by(person)(submitApplication, world.wish())));
  return {
    ...world,
    rows: store.rows,
    applications,
    approve: (applicationId: string, roomNumber: string) =>
      codeOf(world.by(world.owner)(approveApplication, { applicationId, roomNumber, paymentDueDay: 20 })),
  };
}

const count = (codes: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};

describe.each(stores)('approvals at once, on $name', ({ kind, missing }) => {
  let store: OpenedStore;
  beforeAll(async () => {
    if (!missing) store = await openOwnStore(kind);
  });
  afterAll(() => store?.close());

  it.skipIf(missing).each([
    ['fifty tenants, one room', 1, (i: number) => `${i}`, { ok: 1, 'property.no-room': 49 }],
    ['fifty tenants, seven rooms', 7, (i: number) => `${i}`, { ok: 7, 'property.no-room': 43 }],
    ['fifty tenants, seven rooms, all told the same number', 7, () => '101', { ok: 1, 'contract.room-taken': 49 }],
  ])('%s', async (_, rooms, number, outcome) => {
    const listing = await listingTap(store, rooms, 50);
    const { applications, approve } = listing;
    const codes = await Promise.all(applications.map(({ id }, i) => approve(id, number(i))));
    expect(count(codes)).toEqual(outcome);
    const taken = outcome.ok;
    const property = await listing.read(propertyStore, listing.property.id);
    expect(property.availableRooms).toBe(rooms - taken);
    expect(property.roomTypes[0]?.availableRooms).toBe(rooms - taken);
    const rows = await listing.rows();
    expectRowsToAgree(rows);
    const ids = Array.from({ length: taken }, (_, i) => `INV-2024-11-00${i + 1}`);
    expect(invoiceNumbers(rows)).toEqual({ ids, counters: { 'counter:invoice:2024-11': taken } });
    expect((await listing.told(listing.owner)).filter((told) => told === 'application.approved')).toHaveLength(taken);
    // What was refused has left no gap.
    await listing.system(async (ctx) => {
      const now = await propertyStore.get(ctx.tx, property.id);
      const roomTypes = now.roomTypes.map((type) => ({ ...type, totalRooms: rooms + 1, availableRooms: 1 }));
      propertyStore.update(ctx.tx, now, { ...now, roomTypes, totalRooms: rooms + 1, availableRooms: 1 });
    });
    const refused = applications.find((_, i) => codes[i] !== 'ok');
    expect(await approve(refused?.id ?? '', 'A1')).toBe('ok');
    expect(invoiceNumbers(await listing.rows()).ids.at(-1)).toBe(`INV-2024-11-00${taken + 1}`);
  });

  it.skipIf(missing)('one application, approved fifty times for fifty rooms', async () => {
    const listing = await listingTap(store, 50, 1);
    const id = listing.applications[0]?.id ?? '';
    const codes = await Promise.all(Array.from({ length: 50 }, (_, i) => listing.approve(id, `${i}`)));
    expect(count(codes)).toEqual({ ok: 1, 'application.already-decided': 49 });
    const rows = await listing.rows();
    expectRowsToAgree(rows);
    expect(invoiceNumbers(rows)).toEqual({ ids: ['INV-2024-11-001'], counters: { 'counter:invoice:2024-11': 1 } });
    expect((await listing.read(propertyStore, listing.property.id)).availableRooms).toBe(49);
  });
});

describe.each(stores)('fingers faster than the bot, on $name', ({ kind, missing }) => {
  let world: RaceWorld | WholeWorld | undefined;
  afterEach(() => world?.stop());

  it.skipIf(missing)(
    'ten cards of one room pressed at once, while others approve too',
    { timeout: 60_000 },
    async () => {
      const race = await openRaceWorld(kind);
      world = race;
      const { susi, rows, approves, ownerRun } = race;
      const names = ['Ani', 'Budi', 'Citra', 'Dewi', 'Eka', 'Fitri', 'Gita', 'Hana', 'Intan', 'Joko'];
      const renters: Renter[] = [];
      for (const [i, name] of names.entries()) renters.push(await race.renter(6001 + i, name));
      const applications = await Promise.all(renters.map((renter) => race.applies(renter, 1)));
      const cards = await Promise.all(
        names.map((name) => susi.sees(new RegExp(`pengajuan sewa baru\\n\\n👤 ${name}`), { anywhere: true })),
      );
      const approve = t('application-button-approve');
      await Promise.all(cards.map((card) => susi.presses(approve, card)));
      await vi.waitFor(() => expect(toldOf(susi, 'Kamar nomor berapa')).toBe(10), 15_000);
      await susi.sends('201');
      await susi.sees('jatuh tempo tiap tanggal berapa');
      await susi.presses(/^\d{1,2}$/);
      const review = await susi.sees(/Setujui .*\?/);
      // The tenth card's flow is the one that is left: its ✅ ten times, and the other nine past the chat.
      const others = applications.slice(0, 9).map((application, i) => codeOf(approves(application, `30${i}`)));
      await Promise.all(Array.from({ length: 10 }, () => susi.presses(approve, review)));
      const codes = await Promise.all(others);
      await race.settles();
      const inChat = toldOf(susi, plain(t('application-approve-done', { name: 'Joko' }))) > 0 ? 1 : 0;
      expect(count(codes)).toEqual(inChat === 1 ? { 'property.no-room': 9 } : { ok: 1, 'property.no-room': 8 });
      if (inChat === 0) expect(toldOf(susi, 'baru saja habis')).toBe(1);

      // And a late press: the refusal says so in the chat, nothing is written.
      const late = inChat === 1 ? 0 : codes.indexOf('property.no-room');
      await susi.presses(approve, cards[late]);
      await susi.sees('Kamar nomor berapa');
      await susi.sends('202');
      await susi.sees('jatuh tempo tiap tanggal berapa');
      await susi.presses(/^\d{1,2}$/);
      await susi.presses(approve, await susi.sees(/Setujui .*\?/));
      await susi.sees('baru saja habis');
      await race.settles();

      const final = await rows();
      expectRowsToAgree(final);
      expect(final.filter(({ key }) => key.startsWith('contract:contract_'))).toHaveLength(1);
      expect(final.filter(({ key }) => key.startsWith('room:'))).toHaveLength(1);
      const { ids, counters } = invoiceNumbers(final);
      expect(ids).toEqual([expect.stringMatching(/^INV-\d{4}-\d\d-001$/)]);
      expect(Object.values(counters)).toEqual([1]);
      expect((await race.melati()).roomTypes[1]?.availableRooms).toBe(0);
      expect(await ownerRun((ctx) => ctx.tx.list('application:status:pending:'))).toHaveLength(9);
      race.chat.noViolations();
    },
  );

  it.skipIf(missing)('every button of the story pressed too often: ✅ and 📲', { timeout: 60_000 }, async () => {
    world = await openWholeWorld(kind);
    const app = await world.start();
    await world.susi.starts();
    await world.susi.sees('Halo');
    const pay = t('payment-button-qris');
    const often = new Map([
      [t('application-button-send'), 4],
      [t('application-button-approve'), 4],
      [pay, 100],
    ]);
    const tenant = newTenant(world, 'id', 6101);
    await tellRentStory(world, {
      tenant: impatient(tenant, often),
      owner: impatient(world.susi, often),
      language: 'id',
    });
    for (const prefix of ['application:', 'contract:', 'invoice:', 'payment:']) {
      expect(await app.kv.getByPrefix(prefix), prefix).toHaveLength(1);
    }
    const [transaction, ...more] = world.simulator.transactions();
    expect(more).toEqual([]);
    const [payment] = (await app.kv.getByPrefix('payment:')) as { midtransOrderId: string; status: string }[];
    expect(payment).toMatchObject({ status: 'success', midtransOrderId: transaction?.orderId });
    await vi.waitFor(async () => {
      expect(await app.kv.getByPrefix('outbox:')).toEqual([]);
      expect(await app.kv.getByPrefix('inbox-open:')).toEqual([]);
    }, 15_000);
    for (const viewer of [tenant, world.susi]) {
      expect(receipts(viewer, payment?.midtransOrderId ?? ''), viewer.name).toBe(1);
      expect(toldOf(viewer, 'Sewa resmi jadi'), viewer.name).toBe(1);
    }
    expect(toldOf(tenant, plain(t('application-submitted', { owner: 'x', property: 'y', until: 'z' })))).toBe(1);
    world.chat.noViolations();
  });

  it.skipIf(missing)(
    'a hundred wishes for a QR of one invoice, from chat and beside it',
    { timeout: 60_000 },
    async () => {
      const race = await openRaceWorld(kind);
      world = race;
      const renter = await race.renter(6201, 'Ani');
      const { invoice } = await race.approves(await race.applies(renter), '101');
      await renter.viewer.seesButton(t('payment-button-qris'));
      const wishes = Array.from({ length: 50 }, () => race.by(renter.run, startQrisPayment, { invoiceId: invoice.id }));
      const taps = Array.from({ length: 50 }, () => renter.viewer.presses(t('payment-button-qris')));
      const kinds = count((await Promise.all(wishes)).map(({ kind: outcome }) => outcome));
      await Promise.all(taps);
      expect(kinds.started ?? 0).toBeLessThanOrEqual(1);
      await race.settles();
      await renter.viewer.sees('Berlaku sampai', { anywhere: true });
      expect(race.simulator.transactions()).toHaveLength(1);
      const rows = await race.rows();
      expectRowsToAgree(rows);
      expect(rows.filter(({ key }) => key.startsWith('payment:payment_'))).toHaveLength(1);
      const qr = race.simulator.transactions()[0]?.qrString;
      for (const message of renter.viewer.fromBot.filter(({ photo }) => photo).slice(-3)) {
        expect(await readQr(renter.viewer.photo(message))).toBe(qr);
      }
      race.chat.noViolations();
    },
  );

  it.skipIf(missing)(
    'the answer to the charge is lost: one QR in the chat for one charge',
    {
      timeout: 60_000,
    },
    async () => {
      const race = await openRaceWorld(kind);
      world = race;
      const cases = [
        { name: 'Ani', room: '101', times: 1, wait: 0 },
        // Lost again, and asked when Midtrans has forgotten the key.
        { name: 'Budi', room: '102', times: 2, wait: 10 * 60_000 },
      ];
      for (const [i, { name, room, times, wait }] of cases.entries()) {
        const renter = await race.renter(6301 + i, name);
        const { viewer } = renter;
        const { invoice } = await race.approves(await race.applies(renter), room);
        race.simulator.faults.add({ on: 'charge', kind: 'drop-after', times });
        const photos = () => viewer.fromBot.filter(({ photo }) => photo);
        const charges = () => race.simulator.transactions().slice(i);
        await viewer.presses(t('payment-button-qris'));
        const postponed = async (attempts: number) =>
          (await race.rows()).some(
            ({ key, value }) => key.startsWith('agenda:charge-payment:') && value.includes(`"attempts": ${attempts}`),
          );
        for (let attempt = 1; attempt <= times; attempt++) {
          await vi.waitFor(async () => expect(await postponed(attempt)).toBe(true), 15_000);
          expect(charges()).toHaveLength(1);
          // Midtrans tells of the charge before we know of it; the tenant asks again.
          expect(await race.post(race.simulator.notification(charges()[0]?.orderId ?? ''))).toBe(200);
          const press = await viewer.pressesAndWaits(t('payment-button-qris'));
          expect(press.answer?.text).toBe(t('payment-still-preparing'));
          expect(photos()).toEqual([]);
          race.clock.advance(wait);
          race.pass(5_000 * 2 ** (attempt - 1) + wait);
          await race.app.tick?.runOnce();
        }
        const { bytes } = await viewer.seesPhoto();
        await race.settles();
        expect(photos()).toHaveLength(1);
        const [transaction, ...more] = charges();
        expect(more).toEqual([]);
        const text = await readQr(bytes);
        expect(text).toBe(transaction?.qrString);
        expectRowsToAgree(await race.rows());
        race.simulator.pay(text ?? '');
        await race.susi.sees(`Tagihan ${invoice.id}`, { anywhere: true });
        await race.settles();
        expect(receipts(viewer, transaction?.orderId ?? '')).toBe(1);
        expect(receipts(race.susi, transaction?.orderId ?? '')).toBe(1);
        expectRowsToAgree(await race.rows());
      }
      race.chat.noViolations();
    },
  );
});
