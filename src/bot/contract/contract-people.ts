import type { Side } from '../../domain/access.ts';
import type { Contract } from '../../domain/contract/contract.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { ContractPeople } from './contract-view.ts';

/** Who is who in a contract, for one of its two sides. */
export async function contractPeople(tx: Tx, contract: Contract, side: Side): Promise<ContractPeople> {
  const [owner, name] = await Promise.all([
    profileStore.peek(tx, contract.ownerId),
    ownerName(tx, { ownerId: contract.ownerId, fallback: contract.ownerName }),
  ]);
  return {
    side,
    ownerName: name,
    ownerPhone: owner?.phone ?? null,
  };
}
