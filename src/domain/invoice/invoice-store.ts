import { dateInMonth } from '../calendar.ts';
import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import { type Invoice, invoiceSchema, invoiceTransitions } from './invoice.ts';

/** The seed's invoices are one line for one calendar month, which stands for the period that they don't tell. */
const fromSeed: Migration = (value) => {
  const { year, monthNumber, amount = null, description = '' } = value;
  if (typeof year !== 'number' || typeof monthNumber !== 'number') return value;
  const month = `${year}-${String(monthNumber).padStart(2, '0')}`;
  const items: Json = [{ kind: 'rent', label: description || 'Sewa', amount }];
  return {
    period: year * 100 + monthNumber,
    periodStart: `${month}-01`,
    periodEnd: dateInMonth(year, monthNumber, 31),
    items,
    ...value,
  };
};

export const invoiceStore = defineStore<Invoice>({
  name: 'invoice',
  schema: invoiceSchema,
  transitions: invoiceTransitions,
  migrations: [fromSeed],
  key: keys.invoice.record,
  idOf: (invoice) => invoice.id,
  indexes: ({ id, tenantId, ownerId, contractId, status, year, monthNumber }) => [
    keys.invoice.tenant(tenantId, id),
    keys.invoice.owner(ownerId, id),
    keys.invoice.contract(contractId, id),
    keys.invoice.status(status, id),
    keys.invoice.month(year, monthNumber, id),
  ],
  guards: ({ contractId, period }) => [keys.invoice.once(contractId, period)],
  references: [
    { field: 'contractId', entity: 'contract' },
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
});
