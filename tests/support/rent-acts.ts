import fc from 'fast-check';
import type { AgendaKind } from '../../src/domain/agenda.ts';
import type { Application } from '../../src/domain/application/application.ts';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import { expireApplication } from '../../src/domain/application/expire-application.ts';
import { rejectApplication } from '../../src/domain/application/reject-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { withdrawApplication } from '../../src/domain/application/withdraw-application.ts';
import { addDays, today } from '../../src/domain/calendar.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import { expireHold } from '../../src/domain/contract/expire-hold.ts';
import type { Invoice } from '../../src/domain/invoice/invoice.ts';
import { dueDayChoices } from '../../src/domain/invoice/periods.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { Ids, Kv } from '../../src/domain/ports.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { register } from '../../src/domain/profile/register.ts';
import { setLanguage } from '../../src/domain/profile/set-language.ts';
import { createProperty } from '../../src/domain/property/create-property.ts';
import { type Property, propertyTransitions } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { agendaJobs } from '../../src/jobs/agenda.ts';
import { createTick } from '../../src/jobs/tick.ts';
import { createLog } from '../../src/log.ts';
import { actorOf } from './actor-of.ts';
import { gatewayDouble } from './gateway-double.ts';
import { rentWorld } from './rent-world.ts';
import { actOnStore, type StoreAct, storedOnly } from './stored-only.ts';

const HOUR = 3_600_000;
const paymentActs = ['charge', 'poll', 'expire', 'check', 'reconcile', 'pay', 'deny', 'close'] as const;

/** One thing that somebody does, as data: what it is done to is the n-th there is. */
export type Act =
  | { do: 'register'; who: number; phone: number | null; contact: boolean }
  | { do: 'language'; who: number; language: 'id' | 'en' }
  | { do: 'list'; who: number }
  | { do: 'moderate'; which: number; to: number }
  | { do: 'apply'; who: number; which: number; type: number; days: number }
  | { do: 'withdraw' | 'reject' | 'expire-application'; which: number }
  | { do: 'approve'; which: number; room: number; day: number }
  | { do: 'start'; which: number }
  | { do: (typeof paymentActs)[number]; which: number }
  | { do: 'hold'; which: number }
  | { do: 'tick'; kind: AgendaKind }
  | { do: 'pass'; hours: number }
  | { do: 'faults'; charge: 'lost' | 'refused' | 'down' | null; cancel: boolean; status: boolean }
  | ({ do: 'store' } & StoreAct);

const n = fc.nat({ max: 4 });
const one = <D extends Act['do']>(name: D) => fc.constant(name);
const weighted: [number, fc.Arbitrary<Act>][] = [
  [2, fc.record({ do: one('register'), who: n, phone: fc.constantFrom(null, 0, 1, 2, 3, 4), contact: fc.boolean() })],
  [1, fc.record({ do: one('language'), who: n, language: fc.constantFrom('id' as const, 'en' as const) })],
  [1, fc.record({ do: one('list'), who: n })],
  [1, fc.record({ do: one('moderate'), which: n, to: n })],
  [6, fc.record({ do: one('apply'), who: n, which: n, type: fc.nat({ max: 1 }), days: fc.nat({ max: 95 }) })],
  [3, fc.record({ do: fc.constantFrom('withdraw' as const, 'reject' as const, 'expire-application' as const), which: n })],
  [6, fc.record({ do: one('approve'), which: n, room: fc.nat({ max: 3 }), day: fc.nat({ max: 3 }) })],
  [6, fc.record({ do: one('start'), which: n })],
  [14, fc.record({ do: fc.constantFrom(...paymentActs), which: n })],
  [2, fc.record({ do: one('hold'), which: n })],
  [4, fc.record({ do: one('tick'), kind: fc.constantFrom(...agendaJobs.map(({ kind }) => kind)) })],
  [4, fc.record({ do: one('pass'), hours: fc.constantFrom(0.001, 0.1, 1, 24, 48, 170) })],
  [1, fc.record({ do: one('faults'), charge: fc.constantFrom('lost' as const, 'refused' as const, 'down' as const, null), cancel: fc.boolean(), status: fc.boolean() })],
  [8, fc.record({ do: one('store'), entity: fc.constantFrom(...storedOnly), act: fc.constantFrom('create' as const, 'create' as const, 'update' as const, 'delete' as const), slot: fc.nat({ max: 2 }), variant: fc.nat({ max: 2 }) })],
]; // biome-ignore format: a table
export const act: fc.Arbitrary<Act> = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A room that is let and paid for, and one whose first charge closed while the second is open: late money meets a QR. */
const rented: Act[] = [
  { do: 'apply', who: 1, which: 0, type: 0, days: 10 },
  { do: 'approve', which: 0, room: 0, day: 0 },
  { do: 'start', which: 0 },
  { do: 'charge', which: 0 },
];
const closedOnce: Act[] = [
  ...rented,
  { do: 'close', which: 0 },
  { do: 'reconcile', which: 0 },
  { do: 'start', which: 0 },
  { do: 'charge', which: 1 },
];
/** How a sequence may begin, so that what is rare comes about. */
export const beginning: fc.Arbitrary<Act[]> = fc.constantFrom<Act[]>([], rented, closedOnce);

/** Ids in the order in which they are asked for, so that two worlds give the same. */
export function countedIds(): Ids {
  let count = 0;
  const next = (): string => String(++count).padStart(8, '0');
  return { next: (prefix) => `${prefix}_${next()}`, ulid: next, random: (length) => next().slice(-length) };
}

const phones = ['0812-0000-0002', '+62 812 9999 001', '0812 9999 002', '+65 9123 4567', '123'];

/** A world in which acts are done; each says in a word what came of it. */
export async function actingWorld(kv: Kv, ids: Ids, maxDelayMs = 0) {
  const world = await rentWorld({ kv, ids });
  const { gateway, orders, faults, set } = gatewayDouble(world.clock, { maxDelayMs });
  const { system, tenant, other, owner, stranger } = world;
  const log = createLog('silent');
  const report = async (): Promise<void> => undefined;
  /** What the gateway took. */
  const paid = new Set<string>();
  const people = (): Promise<Profile[]> => kv.getByPrefix('profile:') as Promise<unknown> as Promise<Profile[]>;
  const all = async <T>(prefix: string): Promise<T[]> => (await kv.getByPrefix(prefix)) as unknown as T[];
  const pick = <T>(list: T[], which: number): T => {
    const found = list[which % Math.max(1, list.length)];
    if (found === undefined) throw new Error('there is none');
    return found;
  };
  const personOf = async (id: string): Promise<Profile> =>
    pick(
      (await people()).filter((one) => one.id === id),
      0,
    );

  async function onPayment(what: (typeof paymentActs)[number], which: number): Promise<unknown> {
    const payment = pick(await all<Payment>('payment:'), which);
    const orderId = payment.midtransOrderId ?? '';
    if (what === 'charge') return chargePayment({ run: system, gateway }, { paymentId: payment.id });
    if (what === 'poll') return (await pollPayment({ run: system, gateway }, { paymentId: payment.id }))?.kind;
    if (what === 'expire') return expirePayment({ run: system, gateway }, { paymentId: payment.id });
    if (what === 'check') return world.by(await personOf(payment.tenantId))(checkPayment, { paymentId: payment.id });
    if (what === 'reconcile') return (await reconcilePayment({ run: system, gateway }, { orderId })).kind;
    const order = orders.get(orderId);
    if (!order || paid.has(orderId)) return 'nothing';
    if (what === 'pay') {
      paid.add(orderId);
      return set(orderId, 'settlement');
    }
    return order.status === 'pending' ? set(orderId, what === 'deny' ? 'deny' : 'expire') : 'nothing';
  }

  async function perform(step: Act): Promise<unknown> {
    switch (step.do) {
      case 'register': {
        const telegramId = step.who < 3 ? 101 + step.who : step.who - 1;
        const run = world.as({ kind: 'guest', telegramId, language: 'id' });
        const number = step.phone === null ? undefined : phones[step.phone];
        const source = step.contact ? ('contact' as const) : ('typed' as const);
        const phone = number === undefined ? {} : { phone: { number, source } };
        return run((ctx) => register(ctx, { name: `Orang Baru${'k'.repeat(step.who)}`, ...phone }));
      }
      case 'language':
        if (step.who === 4) {
          const guest = world.as({ kind: 'guest', telegramId: 102, language: 'id' });
          return guest((ctx) => setLanguage(ctx, { language: step.language }));
        }
        return world.by(pick(await people(), step.who))(setLanguage, { language: step.language });
      case 'list': {
        const { roomTypes, id, ownerId, ownerName, status, createdAt, updatedAt, ...rest } = world.property;
        const rooms = roomTypes.map(({ id: _, ...room }) => room);
        return world.by(pick(await people(), step.who))(createProperty, { ...rest, city: 'Depok', roomTypes: rooms });
      }
      case 'moderate': {
        const { id } = pick(await all<Property>('property:'), step.which);
        return system(async (ctx) => {
          const before = await propertyStore.get(ctx.tx, id);
          const status = propertyTransitions[before.status][step.to] ?? before.status;
          propertyStore.update(ctx.tx, before, { ...before, status });
        });
      }
      case 'apply': {
        const listing = pick(await all<Property>('property:'), step.which);
        const type = listing.roomTypes[step.type % listing.roomTypes.length];
        const startDate = addDays(today(world.clock, world.timezone), step.days);
        const seen = { monthlyRent: type?.pricePerMonth ?? 0, deposit: listing.deposit };
        const wish = world.wish({ propertyId: listing.id, roomTypeId: type?.id ?? '', startDate, seen });
        return world.by(pick(await people(), step.who))(submitApplication, wish);
      }
      case 'withdraw':
      case 'reject':
      case 'expire-application': {
        const { id: applicationId, tenantId, ownerId } = pick(await all<Application>('application:'), step.which);
        if (step.do === 'expire-application') return system((ctx) => expireApplication(ctx, { applicationId }));
        if (step.do === 'withdraw') return world.by(await personOf(tenantId))(withdrawApplication, { applicationId });
        return world.by(await personOf(ownerId))(rejectApplication, { applicationId, reason: 'Maaf, penuh' });
      }
      case 'approve': {
        const pending = (await all<Application>('application:')).filter(({ status }) => status === 'pending');
        const application = pick(pending, step.which);
        const choices = dueDayChoices(application.startDate);
        const paymentDueDay = choices[step.day % choices.length] ?? 1;
        const input = { applicationId: application.id, roomNumber: `${101 + step.room}`, paymentDueDay };
        return world.by(await personOf(application.ownerId))(approveApplication, input);
      }
      case 'start': {
        const { id, tenantId } = pick(await all<Invoice>('invoice:'), step.which);
        return (await world.by(await personOf(tenantId))(startQrisPayment, { invoiceId: id })).kind;
      }
      case 'hold':
        return expireHold(
          { run: system, gateway },
          { contractId: pick(await all<Contract>('contract:'), step.which).id },
        );
      case 'tick': {
        const jobs = agendaJobs.filter(({ kind }) => kind === step.kind);
        const tick = createTick({
          kv,
          clock: world.clock,
          run: system,
          gateway,
          accounts: null,
          jobs,
          log,
          report,
          concurrency: 1,
        });
        return tick.runOnce().finally(() => tick.stop());
      }
      case 'pass':
        return world.pass(step.hours * HOUR);
      case 'faults':
        for (const fault of ['charge', 'cancel', 'status'] as const) delete faults[fault];
        if (step.charge) faults.charge = step.charge;
        if (step.cancel) faults.cancel = 'down';
        if (step.status) faults.status = 'down';
        return undefined;
      case 'store': {
        const contracts = await all<Contract>('contract:');
        const about = { people: [tenant, other] as [Profile, Profile], owner, property: world.property, contracts };
        return system((ctx) => actOnStore(ctx, about, step));
      }
      default:
        return onPayment(step.do, step.which);
    }
  }

  return {
    ...world,
    gateway,
    orders,
    paid,
    stranger,
    actorOf,
    async act(step: Act): Promise<string> {
      try {
        return JSON.stringify((await perform(step)) ?? 'done');
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error);
      }
    },
    /** Every fault is over and all money has been asked for. */
    async settle(): Promise<void> {
      for (const fault of ['charge', 'cancel', 'status'] as const) delete faults[fault];
      for (const { midtransOrderId } of await all<Payment>('payment:')) {
        await reconcilePayment({ run: system, gateway }, { orderId: midtransOrderId ?? '' });
      }
    },
  };
}
export type ActingWorld = Awaited<ReturnType<typeof actingWorld>>;
