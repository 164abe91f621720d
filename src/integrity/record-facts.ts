import type { Invoice } from '../domain/invoice/invoice.ts';
import { sumOf } from '../domain/invoice/invoice.ts';
import { sum } from '../domain/money.ts';
import type { Credit } from '../domain/payment/credit.ts';
import type { Payment } from '../domain/payment/payment.ts';
import { type Property, withRoomTypes } from '../domain/property/property.ts';

/** What a record says of itself that cannot be, by itself alone. */
export interface WrongFact {
  kind: 'money' | 'rooms';
  what: string;
}

const money = (what: string): WrongFact => ({ kind: 'money', what });

function ofInvoice(invoice: Invoice): WrongFact[] {
  const wrong: WrongFact[] = [];
  const items = sumOf(invoice.items);
  if (items !== invoice.amount) wrong.push(money(`amount is ${invoice.amount}, its items are ${items}`));
  const { status, amount, lateFee, paidAmount } = invoice;
  const left = amount + lateFee - paidAmount;
  if (status === 'paid' && left > 0) wrong.push(money(`paid, and ${left} is owed`));
  if (left < 0) wrong.push(money(`paid ${-left} more than was owed`));
  if (paidAmount > 0 && left === 0 && status !== 'paid' && status !== 'cancelled') {
    wrong.push(money(`${status}, and nothing is owed`));
  }
  return wrong;
}

/** Rupiah of the payment that went to the tenant's credit. */
export const toCredit = ({ allocations }: Pick<Payment, 'allocations'>): number =>
  sum(allocations.filter(({ invoiceId }) => invoiceId === null).map(({ amount }) => amount));

function ofPayment({ status, amount, allocations }: Payment): WrongFact[] {
  const placed = sum(allocations.map((allocation) => allocation.amount));
  if (status === 'success' && placed !== amount) return [money(`${amount} came, ${placed} is placed`)];
  if (status !== 'success' && placed !== 0) return [money(`${status}, and ${placed} is placed`)];
  return [];
}

function ofCredit({ balance, entries }: Credit): WrongFact[] {
  const total = sum(entries.map(({ amount }) => amount));
  return balance === total ? [] : [money(`balance is ${balance}, its entries are ${total}`)];
}

function ofProperty(property: Property): WrongFact[] {
  const right = withRoomTypes(property, property.roomTypes);
  const fields = ['pricePerMonth', 'totalRooms', 'availableRooms'] as const;
  return fields
    .filter((field) => property[field] !== right[field])
    .map((field) => ({ kind: 'rooms', what: `${field} is ${property[field]}, of its room types ${right[field]}` }));
}

const checks: Record<string, (record: never) => WrongFact[]> = {
  invoice: ofInvoice,
  payment: ofPayment,
  credit: ofCredit,
  property: ofProperty,
};

export const wrongFacts = (entityName: string, record: Record<string, unknown>): WrongFact[] =>
  checks[entityName]?.(record as never) ?? [];
