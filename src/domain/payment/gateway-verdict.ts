import type { GatewayStatus, GatewayTransaction } from '../ports.ts';
import { mayBecome, type Payment, type PaymentStatus } from './payment.ts';

type Verdict =
  | { kind: 'mismatch'; field: 'order_id' | 'transaction_id' | 'amount' | 'currency' }
  /** Nothing people see changes; the gateway's word may be new. */
  | { kind: 'same' }
  | { kind: 'becomes'; status: PaymentStatus };

/** A refund of money that we never booked leaves nothing to book: the payment is closed. */
const meaning: Record<GatewayStatus, PaymentStatus> = {
  pending: 'pending',
  settlement: 'success',
  capture: 'success',
  deny: 'failed',
  failure: 'failed',
  cancel: 'cancelled',
  expire: 'cancelled',
  refund: 'cancelled',
  partial_refund: 'success',
  chargeback: 'cancelled',
  partial_chargeback: 'success',
};

/**
 * What the gateway's answer means for a payment. Only an answer about this very order, transaction, amount and
 * currency counts (architecture 11.2); the status table decides what it may still become.
 */
export function verdictOf(payment: Payment, transaction: GatewayTransaction): Verdict {
  if (transaction.orderId !== payment.midtransOrderId) return { kind: 'mismatch', field: 'order_id' };
  if (payment.midtransTransactionId !== null && transaction.transactionId !== payment.midtransTransactionId) {
    return { kind: 'mismatch', field: 'transaction_id' };
  }
  if (transaction.amount !== payment.amount) return { kind: 'mismatch', field: 'amount' };
  if (transaction.currency !== 'IDR') return { kind: 'mismatch', field: 'currency' };
  const status = meaning[transaction.status];
  return mayBecome(payment.status, status) ? { kind: 'becomes', status } : { kind: 'same' };
}
