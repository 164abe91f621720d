import { createServer } from 'node:http';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { paymentStore } from '../../src/domain/payment/payment-store.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { PaymentGateway } from '../../src/domain/ports.ts';
import { createHttpServer, type HttpServerParts } from '../../src/webhooks/server.ts';
import { listen, memoryLog, startMidtrans } from '../contracts/midtrans-harness.ts';
import { rentWorld } from '../support/rent-world.ts';

/** A rented room, the real webhook over HTTP, the simulated Midtrans that calls it. */
export async function webhookWorld(change: { parts?: Partial<HttpServerParts>; gatewayRoot?: string } = {}) {
  const world = await rentWorld();
  const midtrans = await startMidtrans({ clock: { now: () => world.clock.now(), forward: (ms) => world.pass(ms) } });
  const { log, lines } = memoryLog();
  const gateway: PaymentGateway = change.gatewayRoot ? midtrans.gatewayTo(change.gatewayRoot) : midtrans.gateway;
  const app = createHttpServer({
    log,
    health: { checks: {} },
    midtrans: { run: world.system, gateway },
    telegram: null,
    ...change.parts,
  });
  const http = await listen(createServer(app));
  const url = `${http.url}/webhooks/midtrans`;
  return {
    ...world,
    midtrans,
    simulator: midtrans.simulator,
    lines,
    http,
    url,
    /** The first invoice's charge; what came of it over notifications is switched on with `notify`. */
    async charged() {
      const { invoice } = await world.rented();
      const { payment } = await world.by(world.tenant)(startQrisPayment, { invoiceId: invoice.id });
      await chargePayment({ run: world.system, gateway: midtrans.gateway }, { paymentId: payment.id });
      const orderId = payment.midtransOrderId ?? '';
      return { invoice, paymentId: payment.id, orderId };
    },
    notify: () => midtrans.simulator.setNotificationUrl(url),
    payment: (id: string) => world.read(paymentStore, id),
    /** Every key with its version: equal before and after means that nothing was written. */
    async everything() {
      const entries = await Promise.all(
        [
          'profile',
          'property',
          'application',
          'contract',
          'invoice',
          'payment',
          'agenda',
          'outbox',
          'credit',
          'room',
        ].map((prefix) => world.kv.list(`${prefix}:`)),
      );
      return entries.flat().map(({ cursor, key, version, value }) => ({ cursor, key, version, value }));
    },
    async post(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'Veritrans', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    },
    async close() {
      await http.close();
      await midtrans.close();
    },
  };
}
export type WebhookWorld = Awaited<ReturnType<typeof webhookWorld>>;

/** Waits for something that happens by itself soon. */
export async function until(what: () => Promise<boolean> | boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not happen');
    await new Promise((done) => setTimeout(done, 10));
  }
}
