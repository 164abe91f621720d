import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type OwnerUpgrade, ownerUpgradeSchema, ownerUpgradeTransitions } from './owner-upgrade.ts';

export const ownerUpgradeStore = defineStore<OwnerUpgrade>({
  name: 'owner-upgrade',
  schema: ownerUpgradeSchema,
  transitions: ownerUpgradeTransitions,
  key: keys.ownerUpgrade.record,
  idOf: (upgrade) => upgrade.userId,
  indexes: ({ status, userId }) => [keys.ownerUpgrade.status(status, userId)],
  references: [
    { field: 'userId', entity: 'profile' },
    { field: 'decidedBy', entity: 'profile' },
  ],
});
