import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Property, propertySchema, propertyTransitions } from './property.ts';

export const propertyStore = defineStore<Property>({
  transitions: propertyTransitions,
  schema: propertySchema,
  key: keys.property.record,
  idOf: (property) => property.id,
  indexes: ({ id, ownerId, city, status, type }) => [
    keys.property.owner(ownerId, id),
    keys.property.city(city, id),
    keys.property.status(status, id),
    keys.property.type(type, id),
  ],
});
