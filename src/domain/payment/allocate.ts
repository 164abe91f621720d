import { type Invoice, owedOn } from '../invoice/invoice.ts';
import type { Allocation } from './payment.ts';

/**
 * Where money goes (product 3.5): to the invoice it was meant for while that is owed, then to the contract's other
 * open invoices, oldest first, and what is left to the credit (`invoiceId: null`). Sums up to `amount` (rupiah).
 */
export function allocate(
  amount: number,
  invoices: readonly Pick<Invoice, 'id' | 'status' | 'amount' | 'lateFee' | 'paidAmount' | 'dueDate'>[],
  meantFor: string,
): Allocation[] {
  const byAge = [...invoices].sort((a, b) => {
    if ((a.id === meantFor) !== (b.id === meantFor)) return a.id === meantFor ? -1 : 1;
    return a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : a.id < b.id ? -1 : 1;
  });
  const allocations: Allocation[] = [];
  let left = amount;
  for (const invoice of byAge) {
    const share = Math.min(left, owedOn(invoice));
    if (share > 0) allocations.push({ invoiceId: invoice.id, amount: share });
    left -= share;
  }
  if (left > 0) allocations.push({ invoiceId: null, amount: left });
  return allocations;
}
