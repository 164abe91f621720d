import { afterEach, describe, expect, it } from 'vitest';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { sign } from '../../src/sandbox/midtrans/transaction.ts';
import { plainWords } from '../support/plain-words.ts';
import { raceStores } from '../support/race-stores.ts';
import { openRaceWorld, type RaceWorld, type Renter, receipts, shuffled, toldOf } from '../support/race-world.ts';
import { expectRowsToAgree, invoiceNumbers } from '../support/store-rows.ts';

const t = plainWords('id');
const stores = raceStores('notification races');
type Body = Record<string, unknown>;

/** Signed with the merchant's own key, whatever it says. */
const signed = (world: RaceWorld, body: Body): Body => ({
  ...body,
  signature_key: sign(
    String(body.order_id),
    String(body.status_code),
    String(body.gross_amount),
    world.config.midtrans?.serverKey ?? '',
  ),
});
const forged = (body: Body): Body => ({ ...body, signature_key: 'f'.repeat(128) });
const copies = <T>(item: T, count: number): T[] => Array.from({ length: count }, () => item);

/** A room let to somebody new, with a QR of its first invoice in their chat. */
async function charged(world: RaceWorld, telegramId: number, name: string, room: string) {
  const renter = await world.renter(telegramId, name);
  const { contract, invoice } = await world.approves(await world.applies(renter), room);
  const payment = await world.charges(renter, invoice.id);
  return { renter, contract, invoice, payment, orderId: payment.midtransOrderId };
}

/** Posts all of it at once while the poller, `🔄 Cek pembayaran` and `during` are at work; the answers by status. */
async function storm(
  world: RaceWorld,
  { renter, payment }: { renter: Renter; payment: { id: string } },
  bodies: { body: Body; due: number }[],
  during: () => unknown,
): Promise<void> {
  const { system, gateway } = world;
  world.pass(3_000);
  const polls = Array.from({ length: 10 }, () => pollPayment({ run: system, gateway }, { paymentId: payment.id }));
  const taps = Array.from({ length: 5 }, () => renter.viewer.presses(t('payment-button-check')));
  const checks = Array.from({ length: 10 }, () => world.by(renter.run, checkPayment, { paymentId: payment.id }));
  const half = Math.floor(bodies.length / 2);
  const answers = bodies.slice(0, half).map(({ body }) => world.post(body));
  await during();
  answers.push(...bodies.slice(half).map(({ body }) => world.post(body)));
  const statuses = await Promise.all(answers);
  expect(statuses, world.troubles().join('')).toEqual(bodies.map(({ due }) => due));
  await Promise.all([...polls, ...taps, ...checks, world.app.tick?.runOnce()]);
  await world.settles();
}

/** The whole of one agreed contract: paid once, told once, in the rows and in the chats. */
async function expectPaidOnce(
  world: RaceWorld,
  about: { renter: Renter; contract: { id: string }; invoice: { id: string; amount: number }; paymentId: string },
): Promise<void> {
  const { renter, contract, invoice, paymentId } = about;
  const read = <T>(store: { get(tx: never, id: string): Promise<T> }, id: string) =>
    world.system((ctx) => store.get(ctx.tx as never, id));
  const payment = await read(paymentStore, paymentId);
  expect(payment).toMatchObject({
    status: 'success',
    allocations: [{ invoiceId: invoice.id, amount: invoice.amount }],
    nextPollAt: null,
  });
  expect(await read(invoiceStore, invoice.id)).toMatchObject({ status: 'paid', paidAmount: invoice.amount });
  expect(await read(contractStore, contract.id)).toMatchObject({ status: 'active', holdUntil: null });
  expect((await read(contractStore, contract.id)).acceptedAt).not.toBeNull();
  for (const viewer of [renter.viewer, world.susi]) {
    expect(receipts(viewer, payment.midtransOrderId ?? ''), `receipts of ${viewer.name}`).toBe(1);
  }
  expect(toldOf(renter.viewer, 'Sewa resmi jadi')).toBe(1);
  expect(toldOf(world.susi, `Sewa resmi jadi! ${renter.profile.name} `)).toBe(1);
  expect((await world.rows()).filter(({ key }) => key.startsWith('credit:'))).toEqual([]);
}

describe.each(stores)('notifications of one payment, on $name', ({ kind, missing }) => {
  let world: RaceWorld;
  afterEach(() => world?.stop());

  it.skipIf(missing)('a hundred copies in every order, late, doubled, forged', { timeout: 90_000 }, async () => {
    world = await openRaceWorld(kind);
    const { simulator } = world;
    simulator.holdNotifications();

    // Paid while the storm is under way. What says more than Midtrans does is a hint like any other.
    const first = await charged(world, 7001, 'Ani', '101');
    const body = (orderId: string, status: 'pending' | 'settlement' | 'expire' | 'cancel') =>
      simulator.notification(orderId, status);
    const mixed = (orderId: string, other?: Body) => [
      ...copies({ body: body(orderId, 'pending'), due: 200 }, 25),
      ...copies({ body: body(orderId, 'settlement'), due: 200 }, 40),
      ...copies({ body: body(orderId, 'expire'), due: 200 }, 10),
      ...copies({ body: body(orderId, 'cancel'), due: 200 }, 10),
      ...copies({ body: forged(body(orderId, 'settlement')), due: 403 }, 10),
      ...copies(
        { body: { ...body(orderId, 'settlement'), transaction_id: other?.transaction_id ?? 'other' }, due: 409 },
        5,
      ),
    ];
    await storm(world, first, shuffled(mixed(first.orderId), 1), () => simulator.pay(first.orderId));
    await expectPaidOnce(world, { ...first, paymentId: first.payment.id });

    // Paid before anything was heard of; then all of it comes, newest first.
    const second = await charged(world, 7002, 'Budi', '102');
    simulator.pay(second.orderId);
    simulator.faults.duplicates = 20;
    const other = body(first.orderId, 'settlement');
    await storm(world, second, shuffled(mixed(second.orderId, other), 2).reverse(), () =>
      simulator.releaseNotifications('reversed'),
    );
    simulator.faults.duplicates = 0;
    await expectPaidOnce(world, { ...second, paymentId: second.payment.id });
    expect(simulator.deliveries().every(({ httpStatus }) => httpStatus === 200)).toBe(true);
    simulator.holdNotifications();

    // Closed at Midtrans while settlements are claimed: no money. A new QR is paid while the old one's news still come.
    const third = await charged(world, 7003, 'Citra', '103');
    await storm(world, third, shuffled(mixed(third.orderId, other), 3), () => simulator.expire(third.orderId));
    expect(await world.system((ctx) => paymentStore.get(ctx.tx, third.payment.id))).toMatchObject({
      status: 'cancelled',
      midtransStatus: 'expire',
      allocations: [],
    });
    expect(receipts(third.renter.viewer, third.orderId)).toBe(0);
    const again = await world.charges(third.renter, third.invoice.id);
    const both = [
      ...mixed(third.orderId, body(again.midtransOrderId, 'settlement')),
      ...mixed(again.midtransOrderId, body(third.orderId, 'expire')),
    ];
    await storm(world, { ...third, payment: again }, shuffled(both, 4), () => simulator.pay(again.midtransOrderId));
    await expectPaidOnce(world, { ...third, paymentId: again.id });
    expect(receipts(third.renter.viewer, third.orderId)).toBe(0);

    // A row that was put off, since the clock stood still, goes when its time has come.
    world.pass(60_000);
    await world.settles();
    const rows = await world.rows();
    expectRowsToAgree(rows);
    expect(invoiceNumbers(rows).ids.map((id) => id.slice(-3))).toEqual(['001', '002', '003']);
    // All of it once more, a day too late: nothing is left to change.
    for (const { orderId } of [first, second, third]) {
      for (const { body: late, due } of mixed(orderId, other === undefined ? undefined : { transaction_id: 'other' })) {
        expect(await world.post(late)).toBe(due);
      }
    }
    expect(await world.rows()).toEqual(rows);
    world.chat.noViolations();
  });

  it.skipIf(missing)(
    'paid in the moment in which we close it: the money and the records agree',
    {
      timeout: 60_000,
    },
    async () => {
      world = await openRaceWorld(kind);
      const { simulator, gateway, system } = world;
      for (const [i, name] of ['Ani', 'Budi', 'Citra', 'Dewi'].entries()) {
        const about = await charged(world, 7101 + i, name, `20${i}`);
        const { orderId, payment } = about;
        const expiresAt = Date.parse(payment.expiresAt ?? '');
        const news = () =>
          Promise.all(copies(0, 10).map(() => world.post(simulator.notification(orderId)))).then((answers) =>
            expect(new Set(answers)).toEqual(new Set([200])),
          );
        world.pass(expiresAt - Date.parse(payment.createdAt) + 1_000);
        const closing = copies(0, 3).map(() => expirePayment({ run: system, gateway }, { paymentId: payment.id }));
        const claims = [news()];
        await new Promise((done) => setTimeout(done, i * 8));
        const paid = simulator.pay(orderId).kind === 'paid';
        claims.push(news());
        await Promise.all([...closing, ...claims, world.app.tick?.runOnce()]);
        await world.settles();
        if (paid) await expectPaidOnce(world, { ...about, paymentId: payment.id });
        else {
          expect(await system((ctx) => paymentStore.get(ctx.tx, payment.id))).toMatchObject({ status: 'cancelled' });
          expect(simulator.find(orderId)?.status).toBe('cancel');
          expect(receipts(about.renter.viewer, orderId)).toBe(0);
        }
      }
      expectRowsToAgree(await world.rows());
      world.chat.noViolations();
    },
  );

  it.skipIf(missing)(
    'what is not of Midtrans, or not of this order, changes no byte of the store',
    {
      timeout: 60_000,
    },
    async () => {
      world = await openRaceWorld(kind);
      const { simulator } = world;
      simulator.holdNotifications();
      const mine = await charged(world, 7201, 'Ani', '101');
      const theirs = await charged(world, 7202, 'Budi', '102');
      simulator.pay(theirs.orderId);
      await world.settles();
      const settled: Body = simulator.notification(mine.orderId, 'settlement');
      const stolen: Body = simulator.notification(theirs.orderId, 'settlement');
      const { signature_key: signature, ...unsigned } = settled;
      const { transaction_id: _, ...nameless } = settled;
      const hostile: [string, unknown, number][] = [
        ['a forged signature', forged(settled), 403],
        ['no signature', unsigned, 400],
        ['an empty signature', { ...settled, signature_key: '' }, 403],
        ['half a signature', { ...settled, signature_key: String(signature).slice(0, 64) }, 403],
        ['a list for a signature', { ...settled, signature_key: [signature] }, 400],
        ['the signature of another order', { ...settled, signature_key: stolen.signature_key }, 403],
        ['the signature of another state', { ...settled, status_code: '201' }, 403],
        ['another amount under the old signature', { ...settled, gross_amount: '1.00' }, 403],
        ['a wrong amount, signed', signed(world, { ...settled, gross_amount: '1.00' }), 409],
        ['an amount too large, signed', signed(world, { ...settled, gross_amount: '99999999.00' }), 409],
        ['an amount in words, signed', signed(world, { ...settled, gross_amount: '2400000.00e0' }), 409],
        ['an unknown order, signed', signed(world, { ...settled, order_id: 'ORDER-1-zzzzzz' }), 200],
        ['a key of our store as order', signed(world, { ...settled, order_id: `payment:${mine.payment.id}` }), 200],
        ['text that a store refuses', signed(world, { ...settled, order_id: 'ORDER-\0\ud800%00' }), 200],
        ['the transaction of another order', { ...settled, transaction_id: stolen.transaction_id }, 409],
        ['no transaction', nameless, 409],
        ['a settlement that Midtrans knows nothing of', settled, 200],
        ['a cancellation that Midtrans knows nothing of', simulator.notification(mine.orderId, 'cancel'), 200],
        ['a refund that Midtrans knows nothing of', simulator.notification(mine.orderId, 'refund'), 200],
        ['the dashboard’s test', signed(world, { ...settled, order_id: `payment_notif_test_${'G'.repeat(47)}` }), 200],
        ['no JSON', '{"order_id":', 400],
        ['nothing', '', 400],
        ['a list', [settled], 400],
        ['a prototype', `{"__proto__":{"order_id":"${mine.orderId}"},"constructor":1}`, 400],
        ['too much', { ...settled, more: 'x'.repeat(70_000) }, 413],
      ];
      // Also with the answers of a Midtrans that speaks of something else.
      const status = { ...simulator.notification(mine.orderId, 'settlement'), status_code: '200' };
      const liars: [string, Body, number][] = [
        ['another amount', { ...status, gross_amount: '1.00' }, 409],
        ['another transaction', { ...status, transaction_id: stolen.transaction_id }, 409],
        ['another currency', { ...status, currency: 'USD' }, 409],
      ];

      const before = await world.rows();
      expect(before.length).toBeGreaterThan(50);
      for (const [name, body, due] of hostile) {
        expect(await world.post(body), name).toBe(due);
        expect(await world.rows(), name).toEqual(before);
      }
      for (const [name, body, due] of liars) {
        simulator.faults.add({ on: 'status', kind: 'answer', httpStatus: 200, body });
        expect(await world.post(settled), name).toBe(due);
        expect(await world.rows(), name).toEqual(before);
      }
      const crowd = shuffled([...hostile, ...hostile, ...hostile], 5);
      expect(await Promise.all(crowd.map(([, body]) => world.post(body)))).toEqual(crowd.map(([, , due]) => due));
      await world.settles();
      expect(await world.rows()).toEqual(before);

      // The true ones still arrive.
      await simulator.releaseNotifications();
      await world.settles();
      await expectPaidOnce(world, { ...theirs, paymentId: theirs.payment.id });
      expect(receipts(mine.renter.viewer, mine.orderId)).toBe(0);
      expectRowsToAgree(await world.rows());
      world.chat.noViolations();
    },
  );
});
