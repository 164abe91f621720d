import type { App } from '../../src/app.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import type { Application } from '../../src/domain/application/application.ts';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { addDays, today } from '../../src/domain/calendar.ts';
import type { Actor, Ctx, Run } from '../../src/domain/context.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { Invoice } from '../../src/domain/invoice/invoice.ts';
import { dueDayChoices } from '../../src/domain/invoice/periods.ts';
import { keys } from '../../src/domain/keys.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { PaymentGateway } from '../../src/domain/ports.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import type { Property } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { createRun } from '../../src/domain/run.ts';
import { createLog } from '../../src/log.ts';
import { demoListingId } from '../../src/sandbox/demo-data.ts';
import { actorOf } from './actor-of.ts';
import type { Viewer } from './chat.ts';
import { expectNoFaults } from './no-faults.ts';
import { plainWords } from './plain-words.ts';
import { plain } from './rent-story.ts';
import { type OpenedStore, openStoreWithRows } from './store-rows.ts';
import { openWholeWorld, type StoreKind } from './whole-world.ts';

const t = plainWords('id');
const timezone = 'Asia/Jakarta';

/** Somebody with a profile, in front of their chat. */
export interface Renter {
  profile: Profile;
  viewer: Viewer;
  run: Run;
}

/** The whole app on a store whose rows can be seen, with business time that stands still unless it is moved. */
export async function openRaceWorld(kind: StoreKind) {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line: string) => void lines.push(line) });
  const world = await openWholeWorld(kind, { log });
  let now = world.clock.now();
  const clock = { now: () => now };
  let store: OpenedStore | undefined;
  let gateway: PaymentGateway | undefined;
  let app: App;
  try {
    store = await openStoreWithRows(world.config.store);
    const wrapGateway = (inner: PaymentGateway) => {
      gateway = inner;
      return inner;
    };
    app = await world.start({ store, clock, wrapGateway });
  } catch (error) {
    await world.stop();
    throw error;
  }
  if (!gateway) throw new Error('the app has no gateway');
  const { rows } = store;
  const { kv, ids } = app;

  const wake = (what: string): void => {
    const work = what === 'notify' ? app.deliverNow() : app.tick?.start();
    work?.catch(() => {});
  };
  const as = (actor: Actor): Run =>
    createRun({ kv, ids, clock, timezone, paymentWays, wake: { wake }, config: () => defaultSystemConfig }, actor);
  const system = as({ kind: 'system', name: 'race' });
  const melati = (): Promise<Property> => system((ctx) => propertyStore.get(ctx.tx, demoListingId('melati')));
  const owner = await system(async (ctx) => {
    const found = await profileStore.findBy(ctx.tx, keys.profile.telegram(world.susi.id));
    if (!found) throw new Error('Bu Susi has no profile');
    return found;
  });
  const ownerRun = as(actorOf(owner));
  await world.susi.starts();
  await world.susi.sees('Halo');

  return {
    ...world,
    app,
    kv,
    gateway,
    /** What the webhook could not do, in the log's words: to be shown where an answer is not as it should be. */
    troubles: () =>
      lines.filter((line) => /payment\.webhook: (slow|failed)|unavailable|no-transaction|webhook: failed/.test(line)),
    rows,
    system,
    owner,
    ownerRun,
    melati,
    pass(ms: number): void {
      now += ms;
    },
    by: <I, T>(run: Run, useCase: (ctx: Ctx, input: I) => Promise<T>, input: I): Promise<T> =>
      run((ctx) => useCase(ctx, input)),
    /** A tenant who has written to the bot before. */
    async renter(telegramId: number, name: string): Promise<Renter> {
      const at = new Date(now).toISOString();
      const profile: Profile = {
        id: ids.next('user'),
        telegramId,
        name,
        role: 'tenant',
        phone: `+62813${telegramId}`,
        phoneVerified: true,
        address: '',
        language: 'id',
        createdAt: at,
        updatedAt: at,
      };
      await system(async (ctx) => profileStore.create(ctx.tx, profile));
      const viewer = world.chat.user({ id: telegramId, name, language: 'id' });
      await viewer.starts();
      await viewer.sees('Halo');
      return { profile, viewer, run: as(actorOf(profile)) };
    },
    /** Applies for a room of that type (its index) at Kos Melati. */
    async applies(renter: Renter, roomType = 0): Promise<Application> {
      const property = await melati();
      const room = property.roomTypes[roomType];
      if (!room) throw new Error(`no room type ${roomType}`);
      return renter.run((ctx) =>
        submitApplication(ctx, {
          propertyId: property.id,
          roomTypeId: room.id,
          forWhom: 'self',
          occupantGender: 'putri',
          occupation: 'student',
          startDate: addDays(today(clock, timezone), 21),
          duration: 6,
          emergencyContact: { name: 'Budi Santoso', phone: '+628119999999', relation: 'Ayah' },
          note: null,
          seen: { monthlyRent: room.pricePerMonth, deposit: property.deposit },
        }),
      );
    },
    /** By the owner, past the chat. */
    approves: (application: Application, roomNumber: string): Promise<{ contract: Contract; invoice: Invoice }> =>
      ownerRun((ctx) =>
        approveApplication(ctx, {
          applicationId: application.id,
          roomNumber,
          paymentDueDay: dueDayChoices(application.startDate)[0] ?? 1,
        }),
      ),
    /** Asks for a QR past the chat and waits until the gateway has made it and the chat shows it. */
    async charges({ run, viewer }: Renter, invoiceId: string): Promise<Payment & { midtransOrderId: string }> {
      const { payment } = await run((ctx) => startQrisPayment(ctx, { invoiceId }));
      const orderId = payment.midtransOrderId ?? '';
      await viewer.sees(`No. pesanan ${orderId}\nBerlaku`, { anywhere: true });
      const charged = await system((ctx) => paymentStore.get(ctx.tx, payment.id));
      return { ...charged, midtransOrderId: orderId };
    },
    /** One body to the running app, over HTTP. */
    async post(body: unknown): Promise<number> {
      const answer = await fetch(`${app.url.replace('localhost', '127.0.0.1')}/webhooks/midtrans`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'Veritrans' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    /** Until everything that was written to people has arrived and every update is handled; the store agrees then. */
    async settles(): Promise<void> {
      for (let quiet = 0; quiet < 2; ) {
        await app.tick?.runOnce();
        const left = (await rows()).filter(({ key }) => key.startsWith('outbox:') || key.startsWith('inbox-open:'));
        quiet = left.length === 0 ? quiet + 1 : 0;
        await new Promise((done) => setTimeout(done, 30));
      }
      await expectNoFaults(kv);
    },
  };
}
export type RaceWorld = Awaited<ReturnType<typeof openRaceWorld>>;

const linesOf = (viewer: Viewer): string[] => viewer.fromBot.map(({ text, caption }) => text ?? caption ?? '');

/** Receipts of this order in this chat. */
export const receipts = (viewer: Viewer, orderId: string): number => {
  const heads = [plain(t('payment-receipt-paid')), plain(t('payment-receipt-received'))];
  return linesOf(viewer).filter((text) => heads.includes(text.split('\n')[0] ?? '') && text.includes(orderId)).length;
};

/** How often this chat was told of something that begins so. */
export const toldOf = (viewer: Viewer, words: string): number =>
  linesOf(viewer).filter((text) => text.includes(words)).length;

/** Somebody who presses these buttons that many times at once, and everything else as people do. */
export function impatient(viewer: Viewer, times: ReadonlyMap<string, number>): Viewer {
  return new Proxy(viewer, {
    get(target, name) {
      if (name !== 'presses') return Reflect.get(target, name, target);
      const presses: Viewer['presses'] = async (button, message) => {
        const count = typeof button === 'string' ? (times.get(button) ?? 1) : 1;
        if (typeof button === 'string' && !message) await target.seesButton(button);
        const more = Array.from({ length: count - 1 }, () => target.presses(button, message));
        const last = await target.presses(button, message);
        await Promise.all(more);
        return last;
      };
      return presses;
    },
  });
}

/** The same order every time, for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0 || 1;
  const random = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
