import type { Ctx } from '../context.ts';
import type { Invoice } from '../invoice/invoice.ts';
import { tell } from '../outbox.ts';
import { type Contract, offerRef } from './contract.ts';

/** The message that offered this contract to the tenant shows what became of it: nothing is left to press there. */
export async function refreshOffer(
  ctx: Ctx,
  input: { contract: Contract; invoice: Pick<Invoice, 'id'> },
): Promise<void> {
  const { contract, invoice } = input;
  // Whoever was invited got no such message.
  if (contract.applicationId === null) return;
  const params = { contractId: contract.id, invoiceId: invoice.id };
  await tell(ctx, contract.tenantId, 'contract.offer', params, { edit: offerRef(contract), silent: true });
}
