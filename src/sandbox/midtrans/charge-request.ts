import { z } from 'zod';

/** POST /v2/charge for QRIS: the rules of architecture 11.2 with Midtrans-like words for what breaks them. */
const chargeSchema = z
  .object({
    payment_type: z.string(),
    transaction_details: z.object({
      order_id: z
        .string()
        .min(1, 'transaction_details.order_id is required')
        .max(50, 'transaction_details.order_id is too long')
        .regex(/^[A-Za-z0-9\-_~.]+$/, 'transaction_details.order_id contains unauthorized symbols'),
      gross_amount: z
        .int('transaction_details.gross_amount is not an integer')
        .min(1, 'transaction_details.gross_amount must be at least 1')
        .max(10_000_000, 'transaction_details.gross_amount is above the maximum of QRIS'),
    }),
    item_details: z
      .array(
        z.object({
          id: z.string().max(50).optional(),
          price: z.int('item_details.price is not an integer'),
          quantity: z.int().min(1),
          name: z.string().min(1, 'item_details.name is required').max(50, 'item_details.name is too long'),
        }),
      )
      .optional(),
    customer_details: z
      .object({
        first_name: z.string().max(255).optional(),
        last_name: z.string().max(255).optional(),
        email: z.string().max(255).optional(),
        phone: z.string().max(255).optional(),
      })
      .optional(),
    qris: z.object({ acquirer: z.enum(['gopay', 'airpay shopee']) }).optional(),
    custom_expiry: z
      .object({
        order_time: z
          .string()
          .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0700$/, 'custom_expiry.order_time has a wrong format')
          .optional(),
        expiry_duration: z.int().min(1, 'custom_expiry.expiry_duration must be at least 1'),
        unit: z.enum(['second', 'minute', 'hour', 'day']).default('minute'),
      })
      .optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
    custom_field1: z.string().max(255).optional(),
    custom_field2: z.string().max(255).optional(),
    custom_field3: z.string().max(255).optional(),
  })
  .superRefine((charge, context) => {
    const { item_details: items, transaction_details: details } = charge;
    if (items && items.reduce((sum, item) => sum + item.price * item.quantity, 0) !== details.gross_amount) {
      context.addIssue({
        code: 'custom',
        message: 'transaction_details.gross_amount is not equal to the sum of item_details',
      });
    }
  });

const milliseconds = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const day = milliseconds.day;

export interface ParsedCharge {
  orderId: string;
  amount: number;
  expiresAt: number;
  customerName: string | null;
  customFields: Record<string, unknown>;
}

export type ChargeParse =
  | { kind: 'parsed'; charge: ParsedCharge }
  | { kind: 'refused'; statusCode: string; message: string; details?: string[] };

/** `now` in ms of business time. Without `custom_expiry` a QR closes after 15 minutes. */
export function parseCharge(body: unknown, now: number): ChargeParse {
  const type = z.object({ payment_type: z.string() }).safeParse(body);
  if (type.success && type.data.payment_type !== 'qris') {
    return { kind: 'refused', statusCode: '402', message: "Merchant doesn't have access for this payment type" };
  }
  const refuse = (details: string[]): ChargeParse => ({
    kind: 'refused',
    statusCode: '400',
    message: 'One or more parameters in the payload is invalid.',
    details,
  });
  const parsed = chargeSchema.safeParse(body);
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => issue.message));
  const { transaction_details: details, custom_expiry: expiry, customer_details: customer, ...rest } = parsed.data;
  const start = expiry?.order_time ? Date.parse(expiry.order_time.replace(' ', 'T').replace(' +0700', '+07:00')) : now;
  const length = expiry ? expiry.expiry_duration * milliseconds[expiry.unit] : 15 * milliseconds.minute;
  const maximum = rest.qris?.acquirer === 'airpay shopee' ? 5 * day : 7 * day;
  if (Number.isNaN(start) || length > maximum || start + length <= now)
    return refuse(['custom_expiry is out of range']);
  const { custom_field1, custom_field2, custom_field3, metadata } = rest;
  const echoed = Object.entries({ custom_field1, custom_field2, custom_field3, metadata });
  return {
    kind: 'parsed',
    charge: {
      orderId: details.order_id,
      amount: details.gross_amount,
      expiresAt: start + length,
      customerName: [customer?.first_name, customer?.last_name].filter(Boolean).join(' ') || null,
      customFields: Object.fromEntries(echoed.filter(([, value]) => value !== undefined)),
    },
  };
}
