import { z } from 'zod';
import { sum } from '../money.ts';
import type { StatusTable } from '../status.ts';

export const invoiceStatuses = ['pending', 'paid', 'overdue', 'cancelled'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

export const invoiceTransitions: StatusTable<InvoiceStatus> = {
  pending: ['paid', 'overdue', 'cancelled'],
  overdue: ['paid', 'cancelled'],
  paid: [],
  cancelled: [],
};
export const invoiceItemSchema = z.object({
  kind: z.enum(['rent', 'deposit', 'charge', 'discount']),
  label: z.string().min(1).max(80),
  /** Rupiah; negative for a discount. */
  amount: z.int(),
});
export type InvoiceItem = z.infer<typeof invoiceItemSchema>;

export const paymentMethods = ['qris', 'manual', 'bank_transfer', 'gopay', 'shopeepay', 'cash', 'credit'] as const;

/** `invoice:{id}`. `month`, `year`, `monthNumber` and the number's month are those of the period's beginning. */
export const invoiceSchema = z.object({
  /** `INV-2024-11-001`; the last part grows beyond three digits when it must. */
  id: z.string().startsWith('INV-'),
  contractId: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  ownerId: z.string(),
  propertyId: z.string(),
  propertyName: z.string(),
  /** 1 for the first month of the contract. */
  period: z.int().min(1),
  /** Civil dates, both days included. */
  periodStart: z.iso.date(),
  periodEnd: z.iso.date(),
  /** `November 2024`. */
  month: z.string(),
  year: z.int(),
  monthNumber: z.int().min(1).max(12),
  items: z.array(invoiceItemSchema).min(1),
  /** Rupiah; the sum of the items. */
  amount: z.int().min(0),
  /** Civil date. */
  dueDate: z.iso.date(),
  status: z.enum(invoiceStatuses),
  paymentMethod: z.enum(paymentMethods).nullable().default(null),
  paidDate: z.iso.date().nullable().default(null),
  /** Rupiah. */
  paidAmount: z.int().min(0),
  /** Rupiah, apart from `amount`. */
  lateFee: z.int().min(0),
  description: z.string(),
  notes: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Invoice = z.infer<typeof invoiceSchema>;
/** A new one: without what is null at first. */
export type InvoiceInput = z.input<typeof invoiceSchema>;

/** Rupiah. */
export const sumOf = (items: readonly Pick<InvoiceItem, 'amount'>[]): number => sum(items.map(({ amount }) => amount));

export const isOpen = (invoice: Pick<Invoice, 'status'>): boolean =>
  invoice.status === 'pending' || invoice.status === 'overdue';

/** Rupiah still to pay; nothing is owed on an invoice that is paid or cancelled. */
export const owedOn = (invoice: Pick<Invoice, 'status' | 'amount' | 'lateFee' | 'paidAmount'>): number =>
  isOpen(invoice) ? Math.max(0, invoice.amount + invoice.lateFee - invoice.paidAmount) : 0;
