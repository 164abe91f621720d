import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Review, reviewSchema } from './review.ts';

export const reviewStore = defineStore<Review>({
  name: 'review',
  schema: reviewSchema,
  key: keys.review.record,
  idOf: (review) => review.id,
  indexes: ({ id, propertyId, tenantId }) => [keys.review.property(propertyId, id), keys.review.tenant(tenantId, id)],
  guards: ({ contractId }) => [keys.review.once(contractId)],
  references: [
    { field: 'propertyId', entity: 'property' },
    { field: 'contractId', entity: 'contract' },
    { field: 'tenantId', entity: 'profile' },
  ],
});
