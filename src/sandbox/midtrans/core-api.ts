import { timingSafeEqual } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import QRCode from 'qrcode';
import { z } from 'zod';
import { buildQris } from './build-qris.ts';
import { parseCharge } from './charge-request.ts';
import type { FaultPlan } from './faults.ts';
import { createIdempotency } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import { describe, type Merchant, type PayResult, type SimTransaction, statusCodeOf } from './transaction.ts';

export interface CoreApiParts {
  merchant: Merchant;
  ledger: Ledger;
  faults: FaultPlan;
  /** Ms of business time. */
  now(): number;
  find(id: string): SimTransaction | null;
  charged(transaction: SimTransaction): void;
  cancel(id: string): PayResult;
  expire(id: string): PayResult;
  refund(id: string, amount?: number): PayResult;
}

const failure = (statusCode: string, message: string, details?: string[]) => ({
  status_code: statusCode,
  status_message: message,
  ...(details && { validation_messages: details }),
  id: crypto.randomUUID(),
});
const notFound = failure('404', "Transaction doesn't exist.");
const conflict = failure(
  '406',
  'The request could not be completed due to a conflict with the current state of the target resource, please try again',
);

/** The routes of the Core API. Errors of business stand in the body under HTTP 200; a bad key is HTTP 401. */
export function createCoreApi(parts: CoreApiParts): Router {
  const { merchant, ledger, faults, now, find } = parts;
  const router = express.Router();
  const idempotency = createIdempotency(now);
  const expected = Buffer.from(`Basic ${Buffer.from(`${merchant.serverKey}:`).toString('base64')}`);
  const authorised: RequestHandler = (request, response, next) => {
    const given = Buffer.from(request.get('Authorization') ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    response.status(401).json(failure('401', 'Transaction cannot be authorized with the current client/server key.'));
  };
  const found = (transaction: SimTransaction, statusCode: string, message: string) =>
    describe(transaction, statusCode, message, merchant);

  router.post(
    '/v2/charge',
    authorised,
    idempotency.middleware,
    faults.middleware('charge'),
    express.json({ limit: '64kb' }),
    (request, response) => {
      const parsed = parseCharge(request.body, now());
      if (parsed.kind === 'refused') {
        return idempotency.answer(response, failure(parsed.statusCode, parsed.message, parsed.details));
      }
      find(parsed.charge.orderId);
      const transaction = ledger.charge(parsed.charge, now());
      if (!transaction) return idempotency.answer(response, conflict);
      if (faults.denyCharges !== null) {
        ledger.update(transaction, { status: 'deny' });
        return idempotency.answer(response, {
          ...found(transaction, '202', 'QRIS transaction is denied'),
          channel_response_code: faults.denyCharges,
          channel_response_message: 'GENERIC_SERVICE_ERROR',
        });
      }
      parts.charged(transaction);
      idempotency.answer(response, charged(request, transaction));
    },
  );

  function charged(request: Request, transaction: SimTransaction): Record<string, unknown> {
    const root = `${request.protocol}://${request.get('host')}${request.baseUrl}`;
    const { signature_key: _unsigned, ...fields } = found(transaction, '201', 'QRIS transaction is created');
    const { transactionId, acquirerReference, amount } = transaction;
    const wrong = { amount: amount + 1, reference: transactionId, merchantName: 'KOSTIN SANDBOX', city: 'BOGOR' };
    const qrString = faults.qrString === 'wrong' ? buildQris(wrong) : transaction.qrString;
    return {
      ...fields,
      actions: [
        { name: 'generate-qr-code', method: 'GET', url: `${root}/v2/qris/${transactionId}/qr-code` },
        { name: 'generate-qr-code-v2', method: 'GET', url: `${root}/v4/qris/${acquirerReference}/qr-code` },
      ],
      ...(faults.qrString !== 'absent' && { qr_string: qrString }),
    };
  }

  router.get('/v2/:id/status', authorised, faults.middleware('status'), (request, response) => {
    const transaction = find(String(request.params.id));
    if (!transaction) return void response.json(notFound);
    response.json(found(transaction, statusCodeOf(transaction.status, 'status'), 'Success, transaction is found'));
  });

  /** A POST that changes a transaction; 412 when its state does not allow it. */
  const act = (
    name: 'cancel' | 'expire' | 'refund',
    change: (id: string, request: Request) => PayResult | 'bad-amount',
    statusCode: string,
    message: string,
  ): void => {
    router.post(
      `/v2/:id/${name}`,
      authorised,
      idempotency.middleware,
      faults.middleware(name),
      // The client sends `null` where there is nothing to say.
      express.json({ limit: '64kb', strict: false }),
      (request: Request, response: Response) => {
        const result = change(String(request.params.id), request);
        if (result === 'bad-amount') return idempotency.answer(response, failure('414', 'Refund amount is invalid.'));
        if (result.kind === 'not-found') return idempotency.answer(response, notFound);
        if (result.kind === 'closed') {
          const words = 'Merchant cannot modify the status of the transaction';
          return idempotency.answer(response, failure('412', words));
        }
        const { signature_key: _unsigned, ...fields } = found(result.transaction, statusCode, message);
        idempotency.answer(response, fields);
      },
    );
  };
  act('cancel', parts.cancel, '200', 'Success, transaction is canceled');
  act('expire', parts.expire, '407', 'Success, transaction has expired');
  const refundSchema = z.object({ amount: z.int().min(1).optional() });
  act(
    'refund',
    (id, request) => {
      const amount = refundSchema.safeParse(request.body ?? {});
      const left = (find(id)?.amount ?? 0) - (find(id)?.refunded ?? 0);
      if (!amount.success || (amount.data.amount ?? 0) > left) return find(id) ? 'bad-amount' : { kind: 'not-found' };
      return parts.refund(id, amount.data.amount);
    },
    '200',
    'Success, refund request is approved',
  );

  router.get('/v2/qris/:transactionId/qr-code', faults.middleware('qr-code'), async (request, response) => {
    const transaction = ledger.find(String(request.params.transactionId));
    if (!transaction) return void response.status(404).json(notFound);
    response.type('png').send(await QRCode.toBuffer(transaction.qrString, { margin: 0, width: 400 }));
  });

  router.use('/v2', (_request, response) => {
    response.status(404).json(failure('404', 'The requested resource is not found'));
  });
  router.use(malformed);
  return router;
}

const malformed: ErrorRequestHandler = (_error, _request, response, next) => {
  if (response.headersSent) return next();
  response.json(failure('413', 'The request could not be processed due to malformed syntax in the request body'));
};
