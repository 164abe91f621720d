import type { PaymentStatus } from './payment.ts';

/** What asking the gateway about one order came to. Only `changed` wrote something people see. */
export type ReconcileOutcome =
  /** No payment of ours has this order id (the dashboard's test notification, somebody else's order). */
  | { kind: 'unknown-order' }
  /** The gateway does not know it (yet). */
  | { kind: 'no-transaction' }
  /** The gateway could not answer; nothing is known. */
  | { kind: 'unavailable'; message: string }
  /** The gateway's answer is not about this payment; nothing was changed. */
  | { kind: 'mismatch'; field: 'order_id' | 'transaction_id' | 'amount' | 'currency' }
  | { kind: 'unchanged'; status: PaymentStatus }
  | { kind: 'changed'; status: PaymentStatus };
