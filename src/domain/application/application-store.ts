import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { applicationSchema, applicationTransitions } from './application.ts';

export const applicationStore = defineStore({
  key: keys.application.record,
  schema: applicationSchema,
  transitions: applicationTransitions,
  indexes: ({ id, tenantId, ownerId, propertyId, status }) => [
    keys.application.tenant(tenantId, id),
    keys.application.owner(ownerId, id),
    keys.application.property(propertyId, id),
    keys.application.status(status, id),
    ...(status === 'pending' ? [keys.application.toDecide(ownerId, id)] : []),
  ],
  guards: ({ tenantId, propertyId, status }) =>
    status === 'pending' ? [keys.application.open(tenantId, propertyId)] : [],
  references: [
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
    { field: 'decidedBy', entity: 'profile' },
    { field: 'contractId', entity: 'contract' },
  ],
  outlivesPeople: ({ status }) => status !== 'pending',
  agenda: ({ status, expiresAt }) => (status === 'pending' ? [{ kind: 'expire-application', at: expiresAt }] : []),
});
