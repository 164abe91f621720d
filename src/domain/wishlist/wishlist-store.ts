import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { wishlistSchema } from './wishlist.ts';

/** The seed's entries never changed after they were added. */
const fromSeed: Migration = (value) => ({ updatedAt: value.addedAt ?? null, ...value });

/** Its id is `joinId(userId, propertyId)`. */
export const wishlistStore = defineStore({
  key: keys.wishlist.record,
  schema: wishlistSchema,
  migrations: [fromSeed],
  indexes: ({ userId, propertyId }) => [keys.wishlist.property(propertyId, userId)],
  references: [
    { field: 'userId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
});
