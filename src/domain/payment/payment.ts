import { z } from 'zod';
import { paymentMethods } from '../invoice/invoice.ts';
import type { ChargeMethod } from '../ports.ts';
import { isAllowed, type StatusTable } from '../status.ts';

export const paymentStatuses = ['pending', 'success', 'failed', 'cancelled'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** A denied or closed charge may still bring money (architecture 11.2); only success is final. */
export const paymentTransitions: StatusTable<PaymentStatus> = {
  pending: ['success', 'failed', 'cancelled'],
  failed: ['success', 'cancelled'],
  cancelled: ['success'],
  success: [],
};
export const mayBecome = (from: PaymentStatus, to: PaymentStatus): boolean => isAllowed(paymentTransitions, from, to);

export const allocationSchema = z.object({
  /** Null: no invoice was open, it is kept in `credit:{tenantId}:{ownerId}`. */
  invoiceId: z.string().nullable(),
  /** Rupiah. */
  amount: z.int().min(1),
});
export type Allocation = z.infer<typeof allocationSchema>;

/** `payment:{id}`. */
export const paymentSchema = z.object({
  id: z.string(),
  invoiceId: z.string(),
  /** Null in the seed's payments: their invoice says it. */
  contractId: z.string().nullable(),
  tenantId: z.string(),
  ownerId: z.string(),
  /** Rupiah; frozen when the charge is made. */
  amount: z.int().min(1),
  method: z.enum(paymentMethods),
  status: z.enum(paymentStatuses),
  type: z.enum(['automatic', 'manual']),

  /** `ORDER-<unix seconds>-<6 random>`; null for payments outside Midtrans. */
  midtransOrderId: z.string().nullable().default(null),
  /** Null until the charge is known to exist. */
  midtransTransactionId: z.string().nullable().default(null),
  /** EMV text of the QR. */
  qrisString: z.string().nullable().default(null),
  qrisImageUrl: z.string().nullable().default(null),
  /** Midtrans' own word. */
  midtransStatus: z.string().nullable().default(null),
  /** When the gateway's charge became known; the QR can be shown since then. */
  chargedAt: z.iso.datetime().nullable().default(null),
  /** Until when the QR may be paid; null for payments outside Midtrans. */
  expiresAt: z.iso.datetime().nullable().default(null),
  /** When a charge that has not answered was asked for again last; null: it was asked for once. */
  chargeAskedAt: z.iso.datetime().nullable().default(null),
  /** When the QR was shown or *check* was pressed last: frequent polling begins anew there. */
  watchedAt: z.iso.datetime().nullable().default(null),
  /** When the gateway is asked next; null: never again. */
  nextPollAt: z.iso.datetime().nullable().default(null),
  /** Why there is no charge: the gateway's words or ours. Shown to nobody. */
  failureReason: z.string().nullable().default(null),
  /** When it stopped being payable: cancelled, failed, expired. */
  closedAt: z.iso.datetime().nullable().default(null),
  /** Where the money went; sums up to `amount` once it is a success. */
  allocations: z.array(allocationSchema),

  proofUrl: z.string().nullable().default(null),
  proofUploadedAt: z.iso.datetime().nullable().default(null),
  verifiedBy: z.string().nullable().default(null),
  verifiedAt: z.iso.datetime().nullable().default(null),
  verificationStatus: z.enum(['pending', 'approved', 'rejected']).nullable().default(null),
  rejectionReason: z.string().nullable().default(null),

  paidAt: z.iso.datetime().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Payment = z.infer<typeof paymentSchema>;
/** A new one: without what is null at first. */
export type PaymentInput = z.input<typeof paymentSchema>;

const chargeMethods: readonly string[] = ['qris'] satisfies ChargeMethod[];

/** The gateway still has to be asked for its charge. */
export const needsCharge = (
  payment: Payment,
): payment is Payment & { method: ChargeMethod; midtransOrderId: string; chargedAt: null } =>
  chargeMethods.includes(payment.method) &&
  payment.status === 'pending' &&
  payment.midtransOrderId !== null &&
  payment.chargedAt === null;

/** Our name for the message that shows this payment's QR; it is edited when the payment changes. */
export const qrRef = (payment: Pick<Payment, 'id'>): string => `payment:${payment.id}`;

/** `ORDER-<unix seconds>-<6 random>` (product 3.5). */
export const orderIdOf = (now: number, random: string): string => `ORDER-${Math.floor(now / 1_000)}-${random}`;
