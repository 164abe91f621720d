import type { Ctx } from '../context.ts';
import { joinId } from '../entity-store.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import { propertyStore } from '../property/property-store.ts';
import { MAX_SAVED, savedEntry } from './wishlist.ts';
import { wishlistStore } from './wishlist-store.ts';

/**
 * Saves a listing for the acting person; twice is one entry. `full`: there are `MAX_SAVED` already, nothing was saved.
 * Throws `property.not-active` (also for one that is not there), `common.not-allowed` for a guest and for one's own.
 */
export async function saveListing(ctx: Ctx, input: { propertyId: string }): Promise<'saved' | 'already' | 'full'> {
  const { actor, tx, now } = ctx;
  if (!('userId' in actor)) throw new DomainError('common.not-allowed');
  const { userId } = actor;
  const { propertyId } = input;
  const [others = []] = await tx.preload(
    [keys.property.record(propertyId), keys.wishlist.record(userId, propertyId)],
    [{ prefix: keys.wishlist.record.prefix(userId), limit: MAX_SAVED }],
  );
  if (await wishlistStore.find(tx, joinId(userId, propertyId))) return 'already';
  const property = await propertyStore.find(tx, propertyId);
  if (property?.status !== 'active') throw new DomainError('property.not-active');
  if (property.ownerId === userId) throw new DomainError('common.not-allowed');
  if (others.length >= MAX_SAVED) return 'full';
  wishlistStore.create(tx, savedEntry(userId, property, now));
  return 'saved';
}
