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
  if (contract.applicationId === null) return;
  const params = { applicationId: contract.applicationId, contractId: contract.id, invoiceId: invoice.id };
  await tell(ctx, contract.tenantId, 'application.approved', params, { edit: offerRef(contract), silent: true });
}
