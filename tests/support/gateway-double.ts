import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, GatewayStatus, GatewayTransaction, PaymentGateway } from '../../src/domain/ports.ts';

const codes: Partial<Record<GatewayStatus, string>> = { pending: '201', settlement: '200', capture: '200' };

/** A gateway that keeps orders in memory; slow and faulty when told to be. Answers are what was true when asked. */
export function gatewayDouble(clock: Clock, options: { maxDelayMs?: number } = {}) {
  const orders = new Map<string, GatewayTransaction>();
  const calls = { charge: 0, status: 0, cancel: 0 };
  const faults: { charge?: 'lost' | 'refused' | 'down'; status?: 'down'; cancel?: 'down' } = {};
  const delay = async (): Promise<void> => {
    if (options.maxDelayMs) await sleep(Math.random() * options.maxDelayMs);
  };
  const set = (orderId: string, status: GatewayStatus): void => {
    const order = orders.get(orderId);
    if (!order) throw new Error(`no order ${orderId}`);
    const settled = status === 'settlement' ? { settledAt: new Date(clock.now()).toISOString() } : {};
    orders.set(orderId, { ...order, status, statusCode: codes[status] ?? '202', ...settled });
  };
  const gateway: PaymentGateway = {
    async charge({ orderId, amount, expiryMinutes }) {
      calls.charge++;
      await delay();
      if (faults.charge === 'refused') return { kind: 'refused', statusCode: '402', message: 'not active' };
      if (faults.charge === 'down') return { kind: 'unknown', message: 'down' };
      const order = orders.get(orderId) ?? {
        orderId,
        transactionId: `tx-${orders.size + 1}`,
        amount,
        currency: 'IDR',
        status: 'pending' as const,
        statusCode: '201',
        expiresAt: new Date(clock.now() + expiryMinutes * 60_000).toISOString(),
      };
      orders.set(orderId, order);
      if (faults.charge === 'lost') {
        delete faults.charge;
        return { kind: 'unknown', message: 'the connection dropped' };
      }
      return {
        kind: 'charged',
        charge: { ...order, instructions: { kind: 'qr', qrString: `QR-${orderId}`, imageUrl: null } },
      };
    },
    async status(orderId) {
      calls.status++;
      const order = orders.get(orderId);
      await delay();
      if (faults.status) return { kind: 'unknown', message: 'down' };
      return order ? { kind: 'found', transaction: order } : { kind: 'not-found' };
    },
    async cancel(orderId) {
      calls.cancel++;
      if (faults.cancel) return { kind: 'unknown', message: 'down' };
      const order = orders.get(orderId);
      if (!order) return { kind: 'not-found' };
      if (order.status !== 'pending') return { kind: 'not-pending' };
      set(orderId, 'cancel');
      await delay();
      return { kind: 'cancelled' };
    },
    verifySignature: () => true,
  };
  return {
    gateway,
    orders,
    calls,
    faults,
    set,
    pay: (orderId: string) => set(orderId, 'settlement'),
    change(orderId: string, fields: Partial<GatewayTransaction>): void {
      const order = orders.get(orderId);
      if (order) orders.set(orderId, { ...order, ...fields });
    },
  };
}
