import { createHash } from 'node:crypto';
import type { GatewayStatus } from '../../domain/ports.ts';

/** One transaction as the simulator keeps it; times in ms of business time. */
export interface SimTransaction {
  orderId: string;
  transactionId: string;
  amount: number;
  status: GatewayStatus;
  createdAt: number;
  expiresAt: number;
  settledAt: number | null;
  refunded: number;
  qrString: string;
  customerName: string | null;
  customFields: Record<string, unknown>;
  /** `A1…`: what the picture with the frame is called by. */
  acquirerReference: string;
}

/** What became of a payment, or of another act on a transaction. */
export type PayResult =
  | { kind: 'paid'; transaction: Readonly<SimTransaction> }
  | { kind: 'not-found' }
  /** It can no longer be paid: what it is now. */
  | { kind: 'closed'; status: GatewayStatus };

/** `2021-06-23 15:45:42`, GMT+7, no zone said. */
export const midtransTime = (ms: number): string =>
  new Date(ms + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

export const sign = (orderId: string, statusCode: string, grossAmount: string, serverKey: string): string =>
  createHash('sha512')
    .update(orderId + statusCode + grossAmount + serverKey)
    .digest('hex');

/** What Midtrans says of a state in a notification; GET status differs for `expire` (407). */
const notificationCodes: Record<GatewayStatus, string> = {
  pending: '201',
  settlement: '200',
  capture: '200',
  refund: '200',
  partial_refund: '200',
  chargeback: '200',
  partial_chargeback: '200',
  deny: '202',
  failure: '202',
  cancel: '202',
  expire: '202',
};
export const statusCodeOf = (status: GatewayStatus, where: 'notification' | 'status'): string =>
  where === 'status' && status === 'expire' ? '407' : notificationCodes[status];

export interface Merchant {
  serverKey: string;
  merchantId: string;
}

/** The fields that charge, status and notifications have in common, signed for their own status code. */
export function describe(t: SimTransaction, statusCode: string, message: string, merchant: Merchant) {
  const grossAmount = `${t.amount}.00`;
  return {
    ...t.customFields,
    status_code: statusCode,
    status_message: message,
    transaction_id: t.transactionId,
    order_id: t.orderId,
    merchant_id: merchant.merchantId,
    gross_amount: grossAmount,
    currency: 'IDR',
    payment_type: 'qris',
    transaction_time: midtransTime(t.createdAt),
    transaction_status: t.status,
    fraud_status: 'accept',
    acquirer: 'gopay',
    expiry_time: midtransTime(t.expiresAt),
    ...(t.settledAt !== null && {
      settlement_time: midtransTime(t.settledAt),
      issuer: 'gopay',
      transaction_type: 'on-us',
    }),
    ...(t.refunded > 0 && { refund_amount: `${t.refunded}.00` }),
    signature_key: sign(t.orderId, statusCode, grossAmount, merchant.serverKey),
  };
}
