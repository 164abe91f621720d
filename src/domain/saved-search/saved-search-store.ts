import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { anyCity, savedSearchSchema } from './saved-search.ts';

/** The seed's filters say "not asked for" by an empty text, and no highest price by 0. */
const fromSeed: Migration = (value) => {
  const { filters } = value;
  const isObject = filters !== null && typeof filters === 'object' && !Array.isArray(filters);
  const asked = Object.entries(isObject ? filters : {}).filter(
    ([name, wish]) => wish !== '' && !(name === 'maxPrice' && wish === 0),
  );
  return {
    updatedAt: value.lastUsed ?? null,
    ...value,
    filters: isObject ? Object.fromEntries(asked) : (filters ?? null),
  };
};

/** Its id is `joinId(userId, searchId)`. */
export const savedSearchStore = defineStore({
  key: keys.savedSearch.record,
  schema: savedSearchSchema,
  migrations: [fromSeed],
  indexes: ({ id, userId, filters, notificationEnabled }) =>
    notificationEnabled ? [keys.savedSearch.city(filters.city ?? anyCity, userId, id)] : [],
  references: [{ field: 'userId', entity: 'profile' }],
});
