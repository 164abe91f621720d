import type { Tx } from '../transaction.ts';
import { ownerProfileStore, profileStore } from './profile-store.ts';

/** How an owner is called: `Bu Susi`, or the name alone. Plain text. */
export async function ownerName(tx: Tx, owner: { ownerId: string; fallback: string }): Promise<string> {
  const [profile, details] = await Promise.all([
    profileStore.peek(tx, owner.ownerId),
    ownerProfileStore.peek(tx, owner.ownerId),
  ]);
  const name = profile?.name ?? owner.fallback;
  const salutation = details?.salutation;
  return salutation && !name.startsWith(`${salutation} `) ? `${salutation} ${name}` : name;
}
