import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { propertySchema, propertyTransitions } from './property.ts';
import { propertyRevisionSchema } from './property-revision.ts';

/** The seed's listings had no room types: their one price and count is one. */
const fromSeed: Migration = (value) => {
  const { pricePerMonth = null, totalRooms = null, availableRooms = null } = value;
  return { roomTypes: [{ id: 'r1', name: 'Kamar', pricePerMonth, totalRooms, availableRooms }], ...value };
};

export const propertyStore = defineStore({
  key: keys.property.record,
  schema: propertySchema,
  transitions: propertyTransitions,
  migrations: [fromSeed],
  indexes: ({ id, ownerId, city, status, type }) => [
    keys.property.owner(ownerId, id),
    keys.property.city(city, id),
    keys.property.status(status, id),
    keys.property.type(type, id),
  ],
  followed: {
    kind: 'follow-property',
    fields: ['name', 'city', 'district', 'images', 'pricePerMonth', 'availableRooms', 'status'],
  },
  references: [{ field: 'ownerId', entity: 'profile' }],
  outlivesPeople: ({ status }) => status !== 'active',
});

export const propertyRevisionStore = defineStore({
  key: keys.property.revision,
  schema: propertyRevisionSchema,
  references: [
    { field: 'propertyId', entity: 'property' },
    { field: 'ownerId', entity: 'profile' },
  ],
});
