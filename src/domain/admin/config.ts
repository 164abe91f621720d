import { z } from 'zod';

/** `system:config`: what an admin may change while it runs. Read as a cached snapshot, never through a transaction. */
export const systemConfigSchema = z.object({
  /** Hours a tenant has to pay the first invoice after approval. */
  holdHours: z.int().min(1).max(336).default(48),
  /** Minutes a QRIS charge stays open. Midtrans refuses more than 7 days. */
  qrisExpiryMinutes: z.int().min(15).max(10_080).default(1_440),
  /** Rupiah; above it QRIS is not offered. */
  qrisMaxAmount: z.int().min(1).default(10_000_000),
  /** Days before its due date that an invoice is made. */
  invoiceLeadDays: z.int().min(0).max(31).default(10),
  /** Days an application waits for the owner. */
  applicationDays: z.int().min(1).max(60).default(7),
  settlement: z.enum(['own', 'platform']).default('own'),
});

export type SystemConfig = z.infer<typeof systemConfigSchema>;
export const defaultSystemConfig: SystemConfig = systemConfigSchema.parse({});
