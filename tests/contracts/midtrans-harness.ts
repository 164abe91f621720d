import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import pino from 'pino';
import { createMidtransGateway, type MidtransGatewayOptions } from '../../src/adapters/payments/midtrans-gateway.ts';
import type { ChargeRequest, PaymentGateway } from '../../src/domain/ports.ts';
import { createLog, type Log } from '../../src/log.ts';
import { createMidtransSimulator, type MidtransSimulator } from '../../src/sandbox/midtrans/simulator.ts';

export const serverKey = 'SB-Mid-server-abcDEF123_-xyz';

/** Keeps every line, to show what a log would hold. */
export function memoryLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog('trace', { write: (line: string) => void lines.push(line) }), lines };
}
export const silentLog: Log = pino({ level: 'silent' });

export async function listen(handler: RequestHandler | Server): Promise<{ url: string; close(): Promise<void> }> {
  const server = typeof handler === 'function' ? createServer(express().use(handler)) : handler;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export interface Harness {
  simulator: MidtransSimulator;
  gateway: PaymentGateway;
  url: string;
  clock: { now(): number; forward(milliseconds: number): void };
  /** What reached the API, as `METHOD path`. */
  requests: { line: string; headers: Record<string, string | string[] | undefined> }[];
  lines: string[];
  gatewayTo(url: string, options?: Partial<MidtransGatewayOptions>): PaymentGateway;
  close(): Promise<void>;
}

/** The simulator on a free port and the gateway that talks to it, by a clock of their own. */
export async function startMidtrans(given: { clock?: Harness['clock'] } = {}): Promise<Harness> {
  let time = Date.parse('2026-11-05T02:00:00Z');
  const clock = given.clock ?? {
    now: () => time,
    forward: (milliseconds: number) => {
      time += milliseconds;
    },
  };
  const { log, lines } = memoryLog();
  const simulator = createMidtransSimulator({ serverKey, notificationUrl: null, clock, log: silentLog });
  const requests: Harness['requests'] = [];
  const app = express();
  app.use((request, _response, next) => {
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    next();
  });
  app.use('/midtrans', simulator.api);
  app.use('/sandbox/pay', simulator.payRoutes);
  app.use('/sandbox/pay', express.json(), (request, response) => {
    response.status(418).json(request.body ?? null);
  });
  const server = await listen(createServer(app));
  const gatewayTo: Harness['gatewayTo'] = (url, options) =>
    createMidtransGateway({
      serverKey,
      clientKey: 'SB-Mid-client-x',
      isProduction: false,
      apiRoot: url,
      log,
      now: clock.now,
      // Busy machines take long over a picture; who waits for silence gives a shorter one.
      timeoutMs: 5_000,
      ...options,
    });
  return {
    simulator,
    gateway: gatewayTo(`${server.url}/midtrans`),
    url: server.url,
    clock,
    requests,
    lines,
    gatewayTo,
    async close() {
      simulator.close();
      await server.close();
    },
  };
}

let counter = 0;
export const newOrderId = (): string => `ORDER-1730800000-${String(counter++).padStart(6, '0')}`;
export const rent = (orderId: string, amount = 1_200_000): ChargeRequest => ({
  method: 'qris',
  orderId,
  amount,
  itemName: 'Sewa Kos Melati Residence November 2026 kamar A12 lantai dua',
  customerName: 'Budi Santoso',
  expiryMinutes: 1_440,
});
