import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Contract, contractSchema, contractTransitions, isHeld } from './contract.ts';

export const contractStore = defineStore<Contract>({
  transitions: contractTransitions,
  schema: contractSchema,
  key: keys.contract.record,
  idOf: (contract) => contract.id,
  indexes: ({ id, tenantId, ownerId, propertyId, status }) => [
    keys.contract.tenant(tenantId, id),
    keys.contract.owner(ownerId, id),
    keys.contract.property(propertyId, id),
    keys.contract.status(status, id),
  ],
  agenda: (contract) =>
    isHeld(contract) && contract.holdUntil !== null ? [{ kind: 'expire-hold', at: contract.holdUntil }] : [],
});
