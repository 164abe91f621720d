import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import type { Run } from '../domain/context.ts';
import { keys } from '../domain/keys.ts';
import { paymentStore } from '../domain/payment/payment-store.ts';
import type { ReconcileOutcome } from '../domain/payment/reconcile-outcome.ts';
import { reconcilePayment } from '../domain/payment/reconcile-payment.ts';
import type { PaymentGateway } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { shareRuns } from './share-runs.ts';

export interface MidtransWebhook {
  /** Transactions as the system. */
  run: Run;
  gateway: PaymentGateway;
  log: Log;
  /** Milliseconds until 503 is answered; Midtrans wants an answer within 5 s. Default 4,500. */
  answerWithinMs?: number;
}

/** Fields may be added at any time. The dashboard's test has an order id of 66 characters, real ones at most 50. */
const notificationSchema = z.object({
  order_id: z.string().min(1).max(100),
  status_code: z.string().max(10),
  gross_amount: z.string().max(20),
  signature_key: z.string().max(200),
  transaction_id: z.string().max(100).optional(),
  transaction_status: z.string().max(40).optional(),
});
type Notification = z.infer<typeof notificationSchema>;

/** Only a 2xx ends the retries; 503 brings four more in two hours, 409 five in six. */
const outcomeStatus: Record<ReconcileOutcome['kind'], number> = {
  changed: 200,
  unchanged: 200,
  'unknown-order': 200,
  mismatch: 409,
  'no-transaction': 503,
  unavailable: 503,
};

/**
 * `POST /webhooks/midtrans`. A notification is a hint (architecture 4): its signature is checked, then that it speaks
 * of the payment we know, then Midtrans is asked. Nothing is taken from the body.
 */
export function midtransWebhook({ run, gateway, log, answerWithinMs = 4_500 }: MidtransWebhook): Router {
  const router = express.Router();
  // Copies that arrive together would only meet in conflicts over the same records.
  const reconcile = shareRuns((orderId) => reconcilePayment({ run, gateway }, { orderId }));
  router.post('/', express.json({ limit: '64kb', type: () => true }), async (request, response) => {
    const parsed = notificationSchema.safeParse(request.body);
    if (!parsed.success) {
      log.warn(
        { fields: parsed.error.issues.map((issue) => issue.path.join('.')) },
        'payment.webhook: not a notification',
      );
      return void response.status(400).json({ error: 'bad request' });
    }
    const body = parsed.data;
    const about = { orderId: printable(body.order_id), state: printable(body.transaction_status ?? '') };
    if (!gateway.verifySignature(body)) {
      log.warn(about, 'payment.webhook: wrong signature');
      return void response.status(403).json({ error: 'forbidden' });
    }
    const work = handle(run, reconcile, body);
    const late = setTimeout(() => {
      log.warn(about, 'payment.webhook: slow, to be sent again');
      answer(response, 503);
    }, answerWithinMs);
    try {
      const outcome = await work;
      const level = outcome.kind === 'mismatch' ? 'error' : outcomeStatus[outcome.kind] === 503 ? 'warn' : 'info';
      log[level]({ ...about, outcome }, 'payment.webhook: notification');
      answer(response, outcomeStatus[outcome.kind]);
    } catch (error) {
      log.error({ ...about, err: error }, 'payment.webhook: failed');
      answer(response, 503);
    } finally {
      clearTimeout(late);
    }
  });
  return router;
}

/**
 * The signature covers neither the transaction's id nor its state, so that a captured one can be put under another
 * body: what the body names has to be what is stored.
 */
async function handle(
  run: Run,
  reconcile: (orderId: string) => Promise<ReconcileOutcome>,
  body: Notification,
): Promise<ReconcileOutcome> {
  const payment = await run((ctx) => paymentStore.findBy(ctx.tx, keys.payment.midtrans(body.order_id)));
  if (!payment) return { kind: 'unknown-order' };
  if (body.transaction_id === undefined) return { kind: 'mismatch', field: 'transaction_id' };
  // Null while the charge's own answer is still on its way.
  if (payment.midtransTransactionId !== null && payment.midtransTransactionId !== body.transaction_id) {
    return { kind: 'mismatch', field: 'transaction_id' };
  }
  if (!/^\d{1,13}(\.0{1,2})?$/.test(body.gross_amount) || Number.parseInt(body.gross_amount, 10) !== payment.amount) {
    return { kind: 'mismatch', field: 'amount' };
  }
  return reconcile(body.order_id);
}

function answer(response: Response, status: number): void {
  if (response.headersSent) return;
  response
    .status(status)
    .json(status === 200 ? { status: 'ok' } : { error: status === 409 ? 'conflict' : 'try again later' });
}

const printable = (text: string): string => text.replace(/[^\w.~-]/g, '?');
