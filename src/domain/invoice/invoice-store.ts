import { dateInMonth } from '../calendar.ts';
import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import { invoiceSchema, invoiceTransitions } from './invoice.ts';

/** By whole characters. */
const cutTo = (text: string, length: number): string =>
  [...text].slice(0, length).join('').slice(0, length).toWellFormed();

/** The seed's invoices are one line for one calendar month, which stands for the period that they don't tell. */
const fromSeed: Migration = (value) => {
  const { year, monthNumber, amount = null, description = '' } = value;
  if (typeof year !== 'number' || typeof monthNumber !== 'number') return value;
  const month = `${year}-${String(monthNumber).padStart(2, '0')}`;
  const label = typeof description === 'string' ? cutTo(description.trim(), 80) : '';
  const items: Json = [{ kind: 'rent', label: label || 'Sewa', amount }];
  return {
    period: year * 100 + monthNumber,
    periodStart: `${month}-01`,
    periodEnd: dateInMonth(year, monthNumber, 31),
    items,
    ...value,
  };
};

const idForm = /^INV-(\d{4})-(\d{2})-(\d+)$/;

export const invoiceStore = defineStore({
  key: keys.invoice.record,
  schema: invoiceSchema,
  transitions: invoiceTransitions,
  migrations: [fromSeed],
  indexes: ({ id, tenantId, ownerId, contractId, status, year, monthNumber }) => [
    keys.invoice.tenant(tenantId, id),
    keys.invoice.owner(ownerId, id),
    keys.invoice.contract(contractId, id),
    keys.invoice.status(status, id),
    keys.invoice.month(year, monthNumber, id),
  ],
  guards: ({ contractId, period }) => [keys.invoice.once(contractId, period)],
  counted: ({ id }) => {
    const [, year, month, number] = idForm.exec(id) ?? [];
    return number === undefined ? null : [keys.invoice.counter(Number(year), Number(month)), Number(number)];
  },
  references: [
    { field: 'contractId', entity: 'contract' },
    { field: 'tenantId', entity: 'profile' },
    { field: 'ownerId', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
  outlivesPeople: ({ status }) => status === 'paid' || status === 'cancelled',
});
