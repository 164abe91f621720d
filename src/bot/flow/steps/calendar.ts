import {
  addDays,
  addMonths,
  type CivilDate,
  dateInMonth,
  dateParts,
  daysBetween,
  daysInMonth,
  formatMonth,
  weekdayName,
} from '../../../domain/calendar.ts';
import type { Language } from '../../../domain/context.ts';
import { html } from '../../ui/html.ts';
import type { Choice } from '../flow.ts';

/** Header and blanks of the calendar: buttons, because Telegram has nothing else, that choose nothing. */
export const NO_DAY = '-';

/** Civil dates, both included. */
export interface DateRange {
  from: CivilDate;
  to: CivilDate;
}

export const isWithin = (date: CivilDate, { from, to }: DateRange): boolean => date >= from && date <= to;

/** The months of a range: `2024-11` → `November 2024`. */
export function monthChoices({ from, to }: DateRange, language: Language): Choice[] {
  const choices: Choice[] = [];
  const { year, month } = dateParts(from);
  for (let first = dateInMonth(year, month, 1); first <= to; first = addMonths(first, 1)) {
    const parts = dateParts(first);
    choices.push({ label: html`${formatMonth(parts.year, parts.month, language)}`, value: first.slice(0, 7) });
  }
  return choices;
}

/** A month (`YYYY-MM`) as a calendar: weekdays on top, days outside the range left blank. */
export function calendar(month: string, range: DateRange, language: Language): Choice[][] {
  const first = `${month}-01`;
  const monday = '2024-01-01';
  const header = Array.from({ length: 7 }, (_, i) => ({
    label: html`${weekdayName(addDays(monday, i), language).slice(0, 3)}`,
    value: NO_DAY,
  }));
  const blank: Choice = { label: html`·`, value: NO_DAY };
  const blanks = ((daysBetween(monday, first) % 7) + 7) % 7;
  const days = Array.from({ length: daysInMonth(first) }, (_, i) => addDays(first, i));
  const cells: Choice[] = [
    ...Array.from({ length: blanks }, () => blank),
    ...days.map((date, i) => (isWithin(date, range) ? { label: html`${i + 1}`, value: date } : blank)),
  ];
  while (cells.length % 7 > 0) cells.push(blank);
  const rows: Choice[][] = [];
  for (let i = 0; i < cells.length; i += 7) rows.push(cells.slice(i, i + 7));
  return [header, ...rows.filter((row) => row.some(({ value }) => value !== NO_DAY))];
}
