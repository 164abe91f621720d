import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { defineStore, joinId } from '../entity-store.ts';
import { keys } from '../keys.ts';

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

export const creditStore = defineStore({
  key: keys.payment.credit,
  schema: creditSchema,
  references: [
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'entries.paymentId', entity: 'payment' },
  ],
  outlivesPeople: () => true,
});

/** Adds one entry; the ledger is only ever added to. */
export async function addCredit(
  { tx }: Ctx,
  input: { tenantId: string; ownerId: string; entry: CreditEntry },
): Promise<void> {
  const { tenantId, ownerId, entry } = input;
  const before = await creditStore.find(tx, joinId(tenantId, ownerId));
  if (!before) return creditStore.create(tx, { tenantId, ownerId, balance: entry.amount, entries: [entry] });
  const { balance, entries } = before;
  creditStore.update(tx, before, { ...before, balance: balance + entry.amount, entries: [...entries, entry] });
}
