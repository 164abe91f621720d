import type { Application } from '../../domain/application/application.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';
import { ownerCard } from './application-view.ts';

/** The owner's card with what it needs to know of people. */
export async function cardFor(words: Words, tx: Tx, application: Application): Promise<OutMessage> {
  const [tenant, owner] = await Promise.all([
    profileStore.peek(tx, application.tenantId),
    ownerName(tx, { ownerId: application.ownerId, fallback: '' }),
  ]);
  return ownerCard(words, application, { ownerName: owner, phoneVerified: tenant?.phoneVerified ?? false });
}
