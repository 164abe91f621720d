import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import { gatewayDouble } from './gateway-double.ts';
import { type RentWorld, rentWorld } from './rent-world.ts';

/** A rent whose first invoice has an open charge at the gateway double. */
export async function charged(options: Parameters<typeof rentWorld>[0] & { maxDelayMs?: number } = {}) {
  const world = await rentWorld(options);
  const double = gatewayDouble(world.clock, options);
  const rent = await world.rented();
  const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: rent.invoice.id });
  await chargePayment({ run: world.system, gateway: double.gateway }, { paymentId: payment.id });
  const orderId = payment.midtransOrderId ?? '';
  await world.forget();
  return {
    world,
    double,
    ...rent,
    paymentId: payment.id,
    orderId,
    payment: () => world.read<Payment>(paymentStore, payment.id),
    invoiceNow: () => world.read(invoiceStore, rent.invoice.id),
    contractNow: () => world.read(contractStore, rent.contract.id),
    reconcile: () => reconcilePayment({ run: world.system, gateway: double.gateway }, { orderId }),
  };
}
/** The guard of one open charge per invoice. */
export const guardOf = (world: RentWorld, invoiceId: string) => world.kv.get(keys.payment.open(invoiceId));
