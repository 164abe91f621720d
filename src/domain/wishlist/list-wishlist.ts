import type { Ctx } from '../context.ts';
import { joinId } from '../entity-store.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { Property } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';
import { MAX_SAVED, type Wishlist } from './wishlist.ts';
import { wishlistStore } from './wishlist-store.ts';

/** Two saves side by side may both be the last one that has room. */
const READ = 2 * MAX_SAVED;

export interface SavedListing {
  entry: Wishlist;
  /** As it stands now; null: it is gone. */
  property: Property | null;
}

/**
 * A page of the acting person's wishlist, newest first. `page` counts from 1; one that is not there (any more) is the
 * last one. Throws `common.not-allowed` for a guest.
 */
export async function listWishlist(
  ctx: Ctx,
  input: { page: number; perPage: number },
): Promise<{ saved: SavedListing[]; page: number; pages: number; total: number }> {
  const { actor, tx } = ctx;
  if (!('userId' in actor)) throw new DomainError('common.not-allowed');
  const found = await wishlistStore.list(tx, keys.wishlist.record.prefix(actor.userId), { limit: READ });
  // What this very transaction took off is in the page still.
  const stored = await Promise.all(found.map(({ record }) => wishlistStore.peek(tx, wishlistStore.idOf(record))));
  const entries = stored
    .filter((entry) => entry !== null)
    .toSorted((a, b) => b.addedAt.localeCompare(a.addedAt) || b.propertyId.localeCompare(a.propertyId));
  const { perPage } = input;
  const pages = Math.max(1, Math.ceil(entries.length / perPage));
  const page = Math.min(Math.max(1, input.page), pages);
  const shown = entries.slice((page - 1) * perPage, page * perPage);
  await tx.preload(shown.map(({ propertyId }) => keys.property.record(propertyId)));
  const saved = await Promise.all(
    shown.map(async (entry) => ({ entry, property: await propertyStore.peek(tx, entry.propertyId) })),
  );
  return { saved, page, pages, total: entries.length };
}

/** Whether the acting person saved it; nobody knows of a guest. */
export async function isSaved(ctx: Ctx, input: { propertyId: string }): Promise<boolean> {
  const { actor, tx } = ctx;
  return 'userId' in actor && (await wishlistStore.peek(tx, joinId(actor.userId, input.propertyId))) !== null;
}
