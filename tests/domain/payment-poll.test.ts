import { describe, expect, it } from 'vitest';
import { checkPayment } from '../../src/domain/payment/check-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import { pollPayment } from '../../src/domain/payment/poll-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { charged, guardOf } from '../support/payment-world.ts';
import { codeOf } from '../support/rent-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('polling, checking, expiring', () => {
  it('polls only when it is due, plans the next, and survives a silent gateway', async () => {
    const { world, double, paymentId, payment } = await charged();
    const poll = () => pollPayment({ run: world.system, gateway: double.gateway }, { paymentId });
    expect(await poll()).toBeNull();
    world.pass(3_000);
    double.faults.status = 'down';
    expect(await poll()).toMatchObject({ kind: 'unavailable' });
    expect(await poll()).toBeNull();
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now() + 3_000).toISOString());
  });

  it('check asks at once and is for the tenant alone', async () => {
    const { world, double, paymentId, orderId, payment } = await charged();
    world.pass(HOUR);
    expect(await codeOf(world.by(world.owner)(checkPayment, { paymentId }))).toBe('common.not-allowed');
    await world.by(world.tenant)(checkPayment, { paymentId });
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now()).toISOString());
    double.pay(orderId);
    expect(await pollPayment({ run: world.system, gateway: double.gateway }, { paymentId })).toEqual({
      kind: 'changed',
      status: 'success',
    });
    expect((await world.by(world.tenant)(checkPayment, { paymentId })).status).toBe('success');
  });

  it('expires by our own clock: cancelled at the gateway, guard freed, message changed, once', async () => {
    const { world, double, paymentId, orderId, invoice, payment } = await charged();
    const expire = () => expirePayment({ run: world.system, gateway: double.gateway }, { paymentId });
    await expire();
    expect((await payment()).status).toBe('pending');
    world.pass(24 * HOUR);
    double.faults.cancel = 'down';
    await expect(expire()).rejects.toThrow('could not say');
    delete double.faults.cancel;
    expect(await codeOf(world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id }))).toBe('payment.closing');
    await Promise.all([expire(), expire(), expire()]);
    expect((await payment()).status).toBe('cancelled');
    expect(double.orders.get(orderId)?.status).toBe('cancel');
    expect(await guardOf(world, invoice.id)).toBeNull();
    expect(await world.told(world.tenant)).toEqual(['edit:payment.card']);
    expect((await payment()).nextPollAt).toBe(new Date(world.clock.now() + 5 * MINUTE).toISOString());
  });

  it('paid in the last moment: booked, not cancelled', async () => {
    const { world, double, paymentId, orderId, payment, invoiceNow } = await charged();
    world.pass(24 * HOUR);
    double.pay(orderId);
    await expirePayment({ run: world.system, gateway: double.gateway }, { paymentId });
    expect((await payment()).status).toBe('success');
    expect((await invoiceNow()).status).toBe('paid');
  });
});
