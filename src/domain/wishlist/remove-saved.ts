import type { Ctx } from '../context.ts';
import { joinId } from '../entity-store.ts';
import { wishlistStore } from './wishlist-store.ts';

/** Takes a listing off the acting person's wishlist. False when it is not on it (any more): nothing changes. */
export async function removeSaved(ctx: Ctx, input: { propertyId: string }): Promise<boolean> {
  const { actor, tx } = ctx;
  if (!('userId' in actor)) return false;
  const entry = await wishlistStore.find(tx, joinId(actor.userId, input.propertyId));
  if (entry) wishlistStore.delete(tx, entry);
  return entry !== null;
}
