import { requireSideOf, requireUser, type Side } from '../access.ts';
import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import type { Contract } from './contract.ts';
import { contractStore } from './contract-store.ts';

/** A contract for one of its two sides. Throws `common.not-found`, `common.not-allowed`. */
export async function getContract(
  ctx: Ctx,
  input: { contractId: string },
): Promise<{ contract: Contract; side: Side }> {
  const { record, side } = await requireSideOf(ctx, await contractStore.peek(ctx.tx, input.contractId));
  return { contract: record, side };
}

/** This tenant's contracts, newest first. */
export async function listOwnContracts(ctx: Ctx): Promise<Contract[]> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const page = await contractStore.list(ctx.tx, keys.contract.tenant.prefix(user.id), { reverse: true, limit: 50 });
  return page.map(({ record }) => record);
}
