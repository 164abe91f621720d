import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiRootProblem, idempotencyKey } from '../../src/adapters/payments/midtrans-api.ts';
import { createMidtransGateway } from '../../src/adapters/payments/midtrans-gateway.ts';
import { checkQris } from '../../src/domain/payment/qris.ts';
import { type Harness, listen, newOrderId, rent, serverKey, silentLog, startMidtrans } from './midtrans-harness.ts';

let midtrans: Harness;
beforeAll(async () => {
  midtrans = await startMidtrans();
});
afterEach(() => {
  midtrans.simulator.faults.clear();
  midtrans.requests.length = 0;
  // The server key never reaches a log, whatever went wrong.
  expect(midtrans.lines.join('')).not.toContain(serverKey);
  expect(midtrans.lines.join('')).not.toContain(Buffer.from(`${serverKey}:`).toString('base64'));
});
afterAll(() => midtrans.close());

const charges = () => midtrans.requests.filter((each) => each.line === 'POST /midtrans/v2/charge');
const transactionsOf = (orderId: string) =>
  midtrans.simulator.transactions().filter((each) => each.orderId === orderId);

/** Charges and expects success. */
async function charged(orderId: string) {
  const result = await midtrans.gateway.charge(rent(orderId));
  if (result.kind !== 'charged') throw new Error(JSON.stringify(result));
  return result.charge;
}

describe('charging', () => {
  it('gives a checked QR, integers and UTC', async () => {
    const orderId = newOrderId();
    const charge = await charged(orderId);
    const kept = midtrans.simulator.find(orderId);
    expect(charge).toEqual({
      orderId,
      transactionId: kept?.transactionId,
      amount: 1_200_000,
      currency: 'IDR',
      status: 'pending',
      statusCode: '201',
      expiresAt: '2026-11-06T02:00:00.000Z',
      instructions: {
        kind: 'qr',
        qrString: kept?.qrString,
        imageUrl: `${midtrans.url}/midtrans/v2/qris/${kept?.transactionId}/qr-code`,
      },
    });
    expect(checkQris(charge.instructions.qrString, 1_200_000).kind).toBe('valid');
  });

  it('sends one short Idempotency-Key per order, also side by side', async () => {
    const orderIds = Array.from({ length: 10 }, newOrderId);
    await Promise.all(orderIds.map(charged));
    const keys = charges().map((each) => String(each.headers['idempotency-key']));
    expect(new Set(keys)).toEqual(new Set(orderIds.map((orderId) => idempotencyKey('charge', orderId))));
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(46);
    await midtrans.gateway.status(orderIds[0] ?? '');
    expect(midtrans.requests.at(-1)?.headers['idempotency-key']).toBeUndefined();
  });

  it('gives the same charge when asked again, within and after the key’s five minutes', async () => {
    const orderId = newOrderId();
    const first = await charged(orderId);
    expect(await charged(orderId)).toEqual(first);
    midtrans.clock.forward(6 * 60_000);
    expect(await charged(orderId)).toEqual(first);
    expect(transactionsOf(orderId)).toHaveLength(1);
  });

  it.each(['drop-after', 'hang'] as const)('finds the charge whose answer was lost (%s)', async (kind) => {
    const orderId = newOrderId();
    midtrans.simulator.faults.add({ on: 'charge', kind });
    const impatient = midtrans.gatewayTo(`${midtrans.url}/midtrans`, { timeoutMs: 300 });
    expect(await impatient.charge(rent(orderId))).toMatchObject({ kind: 'unknown' });
    expect(transactionsOf(orderId)).toHaveLength(1);
    const charge = await charged(orderId);
    expect(charge.transactionId).toBe(midtrans.simulator.find(orderId)?.transactionId);
    expect(transactionsOf(orderId)).toHaveLength(1);
  });

  it('finds it after the key’s lifetime too, by reading the picture', async () => {
    const orderId = newOrderId();
    midtrans.simulator.faults.add({ on: 'charge', kind: 'drop-after' });
    await midtrans.gateway.charge(rent(orderId));
    midtrans.clock.forward(10 * 60_000);
    const charge = await charged(orderId);
    expect(charge.instructions.qrString).toBe(midtrans.simulator.find(orderId)?.qrString);
    expect(transactionsOf(orderId)).toHaveLength(1);
    expect(midtrans.requests.map((each) => each.line)).toEqual([
      'POST /midtrans/v2/charge',
      'POST /midtrans/v2/charge',
      `GET /midtrans/v2/${orderId}/status`,
      `GET /midtrans/v2/qris/${charge.transactionId}/qr-code`,
    ]);
  });

  it('charges after a request that never arrived', async () => {
    const orderId = newOrderId();
    midtrans.simulator.faults.add({ on: 'charge', kind: 'drop-before' });
    expect(await midtrans.gateway.charge(rent(orderId))).toMatchObject({ kind: 'unknown' });
    expect(transactionsOf(orderId)).toHaveLength(0);
    await charged(orderId);
  });

  it('reads the picture when there is no qr_string, or a wrong one', async () => {
    for (const qrString of ['absent', 'wrong'] as const) {
      const orderId = newOrderId();
      midtrans.simulator.faults.qrString = qrString;
      expect((await charged(orderId)).instructions.qrString).toBe(midtrans.simulator.find(orderId)?.qrString);
    }
  });

  it('withdraws a charge whose QR cannot be trusted', async () => {
    const orderId = newOrderId();
    midtrans.simulator.faults.qrString = 'wrong';
    midtrans.simulator.faults.add({ on: 'qr-code', kind: 'answer', httpStatus: 200, body: '<html>no picture</html>' });
    expect(await midtrans.gateway.charge(rent(orderId))).toMatchObject({ kind: 'refused', statusCode: 'qr' });
    expect(midtrans.simulator.find(orderId)?.status).toBe('cancel');
  });

  it('does not take a charge of another amount for its own', async () => {
    const orderId = newOrderId();
    await charged(orderId);
    midtrans.clock.forward(6 * 60_000);
    const result = await midtrans.gateway.charge(rent(orderId, 1_300_000));
    expect(result).toMatchObject({ kind: 'refused', statusCode: 'qr' });
    expect(midtrans.simulator.find(orderId)?.status).toBe('cancel');
  });

  it('finds an order that is paid already, and refuses a closed one', async () => {
    const paid = newOrderId();
    await charged(paid);
    midtrans.simulator.pay(paid);
    midtrans.clock.forward(6 * 60_000);
    const found = await midtrans.gateway.charge(rent(paid));
    expect(found).toMatchObject({ kind: 'charged', charge: { orderId: paid, status: 'settlement' } });
    expect(transactionsOf(paid)).toHaveLength(1);
    midtrans.simulator.faults.denyCharges = '51';
    const denied = newOrderId();
    expect(await midtrans.gateway.charge(rent(denied))).toMatchObject({ kind: 'refused', statusCode: '202' });
    midtrans.simulator.faults.denyCharges = '900';
    expect(await midtrans.gateway.charge(rent(newOrderId()))).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['an order id with a slash', { orderId: '../v2/x' }],
    ['dots alone', { orderId: '..' }],
    ['no order id', { orderId: '' }],
    ['51 characters', { orderId: 'x'.repeat(51) }],
    ['a fraction of a rupiah', { amount: 1.5 }],
    ['nothing to pay', { amount: 0 }],
  ])('refuses %s without asking', async (_name, change) => {
    const result = await midtrans.gateway.charge({ ...rent(newOrderId()), ...change });
    expect(result).toMatchObject({ kind: 'refused', statusCode: '400' });
    expect(midtrans.requests).toHaveLength(0);
  });

  it.each([
    ['too much money', { amount: 10_000_001 }, '400'],
    ['an expiry beyond seven days', { expiryMinutes: 10_081 }, '400'],
    ['no item name', { itemName: '' }, '400'],
  ])('passes on Midtrans’ refusal of %s', async (_name, change, statusCode) => {
    const orderId = newOrderId();
    const result = await midtrans.gateway.charge({ ...rent(orderId), ...change });
    expect(result).toMatchObject({ kind: 'refused', statusCode });
    expect(transactionsOf(orderId)).toHaveLength(0);
  });

  it.each([
    ['400', 'refused'],
    ['401', 'refused'],
    ['402', 'refused'],
    ['403', 'refused'],
    ['405', 'refused'],
    ['408', 'refused'],
    ['410', 'refused'],
    ['413', 'refused'],
    ['429', 'unknown'],
    ['500', 'unknown'],
    ['503', 'unknown'],
    ['900', 'unknown'],
    ['202', 'unknown'],
  ])('takes status_code %s as %s, in the body and as HTTP status', async (code, kind) => {
    const body = { status_code: code, status_message: `says ${serverKey}`, validation_messages: ['one', 'two'] };
    for (const httpStatus of [200, code === '900' ? 500 : Number(code)]) {
      midtrans.simulator.faults.add({ on: 'charge', kind: 'answer', httpStatus, body });
      const result = await midtrans.gateway.charge(rent(newOrderId()));
      expect(result).toMatchObject({ kind, message: 'says [key]; one; two' });
      if (kind === 'refused') expect(result).toMatchObject({ statusCode: code });
    }
  });

  it.each([
    ['an HTML page', 200, '<html>maintenance</html>'],
    ['an HTML page of a proxy', 502, '<html>bad gateway</html>'],
    ['an HTML 404', 404, '<html>not here</html>'],
    ['an empty body', 200, ''],
    ['null', 200, null],
    ['a list', 200, []],
    ['a number', 200, 5],
    ['JSON without a code', 200, { order_id: 'x' }],
    ['a redirect', 302, {}],
  ])('takes %s as unknown, in charge, status and cancel', async (_name, httpStatus, body) => {
    const headers = httpStatus === 302 ? { Location: `${midtrans.url}/elsewhere` } : {};
    midtrans.simulator.faults.add({ on: 'any', kind: 'answer', httpStatus, body, headers, times: 3 });
    expect(await midtrans.gateway.charge(rent(newOrderId()))).toMatchObject({ kind: 'unknown' });
    expect(await midtrans.gateway.status(newOrderId())).toMatchObject({ kind: 'unknown' });
    expect(await midtrans.gateway.cancel(newOrderId())).toMatchObject({ kind: 'unknown' });
    expect(midtrans.requests.map((each) => each.line)).not.toContain('GET /elsewhere');
  });

  it('takes an answer about another order as unknown', async () => {
    const [mine, other] = [newOrderId(), newOrderId()];
    await charged(other);
    midtrans.simulator.pay(other);
    const body = { ...midtrans.simulator.notification(other) };
    midtrans.simulator.faults.add({ on: 'any', kind: 'answer', httpStatus: 200, body, times: 4 });
    expect(await midtrans.gateway.charge(rent(mine))).toMatchObject({ kind: 'unknown' });
    expect(await midtrans.gateway.status(mine)).toMatchObject({ kind: 'unknown' });
    expect(await midtrans.gateway.cancel(mine)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['an amount with cents', { gross_amount: '1200000.50' }],
    ['an amount as a number', { gross_amount: 1_200_000 }],
    ['an unknown state', { transaction_status: 'authorize' }],
    ['settlement with the code of pending', { transaction_status: 'settlement', status_code: '201' }],
    ['an id that leads elsewhere', { transaction_id: '../../v2/other' }],
  ])('takes %s as unknown', async (_name, change) => {
    const orderId = newOrderId();
    await charged(orderId);
    const body = { ...midtrans.simulator.notification(orderId), ...change };
    midtrans.simulator.faults.add({ on: 'status', kind: 'answer', httpStatus: 200, body });
    expect(await midtrans.gateway.status(orderId)).toMatchObject({ kind: 'unknown' });
  });
});

describe('what the network does', () => {
  it('gives up on a server that is silent, or trickles for ever', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      if (sockets.length === 1) return;
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{');
      const drip = setInterval(() => socket.write(' '), 50);
      socket.on('close', () => clearInterval(drip));
    });
    const { url, close } = await listen(
      Object.assign(server, { closeAllConnections: () => sockets.forEach((socket) => void socket.destroy()) }) as never,
    );
    const gateway = midtrans.gatewayTo(url, { timeoutMs: 300 });
    const start = performance.now();
    expect(await gateway.status('a-1')).toMatchObject({ kind: 'unknown' });
    expect(await gateway.status('a-1')).toMatchObject({ kind: 'unknown' });
    expect(performance.now() - start).toBeLessThan(2_000);
    await close();
  });

  it('says unknown when nobody listens, without the key in the message', async () => {
    const { url, close } = await listen(createServer());
    await close();
    const result = await midtrans.gatewayTo(url).charge(rent(newOrderId()));
    expect(result).toEqual({ kind: 'unknown', message: 'ECONNREFUSED' });
  });

  it('refuses a wrong server key', async () => {
    const gateway = midtrans.gatewayTo(`${midtrans.url}/midtrans`, { serverKey: 'SB-Mid-server-wrong' });
    const result = await gateway.charge(rent(newOrderId()));
    expect(result).toMatchObject({ kind: 'refused', statusCode: '401' });
    expect(await gateway.status(newOrderId())).toMatchObject({ kind: 'unknown' });
  });
});

describe('asking and cancelling', () => {
  it('tells every state, 407 included', async () => {
    const orderId = newOrderId();
    expect(await midtrans.gateway.status(orderId)).toEqual({ kind: 'not-found' });
    await charged(orderId);
    expect(await midtrans.gateway.status(orderId)).toMatchObject({
      transaction: { status: 'pending', statusCode: '201' },
    });
    midtrans.simulator.pay(orderId);
    const settledAt = new Date(midtrans.clock.now()).toISOString();
    const found = await midtrans.gateway.status(orderId);
    expect(found).toMatchObject({ kind: 'found', transaction: { status: 'settlement', statusCode: '200', settledAt } });
    midtrans.simulator.refund(orderId, 200_000);
    expect(await midtrans.gateway.status(orderId)).toMatchObject({ transaction: { status: 'partial_refund' } });
    midtrans.simulator.refund(orderId);
    expect(await midtrans.gateway.status(orderId)).toMatchObject({ transaction: { status: 'refund' } });
    const late = newOrderId();
    await charged(late);
    midtrans.clock.forward(25 * 3_600_000);
    expect(await midtrans.gateway.status(late)).toMatchObject({ transaction: { status: 'expire', statusCode: '407' } });
  });

  it('cancels what is pending, and says so of what is not', async () => {
    const [open, paid] = [newOrderId(), newOrderId()];
    expect(await midtrans.gateway.cancel(open)).toEqual({ kind: 'not-found' });
    await charged(open);
    await charged(paid);
    midtrans.simulator.pay(paid);
    expect(await midtrans.gateway.cancel(open)).toEqual({ kind: 'cancelled' });
    expect(await midtrans.gateway.cancel(paid)).toEqual({ kind: 'not-pending' });
    expect(midtrans.simulator.find(paid)?.status).toBe('settlement');
    midtrans.clock.forward(6 * 60_000);
    expect(await midtrans.gateway.cancel(open)).toEqual({ kind: 'not-pending' });
  });

  it('asks nothing about an id that leads elsewhere', async () => {
    for (const orderId of ['../v2/x', 'a/b', 'a?b', 'a#b', '.', '..', '%2e%2e', '']) {
      expect(await midtrans.gateway.status(orderId)).toEqual({ kind: 'not-found' });
      expect(await midtrans.gateway.cancel(orderId)).toEqual({ kind: 'not-found' });
    }
    expect(midtrans.requests).toHaveLength(0);
  });
});

describe('signatures', () => {
  const demoKey = 'SB-Mid-server-GwUP_WGbJPXsDzsNEBRs8IYA';
  const demo = createMidtransGateway({
    serverKey: demoKey,
    clientKey: '',
    isProduction: false,
    log: silentLog,
    now: Date.now,
  });
  /** Of Midtrans' documentation, signed with its published demo key (architecture 11.2). */
  const sample = {
    order_id: 'order102',
    status_code: '200',
    gross_amount: '789000.00',
    signature_key:
      '5d40504728eb96686bd5926299768a6496547f70dbd1e19d583ef4e780fe9dd5c38d0db45ec0f06dafa5c56caa6cf8358ead1523882b5fb3e102c52345d41850',
  };

  it('verifies the public sample, and the simulator’s own', async () => {
    expect(demo.verifySignature(sample)).toBe(true);
    const orderId = newOrderId();
    await charged(orderId);
    const body = midtrans.simulator.notification(orderId, 'settlement') as unknown as typeof sample;
    expect(midtrans.gateway.verifySignature(body)).toBe(true);
    expect(demo.verifySignature(body)).toBe(false);
  });

  it.each([
    ['another order', { order_id: 'order103' }],
    ['another code', { status_code: '201' }],
    ['another amount', { gross_amount: '789000' }],
    ['a changed digit', { signature_key: sample.signature_key.replace('5d', '5e') }],
    ['upper case', { signature_key: sample.signature_key.toUpperCase() }],
    ['a short one', { signature_key: sample.signature_key.slice(0, 64) }],
    ['an empty one', { signature_key: '' }],
    ['as many characters but more bytes', { signature_key: 'é'.repeat(128) }],
    ['no key', { signature_key: createHash('sha512').update('order102200789000.00').digest('hex') }],
  ])('refuses %s', (_name, change) => {
    expect(demo.verifySignature({ ...sample, ...change })).toBe(false);
  });
});

describe('where the key may go', () => {
  it.each([
    ['http://localhost:3000/sandbox/midtrans', false, true],
    ['http://127.0.0.1:1', false, true],
    ['http://[::1]:1', false, true],
    ['https://relay.example.com', false, true],
    ['https://api.midtrans.com', true, true],
    ['http://example.com', false, false],
    ['http://localhost.example.com', false, false],
    ['https://user:pass@example.com', false, false],
    ['http://localhost:3000', true, false],
    ['https://relay.example.com', true, false],
    ['https://evilmidtrans.com', true, false],
    ['ftp://localhost', false, false],
    ['nonsense', false, false],
  ])('%s, production %s: %s', (root, isProduction, allowed) => {
    expect(apiRootProblem(root, isProduction) === null).toBe(allowed);
  });

  it('refuses to start with a wrong root or the sandbox’s key in production', () => {
    expect(() => midtrans.gatewayTo('http://example.com')).toThrow('MIDTRANS_API_ROOT');
    expect(() => midtrans.gatewayTo('https://api.midtrans.com', { isProduction: true })).toThrow('sandbox key');
  });
});
