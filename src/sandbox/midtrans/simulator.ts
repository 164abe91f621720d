import express, { type Router } from 'express';
import type { Clock, GatewayStatus } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';
import { createCoreApi } from './core-api.ts';
import { createFaults, type Faults } from './faults.ts';
import { createLedger } from './ledger.ts';
import { createNotifier, type Delivery } from './notifier.ts';
import { type PayActs, payRoutes } from './pay-routes.ts';
import { describe, type Merchant, type PayResult, type SimTransaction, statusCodeOf } from './transaction.ts';

export interface SimulatorOptions {
  serverKey: string;
  /** Where notifications go; null sends none. May be set later (`setNotificationUrl`). */
  notificationUrl: string | null;
  clock: Clock;
  log: Log;
  merchantId?: string;
  /** Multiplies the retry intervals of notifications. Default 1. */
  retryScale?: number;
  /** Transactions are kept in this file and survive a restart. */
  stateFile?: string;
}

export interface MidtransSimulator extends PayActs {
  /** The Core API (`/v2/…`): mount it where `MIDTRANS_API_ROOT` points. */
  api: Router;
  /** For the sandbox page, beside the others under `/sandbox/pay`. */
  payRoutes: Router;
  faults: Faults;
  setNotificationUrl(url: string | null): void;
  cancel(orderId: string): PayResult;
  /** All of it, or `amount` rupiah. */
  refund(orderId: string, amount?: number): PayResult;
  find(orderId: string): Readonly<SimTransaction> | null;
  /** The signed body Midtrans would send for this order in this state (default: its own). */
  notification(orderId: string, status?: GatewayStatus): Record<string, unknown>;
  /** Posts any body (a forged one, a string that is no JSON) once; the HTTP status, or null without an answer. */
  post(body: unknown): Promise<number | null>;
  /** Sends every notification of this order again, newest first. */
  resend(orderId: string): Promise<void>;
  holdNotifications(): void;
  releaseNotifications(order?: 'as-made' | 'reversed'): Promise<void>;
  deliveries(): readonly Delivery[];
  /** Expires and sends what is due by the clock; call it when the clock has moved. */
  tick(): Promise<void>;
  /** Ms of business time at which `tick` has something to do next, or null. */
  nextDue(): number | null;
  close(): void;
}

/** Midtrans on this machine, as far as QRIS goes (architecture 11.2). Looks at its clock every second. */
export function createMidtransSimulator(options: SimulatorOptions): MidtransSimulator {
  const { clock, log } = options;
  const merchant: Merchant = { serverKey: options.serverKey, merchantId: options.merchantId ?? 'G000000000' };
  let notificationUrl = options.notificationUrl;
  const ledger = createLedger(options.stateFile);
  const faults = createFaults();
  const notifier = createNotifier({
    url: () => notificationUrl,
    now: () => clock.now(),
    log,
    ...(options.retryScale !== undefined && { retryScale: options.retryScale }),
    duplicates: () => faults.duplicates,
  });

  const bodyOf = (transaction: SimTransaction): Record<string, unknown> => ({
    ...describe(
      transaction,
      statusCodeOf(transaction.status, 'notification'),
      'midtrans payment notification',
      merchant,
    ),
    ...(transaction.customerName && { customer_details: { full_name: transaction.customerName } }),
  });
  const expireDue = (): void => {
    for (const each of ledger.all()) {
      if (each.status === 'pending' && each.expiresAt <= clock.now()) change(each, { status: 'expire' });
    }
  };
  const change = (transaction: SimTransaction, fields: Partial<SimTransaction>): void => {
    ledger.update(transaction, fields);
    log.info({ orderId: transaction.orderId, status: transaction.status }, 'sandbox.midtrans: transaction');
    notifier.notify(bodyOf(transaction));
  };
  const find = (id: string): SimTransaction | null => {
    expireDue();
    return ledger.find(id) ?? ledger.findByQr(id);
  };
  /** Moves a transaction from one of these states; the answer says what it was when it could not. */
  const move = (
    id: string,
    from: GatewayStatus[],
    fields: (t: SimTransaction) => Partial<SimTransaction>,
  ): PayResult => {
    const transaction = find(id);
    if (!transaction) return { kind: 'not-found' };
    if (!from.includes(transaction.status)) return { kind: 'closed', status: transaction.status };
    change(transaction, fields(transaction));
    return { kind: 'paid', transaction };
  };
  const required = (orderId: string): SimTransaction => {
    const transaction = find(orderId);
    if (!transaction) throw new Error(`no transaction ${orderId}`);
    return transaction;
  };

  const simulator: MidtransSimulator = {
    api: createCoreApi({
      merchant,
      ledger,
      faults,
      now: () => clock.now(),
      find,
      charged: (transaction) => notifier.notify(bodyOf(transaction)),
      cancel: (id) => simulator.cancel(id),
      expire: (id) => simulator.expire(id),
      refund: (id, amount) => simulator.refund(id, amount),
    }),
    payRoutes: express.Router(),
    faults,
    setNotificationUrl(url) {
      notificationUrl = url;
    },
    pay: (id) => move(id, ['pending'], () => ({ status: 'settlement', settledAt: clock.now() })),
    deny: (id) => move(id, ['pending'], () => ({ status: 'deny' })),
    expire: (id) => move(id, ['pending'], () => ({ status: 'expire' })),
    cancel: (id) => move(id, ['pending'], () => ({ status: 'cancel' })),
    refund: (id, amount) =>
      move(id, ['settlement', 'partial_refund'], (transaction) => {
        const refunded = Math.min(transaction.amount, transaction.refunded + (amount ?? transaction.amount));
        return { refunded, status: refunded === transaction.amount ? 'refund' : 'partial_refund' };
      }),
    transactions: () => {
      expireDue();
      return ledger.all();
    },
    find,
    notification(orderId, status) {
      const transaction = required(orderId);
      const settled = status === 'settlement' || status === 'capture' ? { settledAt: clock.now() } : {};
      return bodyOf(status === undefined ? transaction : { ...transaction, ...settled, status });
    },
    post: (body) => notifier.post(body),
    async resend(orderId) {
      const sent = notifier.deliveries.filter((each) => each.body.order_id === orderId).map((each) => each.body);
      for (const body of sent.reverse()) await notifier.post(body);
    },
    holdNotifications: () => notifier.hold(),
    releaseNotifications: (order) => notifier.release(order),
    deliveries: () => notifier.deliveries,
    async tick() {
      expireDue();
      await notifier.tick();
    },
    nextDue() {
      const open = ledger.all().filter((each) => each.status === 'pending');
      const times = [...open.map((each) => each.expiresAt), notifier.nextDue()].filter((time) => time !== null);
      return times.length > 0 ? Math.min(...times) : null;
    },
    close() {
      clearInterval(timer);
      notifier.close();
    },
  };
  simulator.payRoutes = payRoutes(simulator);
  const timer = setInterval(() => void simulator.tick(), 1_000);
  timer.unref();
  return simulator;
}
