import { applicationStore } from '../application/application-store.ts';
import { closeApplication } from '../application/close-application.ts';
import type { Ctx } from '../context.ts';
import type { Invoice } from '../invoice/invoice.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import type { Contract } from './contract.ts';
import { contractStore } from './contract-store.ts';
import { refreshOffer } from './refresh-offer.ts';

/**
 * The first payment is the tenant's agreement: the hold ends, both see each other's phone, and the tenant's other
 * open applications are withdrawn. Part of the commit that books the payment.
 */
export async function acceptContract(
  ctx: Ctx,
  input: { contract: Contract; invoice: Pick<Invoice, 'id'> },
): Promise<void> {
  const { now } = ctx;
  const { contract } = input;
  contractStore.update(ctx.tx, contract, { ...contract, acceptedAt: now, holdUntil: null, updatedAt: now });
  await refreshOffer(ctx, input);
  await tell(ctx, contract.tenantId, 'contract.agreed', { contractId: contract.id });
  await tell(ctx, contract.ownerId, 'contract.agreed', { contractId: contract.id });
  for (const { record } of await applicationStore.list(ctx.tx, keys.application.open.prefix(contract.tenantId))) {
    const application = await applicationStore.get(ctx.tx, record.id);
    if (application.status !== 'pending') continue;
    await closeApplication(ctx, { application, status: 'withdrawn' });
    await tell(ctx, application.ownerId, 'application.withdrawn', { applicationId: application.id });
  }
}
