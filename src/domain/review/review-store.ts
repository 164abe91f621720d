import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { reviewSchema } from './review.ts';

export const reviewStore = defineStore({
  key: keys.review.record,
  schema: reviewSchema,
  indexes: ({ id, propertyId, tenantId }) => [keys.review.property(propertyId, id), keys.review.tenant(tenantId, id)],
  guards: ({ contractId }) => [keys.review.once(contractId)],
  references: [
    { field: 'propertyId', entity: 'property' },
    { field: 'contractId', entity: 'contract' },
    { field: 'tenantId', entity: 'profile' },
  ],
  outlivesPeople: () => true,
});
