import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkQris } from '../../src/domain/payment/qris.ts';
import { retriesAfter } from '../../src/sandbox/midtrans/notifier.ts';
import { createMidtransSimulator, type MidtransSimulator } from '../../src/sandbox/midtrans/simulator.ts';
import { type Harness, listen, newOrderId, rent, serverKey, silentLog, startMidtrans } from './midtrans-harness.ts';

let stops: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});
async function start(): Promise<Harness> {
  const midtrans = await startMidtrans();
  stops.push(midtrans.close);
  return midtrans;
}
const auth = `Basic ${Buffer.from(`${serverKey}:`).toString('base64')}`;

/** A raw request, as curl would make it. */
async function call(
  midtrans: Harness,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${midtrans.url}/midtrans${path}`, {
    method,
    headers: { Authorization: auth, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { http: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const charge = (orderId: string, change: object = {}) => ({
  payment_type: 'qris',
  transaction_details: { order_id: orderId, gross_amount: 789_000 },
  ...change,
});

/** A place for notifications that answers as told and remembers. */
async function receiver(answers: number[] = []) {
  const received: { body: Record<string, unknown>; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      received.push({ body: JSON.parse(text), headers: request.headers });
      const status = answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, status === 307 ? { Location: '/elsewhere' } : {}).end();
    });
  });
  const { url, close } = await listen(server);
  stops.push(close);
  return { url, received };
}
const settle = () => new Promise((done) => setTimeout(done, 60));

describe('charging', () => {
  it('answers as Midtrans does', async () => {
    const midtrans = await start();
    const orderId = newOrderId();
    const { http, body } = await call(midtrans, 'POST', '/v2/charge', charge(orderId, { custom_field1: 'x' }));
    expect(http).toBe(200);
    expect(body).toMatchObject({
      status_code: '201',
      order_id: orderId,
      gross_amount: '789000.00',
      currency: 'IDR',
      payment_type: 'qris',
      transaction_status: 'pending',
      fraud_status: 'accept',
      transaction_time: '2026-11-05 09:00:00',
      expiry_time: '2026-11-05 09:15:00',
      custom_field1: 'x',
    });
    expect(checkQris(String(body.qr_string), 789_000).kind).toBe('valid');
    expect(body).not.toHaveProperty('signature_key');
    expect(JSON.stringify(body.actions)).toContain('generate-qr-code-v2');
  });

  it.each<[string, unknown, string]>([
    ['decimals', charge('a', { transaction_details: { order_id: 'a', gross_amount: 1.5 } }), '400'],
    ['an amount in words', charge('a', { transaction_details: { order_id: 'a', gross_amount: '1000' } }), '400'],
    ['more than QRIS allows', charge('a', { transaction_details: { order_id: 'a', gross_amount: 10_000_001 } }), '400'],
    ['a colon in the order id', charge('a:b'), '400'],
    ['an order id of 51', charge('x'.repeat(51)), '400'],
    ['a wrong sum', charge('a', { item_details: [{ price: 1, quantity: 1, name: 'x' }] }), '400'],
    [
      'an item name of 51',
      charge('a', { item_details: [{ price: 789_000, quantity: 1, name: 'x'.repeat(51) }] }),
      '400',
    ],
    ['seven days and a minute', charge('a', { custom_expiry: { expiry_duration: 10_081 } }), '400'],
    [
      'six days with Shopee',
      charge('a', { custom_expiry: { expiry_duration: 6, unit: 'day' }, qris: { acquirer: 'airpay shopee' } }),
      '400',
    ],
    [
      'an expiry in the past',
      charge('a', { custom_expiry: { order_time: '2026-11-04 09:00:00 +0700', expiry_duration: 1 } }),
      '400',
    ],
    ['another payment type', charge('a', { payment_type: 'cimb' }), '402'],
    ['no JSON', '{"payment_type":', '413'],
    ['nothing', '{}', '400'],
  ])('refuses %s inside HTTP 200', async (_name, body, code) => {
    const midtrans = await start();
    const answer = await call(midtrans, 'POST', '/v2/charge', body);
    expect(answer).toMatchObject({ http: 200, body: { status_code: code } });
    expect(midtrans.simulator.transactions()).toEqual([]);
  });

  it('wants the server key: HTTP 401', async () => {
    const midtrans = await start();
    for (const Authorization of ['', 'Basic eDo=', 'Bearer x', auth.slice(0, -2)]) {
      const { http, body } = await call(midtrans, 'POST', '/v2/charge', charge('a'), { Authorization });
      expect({ http, code: body.status_code }).toEqual({ http: 401, code: '401' });
    }
  });

  it('takes an order id once, until it is cancelled or expired', async () => {
    const midtrans = await start();
    expect((await call(midtrans, 'POST', '/v2/charge', charge('again'))).body.status_code).toBe('201');
    expect(await call(midtrans, 'POST', '/v2/charge', charge('again'))).toMatchObject({
      http: 200,
      body: { status_code: '406' },
    });
    midtrans.clock.forward(16 * 60_000);
    const second = await call(midtrans, 'POST', '/v2/charge', charge('again'));
    expect(second.body.status_code).toBe('201');
    expect(midtrans.simulator.find('again')?.transactionId).toBe(second.body.transaction_id);
    midtrans.simulator.pay('again');
    expect((await call(midtrans, 'POST', '/v2/charge', charge('again'))).body.status_code).toBe('406');
  });

  it('repeats its answer for an Idempotency-Key, for five minutes, whatever the body', async () => {
    const midtrans = await start();
    const key = { 'Idempotency-Key': 'k'.repeat(46) };
    const refusedFirst = await call(midtrans, 'POST', '/v2/charge', charge('a:b'), key);
    expect(refusedFirst.body.status_code).toBe('400');
    const first = await call(midtrans, 'POST', '/v2/charge', charge('one'), key);
    expect(await call(midtrans, 'POST', '/v2/charge', charge('two'), key)).toEqual(first);
    expect(await call(midtrans, 'POST', '/v2/one/cancel', null, key)).toEqual(first);
    midtrans.clock.forward(5 * 60_000);
    expect((await call(midtrans, 'POST', '/v2/charge', charge('two'), key)).body).toMatchObject({ order_id: 'two' });
    const long = { 'Idempotency-Key': 'k'.repeat(47) };
    await call(midtrans, 'POST', '/v2/charge', charge('three'), long);
    expect((await call(midtrans, 'POST', '/v2/charge', charge('three'), long)).body.status_code).toBe('406');
  });

  it('says HTTP 202 to a repeat while the first is under way', async () => {
    const midtrans = await start();
    midtrans.simulator.faults.add({ on: 'charge', kind: 'delay', delayMs: 150 });
    const key = { 'Idempotency-Key': 'slow' };
    const first = call(midtrans, 'POST', '/v2/charge', charge('slow'), key);
    await settle();
    expect((await call(midtrans, 'POST', '/v2/charge', charge('slow'), key)).http).toBe(202);
    expect((await first).body.status_code).toBe('201');
    expect((await call(midtrans, 'POST', '/v2/charge', charge('slow'), key)).body.status_code).toBe('201');
  });
});

describe('a transaction’s life', () => {
  it('answers cancel, expire and refund by its state', async () => {
    const midtrans = await start();
    const codes = async (orderId: string, ...actions: string[]) => {
      const seen: unknown[] = [];
      for (const action of actions) {
        const method = action === 'status' ? 'GET' : 'POST';
        const { http, body } = await call(
          midtrans,
          method,
          `/v2/${orderId}/${action}`,
          method === 'POST' ? null : undefined,
        );
        expect(http).toBe(200);
        seen.push(`${body.status_code}${body.transaction_status ? ` ${body.transaction_status}` : ''}`);
      }
      return seen;
    };
    expect(await codes('nobody', 'status', 'cancel', 'expire', 'refund')).toEqual(['404', '404', '404', '404']);
    for (const orderId of ['c', 'e', 'r']) await call(midtrans, 'POST', '/v2/charge', charge(orderId));
    expect(await codes('c', 'status', 'refund', 'cancel', 'status', 'cancel', 'expire')).toEqual([
      '201 pending',
      '412',
      '200 cancel',
      '202 cancel',
      '412',
      '412',
    ]);
    expect(await codes('e', 'expire', 'status', 'cancel')).toEqual(['407 expire', '407 expire', '412']);
    midtrans.simulator.pay('r');
    expect(await codes('r', 'status', 'cancel')).toEqual(['200 settlement', '412']);
    expect((await call(midtrans, 'POST', '/v2/r/refund', { amount: 789_001 })).body.status_code).toBe('414');
    expect((await call(midtrans, 'POST', '/v2/r/refund', { amount: 1_000 })).body).toMatchObject({
      status_code: '200',
      transaction_status: 'partial_refund',
      refund_amount: '1000.00',
    });
    expect(await codes('r', 'refund', 'refund')).toEqual(['200 refund', '412']);
  });

  it('is paid by order id, transaction id or the text of its QR, once, and not after its time', async () => {
    const midtrans = await start();
    const { simulator, gateway } = midtrans;
    const orderIds = [newOrderId(), newOrderId(), newOrderId(), newOrderId()] as const;
    for (const orderId of orderIds) await gateway.charge(rent(orderId));
    expect(simulator.pay(orderIds[0])).toMatchObject({ kind: 'paid' });
    expect(simulator.pay(orderIds[0])).toEqual({ kind: 'closed', status: 'settlement' });
    expect(simulator.pay(simulator.find(orderIds[1])?.transactionId ?? '')).toMatchObject({ kind: 'paid' });
    expect(simulator.pay(simulator.find(orderIds[2])?.qrString ?? '')).toMatchObject({
      kind: 'paid',
      transaction: { orderId: orderIds[2] },
    });
    expect(simulator.pay('nothing')).toEqual({ kind: 'not-found' });
    midtrans.clock.forward(24 * 3_600_000);
    expect(simulator.pay(orderIds[3])).toEqual({ kind: 'closed', status: 'expire' });
  });

  it('is paid from the sandbox page, by JSON alone', async () => {
    const midtrans = await start();
    const orderId = newOrderId();
    await midtrans.gateway.charge(rent(orderId));
    const post = async (body: unknown, type = 'application/json', path = '') => {
      const answer = await fetch(`${midtrans.url}/sandbox/pay${path}`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    // Not for these routes: whoever is mounted behind them sees the body.
    const behind = { status: 418, body: null };
    expect(await post({ orderId }, 'text/plain')).toEqual(behind);
    expect(await post({ fileId: 'x' })).toEqual({ status: 418, body: { fileId: 'x' } });
    expect(await post({ orderId: 'nobody' })).toEqual({ status: 404, body: { kind: 'not-found' } });
    const list = await (await fetch(`${midtrans.url}/sandbox/pay`)).json();
    expect(list).toMatchObject([{ orderId, amount: 1_200_000, status: 'pending' }]);
    const qrString = midtrans.simulator.find(orderId)?.qrString;
    expect(await post({ qrString })).toEqual({ status: 200, body: { kind: 'paid', orderId, status: 'settlement' } });
    expect(await post({ orderId }, 'application/json', '/expire')).toEqual({
      status: 409,
      body: { kind: 'closed', status: 'settlement' },
    });
  });

  it('survives a restart, with its open charges', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'midtrans-')), 'deep', 'midtrans.json');
    const make = (): MidtransSimulator => {
      const simulator = createMidtransSimulator({
        serverKey,
        notificationUrl: null,
        clock: { now: () => 0 },
        log: silentLog,
        stateFile,
      });
      stops.push(() => simulator.close());
      return simulator;
    };
    const first = make();
    const { url, close } = await listen(first.api);
    stops.push(close);
    const midtrans = await start();
    const result = await midtrans.gatewayTo(url).charge(rent('kept'));
    expect(result.kind).toBe('charged');
    const second = make();
    expect(second.find('kept')).toEqual(first.find('kept'));
    second.pay('kept');
    expect(make().find('kept')?.status).toBe('settlement');
    expect(readdirSync(join(stateFile, '..'))).toEqual(['midtrans.json']);
  });
});

describe('notifications', () => {
  it('are signed, and look as Midtrans’ do', async () => {
    const midtrans = await start();
    const { url, received } = await receiver();
    midtrans.simulator.setNotificationUrl(url);
    const orderId = newOrderId();
    await midtrans.gateway.charge(rent(orderId));
    midtrans.simulator.pay(orderId);
    await settle();
    expect(received.map((each) => each.body.status_code)).toEqual(['201', '200']);
    expect(received[1]?.headers).toMatchObject({ 'user-agent': 'Veritrans', 'content-type': 'application/json' });
    expect(received[1]?.body).toMatchObject({
      transaction_status: 'settlement',
      settlement_time: '2026-11-05 09:00:00',
      gross_amount: '1200000.00',
      issuer: 'gopay',
      payment_type: 'qris',
    });
    for (const { body } of received) expect(midtrans.gateway.verifySignature(body as never)).toBe(true);
  });

  it('tell of an expiry by themselves when the clock has moved', async () => {
    const midtrans = await start();
    const { url, received } = await receiver();
    const orderId = newOrderId();
    await midtrans.gateway.charge(rent(orderId));
    midtrans.simulator.setNotificationUrl(url);
    expect(midtrans.simulator.nextDue()).toBe(midtrans.clock.now() + 24 * 3_600_000);
    midtrans.clock.forward(24 * 3_600_000);
    await midtrans.simulator.tick();
    await settle();
    expect(received.map((each) => [each.body.status_code, each.body.transaction_status])).toEqual([['202', 'expire']]);
    expect(midtrans.simulator.nextDue()).toBeNull();
  });

  it.each([
    [200, 0],
    [204, 0],
    [500, 1],
    [400, 2],
    [404, 2],
    [503, 4],
    [302, 0],
    [401, 5],
    [403, 5],
    [409, 5],
    [413, 5],
    [502, 5],
    [null, 5],
  ])('after %s are tried %s times more', (status, times) => {
    expect(retriesAfter(status)).toBe(times);
  });

  it.each([
    ['500', 500, [2]],
    ['503', 503, [2, 10, 30, 90]],
    ['no answer', 0, [2, 10, 30, 90, 210]],
    ['404', 404, [2, 10]],
    ['a redirect that keeps the method', 307, [2, 10, 30, 90, 210]],
  ])('come again at Midtrans’ intervals after %s, then no more', async (_name, status, minutes) => {
    const midtrans = await start();
    const { url, received } = await receiver(Array.from({ length: 100 }, () => status));
    const orderId = newOrderId();
    await midtrans.gateway.charge(rent(orderId));
    midtrans.simulator.setNotificationUrl(url);
    midtrans.simulator.pay(orderId);
    await settle();
    const perTry = received.length;
    expect(perTry).toBe(status === 307 ? 6 : 1);
    for (const wait of minutes) {
      const before = received.length;
      midtrans.clock.forward(wait * 60_000 - 1);
      await midtrans.simulator.tick();
      expect(received.length).toBe(before);
      midtrans.clock.forward(1);
      await midtrans.simulator.tick();
      expect(received.length).toBe(before + perTry);
    }
    midtrans.clock.forward(24 * 3_600_000);
    await midtrans.simulator.tick();
    expect(received.length).toBe(perTry * (minutes.length + 1));
  });

  it('can be doubled, held back, sent backwards and again', async () => {
    const midtrans = await start();
    const { url, received } = await receiver();
    midtrans.simulator.setNotificationUrl(url);
    midtrans.simulator.faults.duplicates = 2;
    midtrans.simulator.holdNotifications();
    const orderId = newOrderId();
    await midtrans.gateway.charge(rent(orderId));
    midtrans.simulator.pay(orderId);
    await settle();
    expect(received).toHaveLength(0);
    await midtrans.simulator.releaseNotifications('reversed');
    expect(received.map((each) => each.body.status_code)).toEqual(['200', '200', '200', '201', '201', '201']);
    await midtrans.simulator.resend(orderId);
    expect(received).toHaveLength(12);
  });
});
