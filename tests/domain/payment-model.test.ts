import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { expireHold } from '../../src/domain/contract/expire-hold.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import type { Credit } from '../../src/domain/payment/credit.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { rentWorld } from '../support/rent-world.ts';

const HOUR = 3_600_000;
type Op =
  | { op: 'start' }
  | { op: 'hold' }
  | { op: 'charge' | 'poll' | 'expire' | 'reconcile' | 'check' | 'pay' | 'deny' | 'close'; which: number }
  | { op: 'pass'; hours: number }
  | { op: 'faults'; charge: 'lost' | 'refused' | 'down' | null; cancel: boolean; status: boolean };

const which = fc.nat({ max: 3 });
const on = (...ops: Extract<Op, { which: number }>['op'][]) =>
  fc.record({ op: fc.constantFrom(...ops), which }) as fc.Arbitrary<Op>;
/** Weighted so that several charges of one invoice come about, close and are paid after all. */
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Op>({ op: 'start' }) },
  { weight: 8, arbitrary: on('charge') },
  { weight: 6, arbitrary: on('close', 'deny', 'expire') },
  { weight: 6, arbitrary: on('reconcile', 'poll', 'check') },
  { weight: 3, arbitrary: on('pay') },
  { weight: 2, arbitrary: fc.constant<Op>({ op: 'hold' }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('pass' as const), hours: fc.constantFrom(0.001, 0.1, 1, 24, 48) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('faults' as const),
      charge: fc.constantFrom('lost', 'refused', 'down', null),
      cancel: fc.boolean(),
      status: fc.boolean(),
    }) as fc.Arbitrary<Op>,
  },
);

/** A first charge that closed and a second one that is open: where late money meets a new QR. */
const closedOnce: Op[][] = [
  [{ op: 'start' }],
  [{ op: 'charge', which: 0 }],
  [{ op: 'close', which: 0 }],
  [{ op: 'reconcile', which: 0 }],
  [{ op: 'start' }],
  [{ op: 'charge', which: 0 }],
];
const seen = { agreed: 0, ended: 0, credit: 0, twice: 0, denied: 0 };

/** Whatever happens in whatever order, some of it at the same time: no rupiah is lost, doubled or told twice. */
it('books every rupiah that came, once', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom([], closedOnce),
      fc.array(fc.array(op, { minLength: 1, maxLength: 3 }), { minLength: 6, maxLength: 30, size: 'max' }),
      async (before, rounds) => {
        const world = await rentWorld();
        const { gateway, faults, orders, set } = gatewayDouble(world.clock);
        const { contract, invoice } = await world.rented();
        const all = async () => (await world.kv.getByPrefix('payment:')) as Payment[];
        /** What the gateway took; it takes nothing for an order it has closed, except when money was on its way. */
        const paid = new Set<string>();

        const act = async (step: Op): Promise<void> => {
          if (step.op === 'pass') return world.pass(step.hours * HOUR);
          if (step.op === 'faults') {
            for (const fault of ['charge', 'cancel', 'status'] as const) delete faults[fault];
            if (step.charge) faults.charge = step.charge;
            if (step.cancel) faults.cancel = 'down';
            if (step.status) faults.status = 'down';
            return;
          }
          if (step.op === 'hold') return expireHold({ run: world.system, gateway }, { contractId: contract.id });
          if (step.op === 'start')
            return void (await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id }));
          const list = await all();
          const chargeable = step.op === 'charge' ? list.filter((p) => p.status === 'pending') : list;
          const payment = chargeable[step.which % Math.max(1, chargeable.length)];
          if (!payment) return;
          const orderId = payment.midtransOrderId ?? '';
          const order = orders.get(orderId);
          if (step.op === 'charge') await chargePayment({ run: world.system, gateway }, { paymentId: payment.id });
          if (step.op === 'poll') await pollPayment({ run: world.system, gateway }, { paymentId: payment.id });
          if (step.op === 'expire') await expirePayment({ run: world.system, gateway }, { paymentId: payment.id });
          if (step.op === 'reconcile') await reconcilePayment({ run: world.system, gateway }, { orderId });
          if (step.op === 'check') await world.by(world.tenant)(checkPayment, { paymentId: payment.id });
          if (!order || paid.has(orderId)) return;
          if (step.op === 'pay') {
            paid.add(orderId);
            set(orderId, 'settlement');
          }
          if (step.op === 'deny' && order.status === 'pending') set(orderId, 'deny');
          if (step.op === 'close' && order.status === 'pending') set(orderId, 'expire');
        };
        for (const round of [...before, ...rounds])
          await Promise.all(round.map((step) => act(step).catch(() => undefined)));

        for (const fault of ['charge', 'cancel', 'status'] as const) delete faults[fault];
        for (const payment of await all())
          await reconcilePayment({ run: world.system, gateway }, { orderId: payment.midtransOrderId ?? '' });

        const payments = await all();
        const booked = payments.filter(({ status }) => status === 'success');
        expect(booked.map((p) => p.midtransOrderId).sort()).toEqual([...paid].sort());
        for (const p of booked) expect(p.allocations.reduce((sum, a) => sum + a.amount, 0)).toBe(p.amount);
        const parts = booked.flatMap((p) => p.allocations);
        const placed = (id: string | null) =>
          parts.filter((a) => a.invoiceId === id).reduce((sum, a) => sum + a.amount, 0);
        const after = await world.read(invoiceStore, invoice.id);
        expect(after.paidAmount).toBe(placed(invoice.id));
        expect(after.paidAmount).toBeLessThanOrEqual(after.amount);
        const [credit] = (await world.kv.getByPrefix('credit:')) as unknown as Credit[];
        expect(credit?.balance ?? 0).toBe(placed(null));

        const agreed = await world.read(contractStore, contract.id);
        expect(after.status).toBe(
          agreed.acceptedAt ? 'paid' : agreed.status === 'terminated' ? 'cancelled' : 'pending',
        );
        if (agreed.acceptedAt) seen.agreed++;
        if (agreed.status === 'terminated') seen.ended++;
        if (credit) seen.credit++;
        if (booked.length > 1) seen.twice++;
        if (payments.some(({ status }) => status === 'failed')) seen.denied++;
        const rooms = (await world.read(propertyStore, world.property.id)).availableRooms;
        expect(rooms).toBe(agreed.status === 'terminated' ? 3 : 2);
        const open = payments.filter(({ status }) => status === 'pending');
        expect(open.length).toBeLessThanOrEqual(1);
        const guard = (await world.kv.get(keys.payment.open(invoice.id))) as { id: string } | null;
        expect(guard?.id ?? null).toBe(open[0]?.id ?? null);
        for (const person of [world.tenant, world.owner]) {
          const receipts = (await world.outbox(person)).filter(
            (row) => row.body.kind === 'event' && row.body.event === 'payment.received',
          );
          expect(receipts).toHaveLength(booked.length);
        }
      },
    ),
    { numRuns: 400 },
  );
  // A model that never gets there shows nothing.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});
