import { defineStore, idParts, joinId, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Wishlist, wishlistSchema } from './wishlist.ts';

/** The seed's entries never changed after they were added. */
const fromSeed: Migration = (value) => ({ updatedAt: value.addedAt ?? null, ...value });

/** Its id is `joinId(userId, propertyId)`. */
export const wishlistStore = defineStore<Wishlist>({
  name: 'wishlist',
  schema: wishlistSchema,
  migrations: [fromSeed],
  key: (id) => keys.wishlist.record(...idParts(id)),
  idOf: ({ userId, propertyId }) => joinId(userId, propertyId),
  indexes: ({ userId, propertyId }) => [keys.wishlist.property(propertyId, userId)],
  references: [
    { field: 'userId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
});
