import { defineStore, idParts, joinId, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { anyCity, type SavedSearch, savedSearchSchema } from './saved-search.ts';

const fromSeed: Migration = (value) => ({ updatedAt: value.lastUsed ?? null, ...value });

/** Its id is `joinId(userId, searchId)`. */
export const savedSearchStore = defineStore<SavedSearch>({
  name: 'saved-search',
  schema: savedSearchSchema,
  migrations: [fromSeed],
  key: (id) => keys.savedSearch.record(...idParts(id)),
  idOf: ({ userId, id }) => joinId(userId, id),
  indexes: ({ id, userId, filters, notificationEnabled }) =>
    notificationEnabled ? [keys.savedSearch.city(filters.city ?? anyCity, userId, id)] : [],
  references: [{ field: 'userId', entity: 'profile' }],
});
