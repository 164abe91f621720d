import { describe, expect, it } from 'vitest';
import { contractStatuses, contractTransitions, roomNumberOf } from '../../src/domain/contract/contract.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { expireHold } from '../../src/domain/contract/expire-hold.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { isAllowed } from '../../src/domain/status.ts';
import { gatewayDouble } from '../support/gateway-double.ts';
import { rentWorld } from '../support/rent-world.ts';

const HOUR = 3_600_000;

it.each(contractStatuses.flatMap((from) => contractStatuses.map((to) => [from, to] as const)))(
  'contract %s → %s',
  (from, to) => {
    expect(isAllowed(contractTransitions, from, to)).toBe(from === 'active' && to !== 'active');
  },
);

it.each([
  ['101', '101'],
  [' a 1 ', 'A1'],
  ['B-12', 'B-12'],
  ['１２', '12'],
  ['', null],
  ['-1', null],
  ['lantai dua kamar depan', null],
  ['<b>', null],
  ['a:b', null],
])('room number %j is %j', (text, number) => {
  expect(roomNumberOf(text)).toBe(number);
});

describe('the hold until the first payment', () => {
  const held = async () => {
    const world = await rentWorld();
    const double = gatewayDouble(world.clock);
    const rent = await world.rented();
    await world.forget();
    const expire = () => expireHold({ run: world.system, gateway: double.gateway }, { contractId: rent.contract.id });
    const state = async () => ({
      contract: (await world.read(contractStore, rent.contract.id)).status,
      invoice: (await world.read(invoiceStore, rent.invoice.id)).status,
      rooms: (await world.read(propertyStore, world.property.id)).availableRooms,
      room: await world.kv.get(keys.contract.room(world.property.id, '101')),
    });
    return { world, double, rent, expire, state };
  };

  it('runs out unpaid: terminated, cancelled, room back, both told; however often it is run', async () => {
    const { world, rent, expire, state } = await held();
    world.pass(48 * HOUR - 1);
    await expire();
    expect(await state()).toMatchObject({ contract: 'active', rooms: 2 });
    world.pass(1);
    await Promise.all([expire(), expire(), expire()]);
    expect(await state()).toEqual({ contract: 'terminated', invoice: 'cancelled', rooms: 3, room: null });
    expect(await world.read(contractStore, rent.contract.id)).toMatchObject({ endReason: 'not_paid', holdUntil: null });
    expect(await world.told(world.tenant)).toEqual(['edit:contract.offer', 'contract.not-paid']);
    expect(await world.told(world.owner)).toEqual(['contract.not-paid']);
    // What is left lets copies of the listing follow: a room is free.
    expect(await world.kv.getByPrefix('agenda:')).toMatchObject([{ kind: 'follow-property' }]);
    await expect(world.rented({ startDate: '2024-11-20' })).resolves.toBeDefined();
  });

  it('an open charge is closed at the gateway first', async () => {
    const { world, double, rent, expire, state } = await held();
    world.pass(30 * HOUR);
    const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id });
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
    world.pass(18 * HOUR);
    double.faults.cancel = 'down';
    await expect(expire()).rejects.toThrow('could not say');
    expect(await state()).toMatchObject({ contract: 'active' });
    delete double.faults.cancel;
    await expire();
    expect(double.orders.get(payment.midtransOrderId ?? '')?.status).toBe('cancel');
    expect((await world.read<Payment>(paymentStore, payment.id)).status).toBe('cancelled');
    expect(await state()).toEqual({ contract: 'terminated', invoice: 'cancelled', rooms: 3, room: null });
  });

  it('paid in the last moment: agreed instead', async () => {
    const { world, double, rent, expire, state } = await held();
    world.pass(47 * HOUR);
    const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id });
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
    world.pass(HOUR);
    double.pay(payment.midtransOrderId ?? '');
    await expire();
    expect(await state()).toMatchObject({ contract: 'active', invoice: 'paid', rooms: 2 });
    expect(await world.told(world.tenant)).toContain('contract.agreed');
    expect(await world.told(world.tenant)).not.toContain('contract.not-paid');
  });

  it('paid after all, a day later: the money becomes credit, the contract stays ended', async () => {
    const { world, double, rent, expire, state } = await held();
    const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id });
    await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
    world.pass(48 * HOUR);
    await expire();
    double.pay(payment.midtransOrderId ?? '');
    await reconcilePayment({ run: world.system, gateway: double.gateway }, { orderId: payment.midtransOrderId ?? '' });
    expect(await state()).toMatchObject({ contract: 'terminated', invoice: 'cancelled' });
    expect(await world.kv.get(keys.payment.credit(world.tenant.id, world.owner.id))).toMatchObject({
      balance: 1_700_000,
    });
    expect(await world.told(world.owner)).toContain('payment.received');
  });

  it('starting to pay and running out at the same moment: never both', async () => {
    const { world, double, rent, expire, state } = await held();
    world.pass(48 * HOUR - 1);
    const start = world
      .by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id })
      .catch(() => null);
    world.pass(1);
    await Promise.all([start, expire().catch(() => null), expire().catch(() => null)]);
    const open = await world.kv.get(keys.payment.open(rent.invoice.id));
    if (open !== null) await expire();
    expect(await state()).toMatchObject({ contract: 'terminated', invoice: 'cancelled', rooms: 3 });
    expect(double.orders.size).toBe(0);
  });
});
