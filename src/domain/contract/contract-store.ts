import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { readPhone } from '../phone.ts';
import type { Json } from '../ports.ts';
import { contractSchema, contractTransitions, isHeld, roomNumberOf } from './contract.ts';

const read = (value: Json | undefined, reading: (text: string) => string): Json =>
  typeof value === 'string' ? reading(value) : (value ?? null);
const withPhone = (value: Json | undefined): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? { ...value, phone: read(value.phone, readPhone) }
    : (value ?? null);

/**
 * The seed's contracts were agreed when they were made, in listings of one room type. Phones and the room number are
 * as people typed them: one spelling per room, or its guard would let it twice.
 */
const fromSeed: Migration = (value) => ({
  applicationId: null,
  ownerName: '',
  roomTypeId: 'r1',
  forWhom: null,
  occupantGender: null,
  occupation: null,
  acceptedAt: value.createdAt ?? null,
  ...value,
  tenantPhone: read(value.tenantPhone, readPhone),
  emergencyContact: withPhone(value.emergencyContact),
  roomNumber: read(value.roomNumber, (text) => roomNumberOf(text) ?? text),
});

export const contractStore = defineStore({
  key: keys.contract.record,
  schema: contractSchema,
  transitions: contractTransitions,
  migrations: [fromSeed],
  indexes: ({ id, tenantId, ownerId, propertyId, status }) => [
    keys.contract.tenant(tenantId, id),
    keys.contract.owner(ownerId, id),
    keys.contract.property(propertyId, id),
    keys.contract.status(status, id),
  ],
  guards: ({ propertyId, roomNumber, status }) =>
    status === 'active' ? [keys.contract.room(propertyId, roomNumber)] : [],
  references: [
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
    { field: 'applicationId', entity: 'application' },
  ],
  outlivesPeople: ({ status }) => status !== 'active',
  agenda: (contract) =>
    isHeld(contract) && contract.holdUntil !== null ? [{ kind: 'expire-hold', at: contract.holdUntil }] : [],
});
