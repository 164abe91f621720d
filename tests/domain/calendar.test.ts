import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateInMonth,
  dateOf,
  daysBetween,
  daysInMonth,
  formatDate,
  formatDateTime,
  formatMonth,
  formatTime,
  isCivilDate,
  today,
  weekdayName,
} from '../../src/domain/calendar.ts';

const date = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe('calendar', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s + %i months = %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

  it.each([
    ['2026-01-31', '2026-03-01', 29],
    ['2026-03-01', '2026-01-31', -29],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-05-05', '2026-05-05', 0],
  ])('from %s to %s are %i days', (from, to, days) => expect(daysBetween(from, to)).toBe(days));

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '', '2026-02-30', 'besok', '20260101', '2026-01-01T00:00'])(
    '%s is no date',
    (text) => expect(isCivilDate(text)).toBe(false),
  );

  it('is a day earlier or later elsewhere', () => {
    expect(dateOf('2026-11-22T17:30:00.000Z', 'Asia/Jakarta')).toBe('2026-11-23');
    expect(dateOf('2026-11-22T17:30:00.000Z', 'UTC')).toBe('2026-11-22');
    expect(dateOf('2026-11-22T15:30:00.000Z', 'Asia/Jayapura')).toBe('2026-11-23');
    expect(today({ now: () => Date.parse('2026-11-22T16:59:59.999Z') }, 'Asia/Jakarta')).toBe('2026-11-22');
  });

  it('reads as in the product', () => {
    expect(formatDate('2024-11-05', 'id')).toBe('5 November 2024');
    expect(formatDate('2024-08-17', 'id')).toBe('17 Agustus 2024');
    expect(formatDate('2024-08-17', 'en')).toBe('17 August 2024');
    expect(formatMonth(2024, 5, 'id')).toBe('Mei 2024');
    expect(weekdayName('2024-11-05', 'id')).toBe('Selasa');
    expect(weekdayName('2024-11-10', 'en')).toBe('Sunday');
    expect(formatTime('2024-11-05T07:30:00Z', 'Asia/Jakarta')).toBe('14.30 WIB');
    expect(formatTime('2024-11-05T07:30:00Z', 'Asia/Makassar')).toBe('15.30 WITA');
    expect(formatTime('2024-11-05T07:05:00Z', 'Asia/Jayapura')).toBe('16.05 WIT');
    expect(formatTime('2024-11-05T07:05:00Z', 'Asia/Singapore')).toBe('15.05 GMT+8');
    expect(formatDateTime('2024-12-31T17:00:00Z', 'Asia/Jakarta', 'id')).toBe('1 Januari 2025, 00.00 WIB');
  });

  it('knows how long a month is', () => {
    expect(dateInMonth(2026, 2, 31)).toBe('2026-02-28');
    expect(daysInMonth('2024-02-10')).toBe(29);
  });

  it('adds days and counts them alike, and months keep the day or the last of the month', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -2000, max: 2000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
    fc.assert(
      fc.property(date, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const to = addMonths(from, months);
        expect(isCivilDate(to)).toBe(true);
        expect(Number(to.slice(8))).toBe(Math.min(Number(from.slice(8)), daysInMonth(to)));
      }),
    );
  });
});
