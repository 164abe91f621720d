import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dateParts, daysBetween } from '../../src/domain/calendar.ts';
import { type Invoice, invoiceStatuses, invoiceTransitions, owedOn, sumOf } from '../../src/domain/invoice/invoice.ts';
import { dueDateOf, dueDayChoices, endDateOf, firstDueDate, periodOf } from '../../src/domain/invoice/periods.ts';
import { allocate } from '../../src/domain/payment/allocate.ts';
import { isAllowed } from '../../src/domain/status.ts';

const anyDate = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2023-01-01', days));

describe('status of an invoice', () => {
  const allowed = ['pending>paid', 'pending>overdue', 'pending>cancelled', 'overdue>paid', 'overdue>cancelled'];
  it.each(invoiceStatuses.flatMap((from) => invoiceStatuses.map((to) => [from, to] as const)))(
    '%s → %s',
    (from, to) => {
      expect(isAllowed(invoiceTransitions, from, to)).toBe(allowed.includes(`${from}>${to}`));
    },
  );
});

describe('periods', () => {
  it.each([
    ['2024-01-31', 1, '2024-01-31', '2024-02-28'],
    ['2024-01-31', 2, '2024-02-29', '2024-03-30'],
    ['2024-01-31', 3, '2024-03-31', '2024-04-29'],
    ['2023-01-31', 2, '2023-02-28', '2023-03-30'],
    ['2024-11-20', 1, '2024-11-20', '2024-12-19'],
    ['2024-01-01', 12, '2024-12-01', '2024-12-31'],
  ])('%s, period %i: %s to %s', (start, n, from, to) => {
    expect(periodOf(start, n)).toEqual({ start: from, end: to });
  });

  it('follow each other without gap or overlap and end with the contract', () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom(1, 3, 6, 12), (start, months) => {
        for (let n = 1; n < months; n++) {
          expect(addDays(periodOf(start, n).end, 1)).toBe(periodOf(start, n + 1).start);
        }
        expect(periodOf(start, 1).start).toBe(start);
        expect(endDateOf(start, months)).toBe(addDays(addMonths(start, months), -1));
      }),
    );
  });
});

describe('due dates', () => {
  it.each([
    ['2024-11-20', 20, '2024-11-20'],
    ['2024-11-20', 25, '2024-11-25'],
    ['2024-11-25', 3, '2024-12-03'],
    ['2024-12-30', 5, '2025-01-05'],
    ['2024-02-29', 31, '2024-02-29'],
    ['2024-01-31', 31, '2024-01-31'],
    ['2023-02-28', 30, '2023-02-28'],
  ])('period from %s, day %i: %s', (start, day, due) => {
    expect(dueDateOf(start, day)).toBe(due);
  });

  it('the start day and every choice fall within ten days of every period', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 24 }), (start, n) => {
        const choices = dueDayChoices(start);
        expect(choices[0]).toBe(dateParts(start).day);
        expect(new Set(choices).size).toBe(11);
        for (const day of choices) {
          const late = daysBetween(periodOf(start, n).start, dueDateOf(periodOf(start, n).start, day));
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('the first is due when the hold ends or on the start date if sooner', () => {
    expect(firstDueDate('2024-11-20', '2024-11-06')).toBe('2024-11-06');
    expect(firstDueDate('2024-11-05', '2024-11-06')).toBe('2024-11-05');
  });
});

describe('money', () => {
  const invoice = fc.record({
    id: fc.uuid(),
    status: fc.constantFrom(...invoiceStatuses),
    amount: fc.integer({ min: 1, max: 20_000_000 }),
    lateFee: fc.integer({ min: 0, max: 500_000 }),
    paidAmount: fc.integer({ min: 0, max: 20_000_000 }),
    dueDate: anyDate,
  });

  it('owed = amount + late fee − paid, never negative, nothing on what is paid or cancelled', () => {
    const base = { amount: 1_000, lateFee: 50, paidAmount: 300 };
    expect(owedOn({ ...base, status: 'pending' })).toBe(750);
    expect(owedOn({ ...base, status: 'overdue' })).toBe(750);
    expect(owedOn({ ...base, status: 'paid' })).toBe(0);
    expect(owedOn({ ...base, status: 'cancelled' })).toBe(0);
    expect(owedOn({ ...base, status: 'pending', paidAmount: 2_000 })).toBe(0);
    expect(sumOf([{ amount: 1_000 }, { amount: -200 }])).toBe(800);
  });

  it('places every rupiah: nothing lost, no invoice overpaid, the meant one first, then by age', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.uniqueArray(invoice, { selector: (i) => i.id, maxLength: 6 }),
        (amount, list) => {
          const meant = list[0]?.id ?? 'none';
          const parts = allocate(amount, list, meant);
          expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
          const owed = new Map(list.map((i) => [i.id, owedOn(i as Invoice)]));
          for (const { invoiceId, amount: share } of parts) {
            expect(share).toBeGreaterThan(0);
            if (invoiceId !== null) expect(share).toBeLessThanOrEqual(owed.get(invoiceId) ?? 0);
          }
          if ((owed.get(meant) ?? 0) > 0) expect(parts[0]?.invoiceId).toBe(meant);
          const credit = parts.find((part) => part.invoiceId === null)?.amount ?? 0;
          const total = [...owed.values()].reduce((a, b) => a + b, 0);
          expect(credit).toBe(Math.max(0, amount - total));
          const others = parts.map((p) => p.invoiceId).filter((id) => id !== null && id !== meant);
          const dates = others.map((id) => list.find((i) => i.id === id)?.dueDate ?? '');
          expect(dates).toEqual([...dates].sort());
        },
      ),
    );
  });
});
