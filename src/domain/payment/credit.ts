import { z } from 'zod';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import type { Tx } from '../store.ts';

/** `credit:{tenantId}:{ownerId}`: money that found no invoice, as a ledger. */
export const creditSchema = z.object({
  tenantId: z.string(),
  ownerId: z.string(),
  /** Rupiah; the sum of the entries. */
  balance: z.int(),
  entries: z.array(
    z.object({ paymentId: z.string(), amount: z.int(), at: z.iso.datetime(), reason: z.enum(['late', 'twice']) }),
  ),
});
export type Credit = z.infer<typeof creditSchema>;
type CreditEntry = Credit['entries'][number];

export async function creditOf(tx: Tx, tenantId: string, ownerId: string): Promise<Credit> {
  const value = await tx.get(keys.payment.credit(tenantId, ownerId));
  return value === null ? { tenantId, ownerId, balance: 0, entries: [] } : creditSchema.parse(value);
}

/** Adds one entry; the ledger is only ever added to. */
export async function addCredit(tx: Tx, who: { tenantId: string; ownerId: string }, entry: CreditEntry): Promise<void> {
  const credit = await creditOf(tx, who.tenantId, who.ownerId);
  const next: Credit = {
    ...credit,
    balance: credit.balance + entry.amount,
    entries: [...credit.entries, entry],
  };
  tx.set(keys.payment.credit(who.tenantId, who.ownerId), next as unknown as Json);
}
