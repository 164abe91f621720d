import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Invoice, invoiceSchema, invoiceTransitions } from './invoice.ts';

export const invoiceStore = defineStore<Invoice>({
  transitions: invoiceTransitions,
  schema: invoiceSchema,
  key: keys.invoice.record,
  idOf: (invoice) => invoice.id,
  indexes: ({ id, tenantId, ownerId, contractId, status, year, monthNumber }) => [
    keys.invoice.tenant(tenantId, id),
    keys.invoice.owner(ownerId, id),
    keys.invoice.contract(contractId, id),
    keys.invoice.status(status, id),
    keys.invoice.month(year, monthNumber, id),
  ],
});
