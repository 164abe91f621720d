import { type CivilDate, dateParts, formatMonth } from '../calendar.ts';
import type { Contract } from '../contract/contract.ts';
import { type Invoice, type InvoiceInput, type InvoiceItem, invoiceSchema, sumOf } from './invoice.ts';
import { firstDueDate, periodOf } from './periods.ts';

/** `INV-2024-11-` and the number within the month: the month is that of the period's beginning. */
export const invoiceIdOf = (year: number, month: number, number: string): string =>
  `INV-${year}-${String(month).padStart(2, '0')}-${number}`;

/**
 * A contract's first invoice: the first month's rent and the deposit as its own line. Stored labels are
 * Indonesian, as in the seed; views word them by `kind`.
 */
export function firstInvoice(contract: Contract, facts: { number: string; holdEnds: CivilDate; now: string }): Invoice {
  const period = periodOf(contract.startDate, 1);
  const { year, month: monthNumber } = dateParts(period.start);
  const month = formatMonth(year, monthNumber, 'id');
  const items: InvoiceItem[] = [{ kind: 'rent', label: `Sewa ${month}`, amount: contract.monthlyRent }];
  if (contract.deposit > 0) items.push({ kind: 'deposit', label: 'Deposit', amount: contract.deposit });
  return invoiceSchema.parse({
    id: invoiceIdOf(year, monthNumber, facts.number),
    contractId: contract.id,
    tenantId: contract.tenantId,
    tenantName: contract.tenantName,
    ownerId: contract.ownerId,
    propertyId: contract.propertyId,
    propertyName: contract.propertyName,
    period: 1,
    periodStart: period.start,
    periodEnd: period.end,
    month,
    year,
    monthNumber,
    items,
    amount: sumOf(items),
    dueDate: firstDueDate(contract.startDate, facts.holdEnds),
    status: 'pending',
    paidAmount: 0,
    lateFee: 0,
    description: `Sewa bulan ${month}`,
    notes: '',
    createdAt: facts.now,
    updatedAt: facts.now,
  } satisfies InvoiceInput);
}
