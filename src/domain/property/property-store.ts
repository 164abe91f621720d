import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Property, propertySchema, propertyTransitions } from './property.ts';
import { type PropertyRevision, propertyRevisionSchema } from './property-revision.ts';

/** The seed's listings had no room types: their one price and count is one. */
const fromSeed: Migration = (value) => {
  const { pricePerMonth = null, totalRooms = null, availableRooms = null } = value;
  return { roomTypes: [{ id: 'r1', name: 'Kamar', pricePerMonth, totalRooms, availableRooms }], ...value };
};

export const propertyStore = defineStore<Property>({
  name: 'property',
  schema: propertySchema,
  transitions: propertyTransitions,
  migrations: [fromSeed],
  key: keys.property.record,
  idOf: (property) => property.id,
  indexes: ({ id, ownerId, city, status, type }) => [
    keys.property.owner(ownerId, id),
    keys.property.city(city, id),
    keys.property.status(status, id),
    keys.property.type(type, id),
  ],
  references: [{ field: 'ownerId', entity: 'profile' }],
});

export const propertyRevisionStore = defineStore<PropertyRevision>({
  name: 'property-revision',
  schema: propertyRevisionSchema,
  key: keys.property.revision,
  idOf: (revision) => revision.propertyId,
  references: [
    { field: 'propertyId', entity: 'property' },
    { field: 'ownerId', entity: 'profile' },
  ],
});
