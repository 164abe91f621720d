import { z } from 'zod';
import type { StatusTable } from '../status.ts';

export const ownerUpgradeStatuses = ['pending', 'approved', 'rejected'] as const;
export type OwnerUpgradeStatus = (typeof ownerUpgradeStatuses)[number];

/** A rejected one can be mended and sent again; a later change of bank account is decided anew. */
export const ownerUpgradeTransitions: StatusTable<OwnerUpgradeStatus> = {
  pending: ['approved', 'rejected'],
  approved: ['pending'],
  rejected: ['pending'],
};

/** `owner-upgrade:{userId}`: who asks to be an owner, or an owner who asks for another bank account (product 1). */
export const ownerUpgradeSchema = z.object({
  userId: z.string(),
  userName: z.string(),
  change: z.enum(['upgrade', 'bank-account']),
  bankAccount: z.object({ bank: z.string(), number: z.string(), holder: z.string() }),
  address: z.string(),
  status: z.enum(ownerUpgradeStatuses),
  rejectionReason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type OwnerUpgrade = z.infer<typeof ownerUpgradeSchema>;
