import { START_WITHIN_DAYS } from '../../domain/application/application.ts';
import {
  addDays,
  addMonths,
  type CivilDate,
  dateInMonth,
  dateParts,
  daysBetween,
  daysInMonth,
  formatMonth,
  isCivilDate,
  monthName,
  weekdayName,
} from '../../domain/calendar.ts';
import type { Language } from '../../domain/context.ts';
import type { Choice } from '../flow/flow.ts';
import { html } from '../ui/html.ts';

/** Header and blanks of the calendar: buttons, because Telegram has nothing else, that choose nothing. */
export const NO_DAY = '-';

export const lastStart = (today: CivilDate): CivilDate => addDays(today, START_WITHIN_DAYS);
export const mayStartOn = (date: CivilDate, today: CivilDate): boolean => date >= today && date <= lastStart(today);

/** The months in which a rent may begin: `2024-11` → `November 2024`. */
export function monthChoices(today: CivilDate, language: Language): Choice[] {
  const choices: Choice[] = [];
  const { year, month } = dateParts(today);
  for (let first = dateInMonth(year, month, 1); first <= lastStart(today); first = addMonths(first, 1)) {
    const parts = dateParts(first);
    choices.push({ label: html`${formatMonth(parts.year, parts.month, language)}`, value: first.slice(0, 7) });
  }
  return choices;
}

/** A month as a calendar: weekdays on top, days that cannot be chosen left blank. `month` is `YYYY-MM`. */
export function calendar(month: string, today: CivilDate, language: Language): Choice[][] {
  const first = `${month}-01`;
  const monday = '2024-01-01';
  const header = Array.from({ length: 7 }, (_, i) => ({
    label: html`${weekdayName(addDays(monday, i), language).slice(0, 3)}`,
    value: NO_DAY,
  }));
  const blanks = ((daysBetween(monday, first) % 7) + 7) % 7;
  const days = Array.from({ length: daysInMonth(first) }, (_, i) => addDays(first, i));
  const cells: Choice[] = [
    ...Array.from({ length: blanks }, () => ({ label: html`·`, value: NO_DAY })),
    ...days.map((date, i) =>
      mayStartOn(date, today) ? { label: html`${i + 1}`, value: date } : { label: html`·`, value: NO_DAY },
    ),
  ];
  while (cells.length % 7 > 0) cells.push({ label: html`·`, value: NO_DAY });
  const rows: Choice[][] = [];
  for (let i = 0; i < cells.length; i += 7) rows.push(cells.slice(i, i + 7));
  return [header, ...rows.filter((row) => row.some(({ value }) => value !== NO_DAY))];
}

const monthNumber = (word: string): number | null => {
  for (const language of ['id', 'en'] as const) {
    for (let month = 1; month <= 12; month++) {
      const name = monthName(month, language).toLowerCase();
      if (name === word || (word.length >= 3 && name.startsWith(word))) return month;
    }
  }
  return null;
};

/**
 * A date as people type it: `5 desember`, `5/12`, `05-12-2026`, `2026-12-05`, `besok`. Without a year it is the next
 * such day. Null when it is none.
 */
export function parseTypedDate(text: string, today: CivilDate): CivilDate | null {
  const typed = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (['hari ini', 'sekarang', 'today', 'now'].includes(typed)) return today;
  if (['besok', 'tomorrow'].includes(typed)) return addDays(today, 1);
  if (['lusa', 'day after tomorrow'].includes(typed)) return addDays(today, 2);
  if (isCivilDate(typed)) return typed;
  const numeric = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/.exec(typed);
  const worded = /^(?:tanggal |tgl\.? )?(\d{1,2}) ([a-z]{3,})\.?(?:,? (\d{4}))?$/.exec(typed);
  const found = numeric ?? worded;
  if (!found) return null;
  const day = Number(found[1]);
  const month = numeric ? Number(found[2]) : monthNumber(found[2] ?? '');
  if (month === null) return null;
  const dated = (year: number): string => `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
  if (found[3] !== undefined) {
    const date = dated(found[3].length === 2 ? 2000 + Number(found[3]) : Number(found[3]));
    return isCivilDate(date) ? date : null;
  }
  const { year } = dateParts(today);
  const here = dated(year);
  if (isCivilDate(here) && here >= today) return here;
  const next = dated(year + 1);
  return isCivilDate(next) ? next : null;
}
