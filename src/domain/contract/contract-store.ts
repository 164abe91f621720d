import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Contract, contractSchema, contractTransitions, isHeld } from './contract.ts';

/** The seed's contracts were agreed when they were made, in listings of one room type. */
const fromSeed: Migration = (value) => ({
  applicationId: null,
  ownerName: '',
  roomTypeId: 'r1',
  forWhom: null,
  occupantGender: null,
  occupation: null,
  acceptedAt: value.createdAt ?? null,
  holdUntil: null,
  endReason: null,
  endedAt: null,
  ...value,
});

export const contractStore = defineStore<Contract>({
  name: 'contract',
  schema: contractSchema,
  transitions: contractTransitions,
  migrations: [fromSeed],
  key: keys.contract.record,
  idOf: (contract) => contract.id,
  indexes: ({ id, tenantId, ownerId, propertyId, status }) => [
    keys.contract.tenant(tenantId, id),
    keys.contract.owner(ownerId, id),
    keys.contract.property(propertyId, id),
    keys.contract.status(status, id),
  ],
  guards: ({ propertyId, roomNumber, status }) =>
    status === 'active' ? [keys.property.room(propertyId, roomNumber)] : [],
  references: [
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
    { field: 'applicationId', entity: 'application' },
  ],
  agenda: (contract) =>
    isHeld(contract) && contract.holdUntil !== null ? [{ kind: 'expire-hold', at: contract.holdUntil }] : [],
});
