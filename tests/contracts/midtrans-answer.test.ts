import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { readMessage, readTransaction } from '../../src/adapters/payments/midtrans-answer.ts';
import { readQrPng } from '../../src/adapters/payments/qr-download.ts';

/** Public bodies of Midtrans' documentation and of real systems (architecture 11.2). */
const charge = {
  status_code: '201',
  status_message: 'QRIS transaction is created',
  transaction_id: '30a689ba-7251-4052-b8a0-f677fd53e1be',
  order_id: 'order-id-12312',
  merchant_id: 'G379181825',
  gross_amount: '100000.00',
  currency: 'IDR',
  payment_type: 'qris',
  transaction_time: '2023-01-05 10:01:39',
  transaction_status: 'pending',
  fraud_status: 'accept',
  actions: [
    {
      name: 'generate-qr-code',
      method: 'GET',
      url: 'https://api.sandbox.midtrans.com/v2/qris/30a689ba-7251-4052-b8a0-f677fd53e1be/qr-code',
    },
  ],
  qr_string: '000201',
  acquirer: 'gopay',
  expire_time: '2023-01-05 11:01:39',
};
const expired = {
  transaction_time: '2020-07-05 14:18:06',
  gross_amount: '23233.00',
  currency: 'IDR',
  order_id: '1',
  payment_type: 'gopay',
  status_code: '407',
  transaction_id: 'c47fc992-824f-436c-884b-0718e7d10ff5',
  transaction_status: 'expire',
  fraud_status: 'accept',
  status_message: 'Success, transaction is found',
  merchant_id: 'G329848150',
};
const settled = {
  transaction_type: 'off-us',
  transaction_time: '2023-04-16 11:58:47',
  transaction_status: 'settlement',
  transaction_id: 'af113759-42e5-4286-b2bc-ee4da6de625b',
  status_code: '200',
  settlement_time: '2023-04-16 11:59:24',
  payment_type: 'qris',
  order_id: '12',
  issuer: 'Mandiri',
  gross_amount: '11000.00',
  fraud_status: 'accept',
  expiry_time: '2023-04-16 12:13:47',
  currency: 'IDR',
  acquirer: 'gopay',
};
const read = (body: Record<string, unknown>) => readTransaction(String(body.status_code), body);

describe('answers', () => {
  it('of a charge: `expire_time` is the expiry, GMT+7 becomes UTC', () => {
    expect(read(charge)).toEqual({
      transaction: {
        orderId: 'order-id-12312',
        transactionId: '30a689ba-7251-4052-b8a0-f677fd53e1be',
        amount: 100_000,
        currency: 'IDR',
        status: 'pending',
        statusCode: '201',
        expiresAt: '2023-01-05T04:01:39.000Z',
      },
      qrImageUrl: 'https://api.sandbox.midtrans.com/v2/qris/30a689ba-7251-4052-b8a0-f677fd53e1be/qr-code',
      qrString: '000201',
    });
  });

  it('of the status of an expired and of a settled one', () => {
    expect(read(expired)?.transaction).toMatchObject({ status: 'expire', statusCode: '407', amount: 23_233 });
    expect(read(settled)?.transaction).toMatchObject({
      status: 'settlement',
      settledAt: '2023-04-16T04:59:24.000Z',
      expiresAt: '2023-04-16T05:13:47.000Z',
    });
  });

  it.each([
    ['accept', 'settlement'],
    [undefined, 'settlement'],
    ['challenge', 'pending'],
    ['deny', 'deny'],
  ])('believe money by its fraud status %s: %s', (fraud, status) => {
    expect(read({ ...settled, fraud_status: fraud })?.transaction.status).toBe(status);
  });

  it.each([
    ['settlement under a code that is not 200', { ...settled, status_code: '202' }],
    ['no amount', { ...settled, gross_amount: undefined }],
    ['an amount in exponents', { ...settled, gross_amount: '11e3' }],
    ['a negative amount', { ...settled, gross_amount: '-11000.00' }],
    ['a state nobody knows', { ...settled, transaction_status: 'paid' }],
    ['no transaction', { ...settled, transaction_id: '' }],
    ['a path as transaction', { ...settled, transaction_id: '../x' }],
  ])('are not acted upon with %s', (_name, body) => {
    expect(read(body)).toBeNull();
  });

  it('do without what they get wrong but do not need', () => {
    const odd = { ...charge, expire_time: 'soon', expiry_time: 5, actions: 'none', qr_string: 7, settlement_time: '' };
    const found = read(odd);
    expect(found).toMatchObject({ qrImageUrl: null, transaction: { status: 'pending' } });
    expect(found).not.toHaveProperty('qrString');
    expect(found?.transaction).not.toHaveProperty('expiresAt');
  });

  it('say why, without keys and in few words', () => {
    const words = readMessage({
      status_message: 'bad key SB-Mid-server-abcdefghij',
      validation_messages: ['x'.repeat(1_000)],
    });
    expect(words).toContain('bad key [key]; x');
    expect(words.length).toBe(300);
    expect(readMessage({ status_message: 5, validation_messages: 'no' })).toBe('');
  });
});

describe('a downloaded QR', () => {
  it.each([
    ['without a border', { margin: 0 }],
    ['on nothing', { margin: 4, color: { light: '#0000' } }],
    ['small', { margin: 4, scale: 2 }],
  ])('is read %s', async (_name, options) => {
    const png = await QRCode.toBuffer('a text of some length, as long as QRIS '.repeat(6), options);
    expect(await readQrPng(png)).toContain('as long as QRIS');
  });

  it('is refused when it is no picture, too large or empty', async () => {
    const png = await QRCode.toBuffer('x');
    const huge = Buffer.from(png);
    huge.writeUInt32BE(50_000, 16);
    const { PNG } = await import('pngjs');
    const white = PNG.sync.write(
      Object.assign(new PNG({ width: 90, height: 90 }), { data: Buffer.alloc(32_400, 255) }),
    );
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('<html>'),
      png.subarray(0, 60),
      huge,
      Buffer.alloc(2_000_000),
      white,
    ]) {
      expect(await readQrPng(bytes)).toBeNull();
    }
  });
});
