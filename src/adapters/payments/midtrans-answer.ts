import { z } from 'zod';
import type { GatewayTransaction } from '../../domain/ports.ts';
import { scrub } from '../../log.ts';

/** `"789000.00"` to 789000. */
const rupiah = z
  .string()
  .regex(/^\d{1,13}(\.0{1,2})?$/)
  .transform((text) => Number.parseInt(text, 10));

/** `2021-06-23 15:45:42`, always GMT+7 and never saying so, to ISO UTC. */
const westernIndonesianTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text, context) => {
    const time = Date.parse(`${text.replace(' ', 'T')}+07:00`);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  });

const statuses = [
  'pending',
  'settlement',
  'capture',
  'deny',
  'failure',
  'cancel',
  'expire',
  'refund',
  'partial_refund',
  'chargeback',
  'partial_chargeback',
] as const;

const transactionSchema = z.object({
  order_id: z.string().min(1).max(100),
  // It becomes part of a URL and is compared with the stored one.
  transaction_id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  gross_amount: rupiah,
  currency: z.string().default('IDR'),
  transaction_status: z.enum(statuses),
  fraud_status: z.string().optional(),
  settlement_time: westernIndonesianTime.optional().catch(undefined),
  // Real bodies say `expiry_time`, the documentation's charge example `expire_time`.
  expiry_time: westernIndonesianTime.optional().catch(undefined),
  expire_time: westernIndonesianTime.optional().catch(undefined),
  qr_string: z.string().max(1_000).optional().catch(undefined),
  channel_response_code: z.string().optional().catch(undefined),
  actions: z
    .array(z.object({ name: z.string(), url: z.url() }))
    .optional()
    .catch(undefined),
});

export interface ReadTransaction {
  transaction: GatewayTransaction;
  qrString?: string;
  qrImageUrl: string | null;
  channelCode?: string;
}

/** The transaction in a charge's or a status' body; null when it is not one that can be acted upon. */
export function readTransaction(statusCode: string, body: Record<string, unknown>): ReadTransaction | null {
  const parsed = transactionSchema.safeParse(body);
  if (!parsed.success) return null;
  const found = parsed.data;
  let status = found.transaction_status;
  if (status === 'settlement' || status === 'capture') {
    // Money is believed only when all three say so: the state, the code and, where there is one, the fraud check.
    if (statusCode !== '200') return null;
    if (found.fraud_status === 'deny') status = 'deny';
    else if (found.fraud_status !== undefined && found.fraud_status !== 'accept') status = 'pending';
  }
  const expiresAt = found.expiry_time ?? found.expire_time;
  // By name: old answers have only this one, new ones also a framed `-v2`.
  const picture = found.actions?.find((action) => action.name === 'generate-qr-code')?.url;
  return {
    transaction: {
      orderId: found.order_id,
      transactionId: found.transaction_id,
      amount: found.gross_amount,
      currency: found.currency,
      status,
      statusCode,
      ...(found.settlement_time && { settledAt: found.settlement_time }),
      ...(expiresAt && { expiresAt }),
    },
    qrImageUrl: picture ?? null,
    ...(found.qr_string && { qrString: found.qr_string }),
    ...(found.channel_response_code && { channelCode: found.channel_response_code }),
  };
}

/** Midtrans' own words about a refusal, for a log: no secret, at most 300 characters. */
export function readMessage(body: Record<string, unknown>): string {
  const details = z.array(z.string()).safeParse(body.validation_messages);
  const words = [typeof body.status_message === 'string' ? body.status_message : '', ...(details.data ?? [])];
  return scrub(words.filter(Boolean).join('; ')).slice(0, 300);
}
