import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { ownerUpgradeSchema, ownerUpgradeTransitions } from './owner-upgrade.ts';

export const ownerUpgradeStore = defineStore({
  key: keys.ownerUpgrade.record,
  schema: ownerUpgradeSchema,
  transitions: ownerUpgradeTransitions,
  indexes: ({ status, userId }) => [keys.ownerUpgrade.status(status, userId)],
  references: [
    { field: 'userId', entity: 'profile' },
    { field: 'decidedBy', entity: 'profile' },
  ],
});
