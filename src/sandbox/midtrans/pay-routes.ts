import express, { type Router } from 'express';
import { z } from 'zod';
import type { PayResult, SimTransaction } from './transaction.ts';

/** What somebody can do about a transaction, as people and banks do. */
export interface PayActs {
  /** Pays by order id, transaction id or the text of the QR; settles and notifies. */
  pay(orderIdOrQr: string): PayResult;
  deny(orderId: string): PayResult;
  expire(orderId: string): PayResult;
  transactions(): Readonly<SimTransaction>[];
}

const paySchema = z.union([
  z.object({ orderId: z.string().min(1).max(100) }),
  z.object({ qrString: z.string().min(1).max(1_000) }),
]);
const httpStatus: Record<PayResult['kind'], number> = { paid: 200, 'not-found': 404, closed: 409 };

/**
 * What the sandbox page calls (mounted at `/sandbox/pay`): `POST /` with `{orderId}` or `{qrString}` pays,
 * `POST /deny` and `POST /expire` do that, `GET /` lists. Answers `{kind, status?, orderId?}`.
 */
export function payRoutes(simulator: PayActs): Router {
  const router = express.Router();
  // JSON only: a form on some other page cannot send that without asking first.
  router.use(express.json({ limit: '16kb', type: 'application/json' }));
  const act = (path: string, change: (id: string) => PayResult): void => {
    router.post(path, (request, response, next) => {
      const asked = paySchema.safeParse(request.body);
      // The page posts pictures to this very path; that is its own route's.
      if (!asked.success) return next();
      const result = change('orderId' in asked.data ? asked.data.orderId : asked.data.qrString);
      const shown =
        result.kind === 'paid'
          ? { kind: result.kind, orderId: result.transaction.orderId, status: result.transaction.status }
          : result;
      response.status(httpStatus[result.kind]).json(shown);
    });
  };
  act('/', simulator.pay);
  act('/deny', simulator.deny);
  act('/expire', simulator.expire);
  router.get('/', (_request, response) => {
    const shown = simulator.transactions().map(({ orderId, transactionId, amount, status, expiresAt }) => ({
      orderId,
      transactionId,
      amount,
      status,
      expiresAt: new Date(expiresAt).toISOString(),
    }));
    response.json(shown);
  });
  return router;
}
