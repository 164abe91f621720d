import type { Contract } from '../../domain/contract/contract.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { ContractPeople } from './contract-view.ts';

/** Who is who in a contract, for one of its two sides. */
export async function contractPeople(tx: Tx, contract: Contract, viewer: Profile | null): Promise<ContractPeople> {
  const [owner, name] = await Promise.all([
    profileStore.peek(tx, contract.ownerId),
    ownerName(tx, { ownerId: contract.ownerId, fallback: contract.ownerName }),
  ]);
  return {
    side: viewer?.id === contract.ownerId ? 'owner' : 'tenant',
    ownerName: name,
    ownerPhone: owner?.phone ?? null,
  };
}
