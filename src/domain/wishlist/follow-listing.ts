import { isDeepStrictEqual } from 'node:util';
import type { Ctx } from '../context.ts';
import type { Follower } from '../follow.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import type { Property } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';
import { copiedFrom, heard, type News, newsOf, savedStanding, standingOf, type Wishlist } from './wishlist.ts';
import { wishlistStore } from './wishlist-store.ts';

declare module '../outbox.ts' {
  interface OutboxEvents {
    /** To who saved the listing. */
    'wishlist.changed': { propertyId: string; news: News[] };
  }
}

/** Entries in one commit: a listing that thousands saved is not one transaction. */
const PAGE = 50;

/** Everybody who saved the listing is told what is news to them, once; name, city and picture follow. */
export const followListing: Follower<Property> = async ({ run }, { id }) => {
  for (let after: string | null | undefined; after !== null; ) {
    after = await run((ctx) => followPage(ctx, id, after ?? undefined));
  }
};

/** Gives where the next page begins; null: this was the last one. */
async function followPage(ctx: Ctx, propertyId: string, after: string | undefined): Promise<string | null> {
  const { tx } = ctx;
  // As it stands in this very commit: what somebody saved meanwhile is never measured against an older one.
  const [property, found] = await Promise.all([
    propertyStore.find(tx, propertyId),
    wishlistStore.list(tx, keys.wishlist.property.prefix(propertyId), { limit: PAGE, ...(after ? { after } : {}) }),
  ]);
  if (!property) return null;
  const changed = found.flatMap(({ record }) => changeOf(record, property) ?? []);
  await tx.preload(changed.filter(({ news }) => news.length > 0).map(({ entry }) => keys.profile.record(entry.userId)));
  for (const { entry, next, news } of changed) {
    wishlistStore.update(tx, entry, { ...next, updatedAt: ctx.now });
    if (news.length > 0) await tell(ctx, entry.userId, 'wishlist.changed', { propertyId, news });
  }
  return found.length < PAGE ? null : (found.at(-1)?.cursor ?? null);
}

/** Null when the entry says all that there is to say. */
function changeOf(entry: Wishlist, property: Property): { entry: Wishlist; next: Wishlist; news: News[] } | null {
  const [before, now] = [entry.told ?? savedStanding(entry), standingOf(property)];
  const next: Wishlist = { ...entry, ...copiedFrom(property), told: heard(before, now) };
  const isSame = isDeepStrictEqual({ ...next, told: null }, { ...entry, told: null });
  if (isSame && isDeepStrictEqual(next.told, before)) return null;
  return { entry, next, news: newsOf(before, now) };
}
