import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/domain/context.ts';
import { KvUnavailable } from '../../src/domain/errors.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import type { GatewayStatus } from '../../src/domain/ports.ts';
import { sign } from '../../src/sandbox/midtrans/transaction.ts';
import { listen, rent, serverKey } from '../contracts/midtrans-harness.ts';
import { until, type WebhookWorld, webhookWorld } from './webhook-world.ts';

let open: WebhookWorld[] = [];
const start: typeof webhookWorld = async (change) => {
  const world = await webhookWorld(change);
  open.push(world);
  return world;
};
afterEach(async () => {
  const worlds = open;
  open = [];
  const log = worlds.flatMap((world) => world.lines).join('\n');
  for (const world of worlds) await world.close();
  // No key, no signature, nobody's name or phone in what the webhook wrote down.
  for (const secret of [serverKey, 'Ahmad', '+62812']) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/[0-9a-f]{128}/);
});

/** Signed with the right key whatever it says. */
const resigned = (body: Record<string, unknown>): Record<string, unknown> => ({
  ...body,
  signature_key: sign(String(body.order_id), String(body.status_code), String(body.gross_amount), serverKey),
});

describe('a notification', () => {
  it('makes a paid invoice, told once to each side', async () => {
    const world = await start();
    const { invoice, paymentId, orderId } = await world.charged();
    await world.forget();
    world.notify();
    world.simulator.pay(orderId);
    await until(() => world.simulator.deliveries().length === 1);
    expect(world.simulator.deliveries()[0]).toMatchObject({ httpStatus: 200, attempt: 0 });
    expect(await world.payment(paymentId)).toMatchObject({ status: 'success', midtransStatus: 'settlement' });
    expect(await world.read(invoiceStore, invoice.id)).toMatchObject({ status: 'paid', paidAmount: invoice.amount });
    expect((await world.told(world.owner)).filter((event) => event === 'payment.received')).toHaveLength(1);
  });

  it('changes nothing more in a hundred copies, in every order', async () => {
    const world = await start();
    const { invoice, paymentId, orderId } = await world.charged();
    await world.forget();
    const pending = world.simulator.notification(orderId, 'pending');
    world.simulator.pay(orderId);
    const settled = world.simulator.notification(orderId);
    const bodies = Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? pending : settled));
    const answers = await Promise.all(bodies.map((body) => world.post(body)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await world.payment(paymentId)).toMatchObject({ status: 'success' });
    expect(await world.read(invoiceStore, invoice.id)).toMatchObject({ paidAmount: invoice.amount });
    expect((await world.told(world.owner)).filter((event) => event === 'payment.received')).toHaveLength(1);
    const before = await world.everything();
    expect((await world.post(settled)).status).toBe(200);
    expect(await world.everything()).toEqual(before);
  });

  it.each<[GatewayStatus, string, string]>([
    ['expire', 'cancelled', 'expire'],
    ['cancel', 'cancelled', 'cancel'],
    ['deny', 'failed', 'deny'],
  ])('of %s closes the payment', async (status, becomes, word) => {
    const world = await start();
    const { paymentId, orderId } = await world.charged();
    world.notify();
    world.simulator[status as 'expire' | 'cancel' | 'deny'](orderId);
    await until(() => world.simulator.deliveries().length === 1);
    expect(world.simulator.deliveries()[0]).toMatchObject({ httpStatus: 200 });
    expect(await world.payment(paymentId)).toMatchObject({ status: becomes, midtransStatus: word });
  });

  it('of a refund after the money came keeps Midtrans’ word, and takes nothing back by itself', async () => {
    const world = await start();
    const { invoice, paymentId, orderId } = await world.charged();
    world.simulator.pay(orderId);
    expect((await world.post(world.simulator.notification(orderId))).status).toBe(200);
    for (const [amount, word] of [
      [100_000, 'partial_refund'],
      [undefined, 'refund'],
    ] as const) {
      world.simulator.refund(orderId, amount);
      expect((await world.post(world.simulator.notification(orderId))).status).toBe(200);
      expect(await world.payment(paymentId)).toMatchObject({ status: 'success', midtransStatus: word });
    }
    expect(await world.read(invoiceStore, invoice.id)).toMatchObject({ status: 'paid', paidAmount: invoice.amount });
  });

  it('is only a hint: a signed settlement changes nothing while Midtrans says pending', async () => {
    const world = await start();
    const { paymentId, orderId } = await world.charged();
    const before = await world.everything();
    for (const status of [
      'settlement',
      'capture',
      'expire',
      'cancel',
      'deny',
      'refund',
      'failure',
      'chargeback',
    ] as const) {
      expect((await world.post(world.simulator.notification(orderId, status))).status).toBe(200);
    }
    expect(await world.everything()).toEqual(before);
    expect(await world.payment(paymentId)).toMatchObject({ status: 'pending' });
  });

  it('has fields we do not know', async () => {
    const world = await start();
    const { paymentId, orderId } = await world.charged();
    world.simulator.pay(orderId);
    const body = {
      pop_id: 'x',
      nested: { a: [1] },
      ...world.simulator.notification(orderId),
      merchant_cross_reference_id: null,
    };
    expect((await world.post(body, { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(await world.payment(paymentId)).toMatchObject({ status: 'success' });
  });

  it('is sent again, and arrives, when the first answer was a fault', async () => {
    const world = await start();
    const { paymentId, orderId } = await world.charged();
    world.notify();
    world.simulator.faults.add({ on: 'status', kind: 'answer', httpStatus: 503, times: 2 });
    world.simulator.pay(orderId);
    await until(() => world.simulator.deliveries().length === 1);
    expect(world.simulator.deliveries()[0]).toMatchObject({ httpStatus: 503 });
    expect(await world.payment(paymentId)).toMatchObject({ status: 'pending' });
    for (const minutes of [2, 10]) {
      world.pass(minutes * 60_000);
      await world.simulator.tick();
    }
    expect(world.simulator.deliveries().map((each) => each.httpStatus)).toEqual([503, 503, 200]);
    expect(await world.payment(paymentId)).toMatchObject({ status: 'success' });
  });
});

describe('what changes nothing', () => {
  /** The answer to a body made from the order's own settlement while it is paid at Midtrans. */
  async function refused(make: (settled: Record<string, unknown>, world: WebhookWorld) => unknown) {
    const world = await start();
    const { orderId } = await world.charged();
    world.simulator.pay(orderId);
    const body = make(world.simulator.notification(orderId), world);
    const before = await world.everything();
    const { status, text } = await world.post(body);
    expect(await world.everything()).toEqual(before);
    expect(text).not.toMatch(/at .*\.ts|node_modules|Error/);
    return { status, world };
  }

  it.each<[string, (settled: Record<string, unknown>) => unknown, number]>([
    ['a forged signature', (b) => ({ ...b, signature_key: 'a'.repeat(128) }), 403],
    [
      'a signature by another key',
      (b) => ({ ...b, signature_key: sign(String(b.order_id), '200', String(b.gross_amount), 'other') }),
      403,
    ],
    ['the signature of another code', (b) => ({ ...b, status_code: '201' }), 403],
    ['the signature of another amount', (b) => ({ ...b, gross_amount: '1.00' }), 403],
    ['no signature', ({ signature_key: _, ...b }) => b, 400],
    ['an empty signature', (b) => ({ ...b, signature_key: '' }), 403],
    ['a signature that is a list', (b) => ({ ...b, signature_key: [b.signature_key] }), 400],
    ['a wrong amount, signed', (b) => resigned({ ...b, gross_amount: '1.00' }), 409],
    ['an amount with cents, signed', (b) => resigned({ ...b, gross_amount: '1700000.50' }), 409],
    ['an amount in another notation, signed', (b) => resigned({ ...b, gross_amount: '17e5' }), 409],
    ['another transaction', (b) => ({ ...b, transaction_id: crypto.randomUUID() }), 409],
    ['no transaction', ({ transaction_id: _, ...b }) => b, 409],
    ['a transaction that leads elsewhere', (b) => ({ ...b, transaction_id: '../v2/other' }), 409],
    ['an unknown order, signed', (b) => resigned({ ...b, order_id: 'ORDER-1-nobody' }), 200],
    ['an order id full of separators, signed', (b) => resigned({ ...b, order_id: 'a:b/../c' }), 200],
    ['an order id of 101 characters', (b) => resigned({ ...b, order_id: 'x'.repeat(101) }), 400],
    ['bad JSON', () => '{"order_id": ', 400],
    ['an empty body', () => '', 400],
    ['null', () => 'null', 400],
    ['a list', () => [], 400],
    ['a word', () => '"settlement"', 400],
    ['a body over 64 kB', (b) => ({ ...b, padding: 'x'.repeat(65_000) }), 413],
    [
      'prototype keys',
      (b) =>
        JSON.stringify(b)
          .replace('{', '{"__proto__":{"order_id":"x"},"signature_key":"y","constructor":1,')
          .replace(/"signature_key":"[0-9a-f]{128}"/, '"z":1'),
      403,
    ],
  ])('%s', async (_name, make, status) => {
    expect((await refused(make)).status).toBe(status);
  });

  it('the dashboard’s test notification', async () => {
    const orderId = `payment_notif_test_G000000000_${crypto.randomUUID()}`;
    expect(orderId.length).toBe(66);
    const { status } = await refused(() =>
      resigned({
        transaction_time: '2023-11-15 18:45:13',
        transaction_status: 'settlement',
        transaction_id: '513f1f01-c9da-474c-9fc9-d5c64364b709',
        status_message: 'midtrans payment notification',
        status_code: '200',
        settlement_time: '2023-11-15 22:45:13',
        payment_type: 'gopay',
        order_id: orderId,
        merchant_id: 'G000000000',
        gross_amount: '105000.00',
        fraud_status: 'accept',
        currency: 'IDR',
      }),
    );
    expect(status).toBe(200);
  });

  it('the settlement of a cheaper order put under this one’s id', async () => {
    const world = await start();
    const { orderId, paymentId } = await world.charged();
    const mine = world.simulator.notification(orderId, 'settlement');
    const gateway = world.midtrans.gateway;
    await gateway.charge(rent('cheap', 1));
    world.simulator.pay('cheap');
    const cheap = world.simulator.notification('cheap');
    const before = await world.everything();
    expect((await world.post({ ...cheap, order_id: orderId })).status).toBe(403);
    expect((await world.post({ ...mine, transaction_id: cheap.transaction_id })).status).toBe(409);
    expect(await world.everything()).toEqual(before);
    expect(await world.payment(paymentId)).toMatchObject({ status: 'pending' });
  });

  it('logs what was wrong, without the body', async () => {
    const { world } = await refused((b) => ({
      ...b,
      order_id: 'evil\nline',
      customer_details: { full_name: 'Ahmad' },
    }));
    expect(world.lines.some((line) => line.includes('wrong signature') && line.includes('evil?line'))).toBe(true);
  });
});

describe('faults on our side', () => {
  const signed = (orderId: string) => {
    const text = `${orderId}2001000.00${serverKey}`;
    const signature_key = createHash('sha512').update(text).digest('hex');
    return { order_id: orderId, status_code: '200', gross_amount: '1000.00', transaction_id: 't', signature_key };
  };

  it.each([
    ['the store is gone', () => Promise.reject(new KvUnavailable(new Error('postgres://u:secret@h/db')))],
    ['a bug', () => Promise.reject(new TypeError('x is undefined'))],
    ['something that is no error', () => Promise.reject('oh')],
  ])('are 503, never 500: %s', async (_name, run) => {
    const world = await start();
    const broken = await start({
      parts: { midtrans: { run: run as unknown as Run, gateway: world.midtrans.gateway } },
    });
    const { status, text } = await broken.post(signed('ORDER-1-abcdef'));
    expect(status).toBe(503);
    expect(text).toBe('{"error":"try again later"}');
    expect(broken.lines.join('')).not.toContain('secret');
  });

  it('answer in time when the store hangs', async () => {
    const world = await start();
    const slow = await start({
      parts: {
        midtrans: {
          run: (() => new Promise(() => {})) as unknown as Run,
          gateway: world.midtrans.gateway,
          answerWithinMs: 100,
        },
      },
    });
    expect((await slow.post(signed('ORDER-1-abcdef'))).status).toBe(503);
  });

  it('are 503 when Midtrans is silent, or knows nothing of it yet', async () => {
    const dead = await listen(createServer());
    await dead.close();
    const world = await start({ gatewayRoot: dead.url });
    const { orderId } = await world.charged();
    const before = await world.everything();
    expect((await world.post(world.simulator.notification(orderId, 'settlement'))).status).toBe(503);
    world.midtrans.simulator.faults.clear();
    expect(await world.everything()).toEqual(before);
    const knowing = await start();
    const charged = await knowing.charged();
    const body = knowing.simulator.notification(charged.orderId, 'settlement');
    const unknown = { status_code: '404', status_message: "Transaction doesn't exist." };
    knowing.simulator.faults.add({ on: 'status', kind: 'answer', httpStatus: 200, body: unknown });
    expect((await knowing.post(body)).status).toBe(503);
  });
});
