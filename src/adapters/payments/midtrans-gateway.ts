import { createHash, timingSafeEqual } from 'node:crypto';
import { checkQris } from '../../domain/payment/qris.ts';
import type { ChargeMethod, ChargeRequest, ChargeResult, PaymentGateway } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';
import { type ReadTransaction, readMessage, readTransaction } from './midtrans-answer.ts';
import { type Answer, createMidtransApi, isOrderId, type MidtransOptions } from './midtrans-api.ts';
import { downloadQr } from './qr-download.ts';

export interface MidtransGatewayOptions extends MidtransOptions {
  log: Log;
  /** Milliseconds since the epoch, business time: for an expiry that the answer does not name. */
  now(): number;
}

/** Charges by Midtrans' Core API (architecture 11.2). Throws on a configuration that must not be used. */
export function createMidtransGateway(options: MidtransGatewayOptions): PaymentGateway {
  const { log, now, timeoutMs = 10_000 } = options;
  const api = createMidtransApi(options);
  const unknown = (message: string) => ({ kind: 'unknown', message }) as const;
  const refused = (statusCode: string, message: string) => ({ kind: 'refused', statusCode, message }) as const;
  /** 5xx, 429 and 900 pass by themselves; 202 without a transaction is a first request still under way. */
  const passes = (statusCode: string): boolean => /^(5\d\d|429|900|202)$/.test(statusCode);

  /** An operator has to see a wrong key or an outage somewhere. */
  function unclear(what: 'status' | 'cancel', orderId: string, why: string) {
    log.warn({ orderId, what, why }, 'payment.gateway: no clear answer');
    return unknown(why);
  }

  /** The transaction of an answer, when it is of this very order. */
  function read(answer: Answer & { kind: 'body' }, orderId: string): ReadTransaction | null {
    const found = readTransaction(answer.statusCode, answer.body);
    if (found && found.transaction.orderId !== orderId) {
      log.error({ orderId, statusCode: answer.statusCode }, 'payment.gateway: an answer about another order');
      return null;
    }
    return found;
  }

  /** A charge that exists becomes one that may be shown: open or paid, over the right amount. */
  async function show(found: ReadTransaction, request: ChargeRequest): Promise<ChargeResult> {
    const { transaction } = found;
    const { orderId } = transaction;
    if (transaction.amount !== request.amount || transaction.currency !== 'IDR') {
      return withdraw(orderId, 'it was charged with another amount');
    }
    // One that is paid already is shown too: the caller sees its state and asks for it.
    if (!['pending', 'settlement', 'capture'].includes(transaction.status)) {
      const message = `it is closed: ${transaction.status}`;
      return found.channelCode === '900' ? unknown(message) : refused(transaction.statusCode, message);
    }
    switch (request.method) {
      case 'qris':
        return showQr(found, request);
    }
  }

  /** With a QR that itself names the amount; where the answer has none, the one in its picture. */
  async function showQr(found: ReadTransaction, { amount, expiryMinutes }: ChargeRequest): Promise<ChargeResult> {
    const { transaction } = found;
    const picture = `${api.root}/v2/qris/${transaction.transactionId}/qr-code`;
    let qrString = found.qrString;
    if (!qrString || checkQris(qrString, amount).kind !== 'valid') {
      const download = await downloadQr(picture, timeoutMs);
      if (download.kind === 'nothing') return unknown('the picture of its QR cannot be had');
      qrString = download.kind === 'text' ? download.text : '';
      const check = checkQris(qrString, amount);
      if (check.kind !== 'valid') return withdraw(transaction.orderId, `its QR is not right: ${check.problem}`);
    }
    const expiresAt = transaction.expiresAt ?? new Date(now() + expiryMinutes * 60_000).toISOString();
    const instructions = { kind: 'qr', qrString, imageUrl: found.qrImageUrl ?? picture } as const;
    return { kind: 'charged', charge: { ...transaction, expiresAt, instructions } };
  }

  /** Nobody may pay a charge that is not what was asked for. */
  async function withdraw(orderId: string, why: string): Promise<ChargeResult> {
    log.error({ orderId, why }, 'payment.gateway: a charge is withdrawn');
    const cancelled = await gateway.cancel(orderId);
    return cancelled.kind === 'cancelled' ? refused('qr', why) : unknown(why);
  }

  /** 406, or an answer that cannot be read: what is there under this order id? */
  async function findExisting(request: ChargeRequest): Promise<ChargeResult> {
    const { orderId } = request;
    const answer = await api.status(orderId);
    if (answer.kind === 'nothing') return unknown(answer.message);
    const found = read(answer, orderId);
    if (found) return show(found, request);
    return unknown(`its status cannot be had: ${answer.statusCode}`);
  }

  const gateway: PaymentGateway = {
    async charge(request) {
      const { method, orderId, amount, itemName, customerName, expiryMinutes } = request;
      if (!isOrderId(orderId)) return refused('400', 'not an order id');
      if (!Number.isSafeInteger(amount) || amount < 1) return refused('400', 'not an amount in whole rupiah');
      const answer = await api.charge(orderId, {
        ...methodPart(method),
        transaction_details: { order_id: orderId, gross_amount: amount },
        item_details: [{ id: orderId, price: amount, quantity: 1, name: cut(itemName, 50) }],
        customer_details: { first_name: cut(customerName, 255) },
        // Counted from Midtrans' own clock: ours may be off.
        custom_expiry: { expiry_duration: expiryMinutes, unit: 'minute' },
      });
      if (answer.kind === 'nothing') {
        log.warn({ orderId, why: answer.message }, 'payment.gateway: no answer to a charge');
        return unknown(answer.message);
      }
      if (answer.statusCode === '406') return findExisting(request);
      const found = read(answer, orderId);
      if (found) return show(found, request);
      const message = readMessage(answer.body);
      log.warn({ orderId, statusCode: answer.statusCode, why: message }, 'payment.gateway: not charged');
      // A success that cannot be read has charged; asking for its status shows what.
      if (/^20[01]$/.test(answer.statusCode)) return findExisting(request);
      return passes(answer.statusCode) ? unknown(message) : refused(answer.statusCode, message);
    },

    async status(orderId) {
      if (!isOrderId(orderId)) return { kind: 'not-found' };
      const answer = await api.status(orderId);
      if (answer.kind === 'nothing') return unclear('status', orderId, answer.message);
      if (answer.statusCode === '404') return { kind: 'not-found' };
      const found = read(answer, orderId);
      if (found) return { kind: 'found', transaction: found.transaction };
      return unclear('status', orderId, `${answer.statusCode} ${readMessage(answer.body)}`.trim());
    },

    async cancel(orderId) {
      if (!isOrderId(orderId)) return { kind: 'not-found' };
      const answer = await api.cancel(orderId);
      if (answer.kind === 'nothing') return unclear('cancel', orderId, answer.message);
      if (answer.statusCode === '404') return { kind: 'not-found' };
      const status = read(answer, orderId)?.transaction.status;
      if (answer.statusCode === '200' && status === 'cancel') return { kind: 'cancelled' };
      if (answer.statusCode === '412' || status !== undefined) return { kind: 'not-pending' };
      return unclear('cancel', orderId, `${answer.statusCode} ${readMessage(answer.body)}`.trim());
    },

    verifySignature({ order_id, status_code, gross_amount, signature_key }) {
      const text = order_id + status_code + gross_amount + options.serverKey;
      const expected = Buffer.from(createHash('sha512').update(text).digest('hex'));
      const given = Buffer.from(signature_key);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
  return gateway;
}

/** What of a charge's body is Midtrans' name for the method. */
function methodPart(method: ChargeMethod) {
  switch (method) {
    case 'qris':
      return { payment_type: 'qris', qris: { acquirer: 'gopay' } };
  }
}

/** Whole characters only: half an emoji is refused as malformed JSON by some. */
const cut = (text: string, length: number): string => {
  let short = '';
  for (const character of text.toWellFormed()) {
    if (short.length + character.length > length) break;
    short += character;
  }
  return short;
};
