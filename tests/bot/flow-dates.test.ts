import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar, monthChoices, NO_DAY } from '../../src/bot/flow/steps/calendar.ts';
import { parseTypedDate } from '../../src/bot/flow/steps/typed-date.ts';
import { plainText } from '../../src/bot/ui/html.ts';
import { addDays, formatDate, weekdayName } from '../../src/domain/calendar.ts';

const today = '2024-11-04';

describe('a typed date', () => {
  it.each([
    ['5 desember', '2024-12-05'],
    ['5 Desember 2024', '2024-12-05'],
    ['tgl 5 des', '2024-12-05'],
    ['tanggal 5 Dec', '2024-12-05'],
    ['20 nov', '2024-11-20'],
    ['3 november', '2025-11-03'],
    ['5/12', '2024-12-05'],
    ['05-12-2024', '2024-12-05'],
    ['5.12.24', '2024-12-05'],
    ['2024-12-05', '2024-12-05'],
    ['hari ini', '2024-11-04'],
    ['Besok', '2024-11-05'],
    ['lusa', '2024-11-06'],
    ['tomorrow', '2024-11-05'],
    ['31 februari', null],
    ['29/2/2025', null],
    ['13/13', null],
    ['0/0', null],
    ['5', null],
    ['nanti', null],
    ['5 ju', null],
    ['', null],
    ['١٢/١٢', null],
  ])('%j: %s', (text, date) => {
    expect(parseTypedDate(text, today)).toBe(date);
  });

  it('reads back every date we write, in both languages', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000 }),
        fc.constantFrom('id' as const, 'en' as const),
        (days, language) => {
          const date = addDays('2020-01-01', days);
          expect(parseTypedDate(formatDate(date, language), today)).toBe(date);
        },
      ),
    );
  });

  it('never throws, and gives a real date or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const date = parseTypedDate(text, today);
        if (date !== null) expect(() => formatDate(date, 'id')).not.toThrow();
      }),
    );
  });
});

describe('the calendar', () => {
  it('offers each day of a range once, under its weekday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_500 }), (days) => {
        const now = addDays('2023-06-01', days);
        const range = { from: now, to: addDays(now, 90) };
        const offered: string[] = [];
        for (const { value: month } of monthChoices(range, 'id')) {
          const rows = calendar(month, range, 'id');
          for (const row of rows) expect(row).toHaveLength(7);
          for (const row of rows.slice(1)) {
            row.forEach(({ label, value }, column) => {
              if (value === NO_DAY) return;
              expect(Number(plainText(label))).toBe(Number(value.slice(8)));
              expect(rows[0]?.[column]?.label.markup).toBe(weekdayName(value, 'id').slice(0, 3));
              offered.push(value);
            });
          }
        }
        expect(offered).toEqual(Array.from({ length: 91 }, (_, i) => addDays(now, i)));
        expect(offered.at(-1)).toBe(range.to);
      }),
      { numRuns: 40 },
    );
  });
});
