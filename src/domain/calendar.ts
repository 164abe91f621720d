import { Temporal } from 'temporal-polyfill';
import type { Language } from './context.ts';
import type { Clock } from './ports.ts';

/** `YYYY-MM-DD`, a day in the configured zone. Two of them compare as strings. */
export type CivilDate = string;

/** English as it is written here: the day before the month. */
const locales: Record<Language, string> = { id: 'id', en: 'en-GB' };
type Parts = 'date' | 'month' | 'monthName' | 'weekday';
const shown: Record<Parts, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  monthName: { month: 'long' },
  weekday: { weekday: 'long' },
};
/** Making a formatter costs much more than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([locale, options]);
  const known = formatters.get(name) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(name, known);
  return known;
}
const formatDay = (date: CivilDate, language: Language, parts: Parts): string =>
  formatter(locales[language], { ...shown[parts], timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

const plain = (date: CivilDate): Temporal.PlainDate => Temporal.PlainDate.from(date, { overflow: 'reject' });
const zoned = (instant: string | number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime()).toZonedDateTimeISO(zone);

export function isCivilDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    plain(value);
    return true;
  } catch {
    return false;
  }
}

/** The day an instant (ISO UTC or ms) falls on in a zone. */
export const dateOf = (instant: string | number, zone: string): CivilDate =>
  zoned(instant, zone).toPlainDate().toString();

/** An instant (ISO UTC) so many milliseconds later. */
export const addMs = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

export const today = (clock: Clock, zone: string): CivilDate => dateOf(clock.now(), zone);

export const addDays = (date: CivilDate, days: number): CivilDate => plain(date).add({ days }).toString();

/** Keeps the day of the month where it exists, else the month's last: 31 January + 1 = 28 February. */
export const addMonths = (date: CivilDate, count: number): CivilDate =>
  plain(date).add({ months: count }, { overflow: 'constrain' }).toString();

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number => plain(from).until(plain(to)).days;

export const daysInMonth = (date: CivilDate): number => plain(date).daysInMonth;

/** Year, month (1–12) and day as numbers. */
export function dateParts(date: CivilDate): { year: number; month: number; day: number } {
  const { year, month, day } = plain(date);
  return { year, month, day };
}

/** The date in this month; a day past the month's end becomes its last. */
export const dateInMonth = (year: number, month: number, day: number): CivilDate =>
  Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).toString();

/** `2024-11-05` → `5 November 2024`. */
export const formatDate = (date: CivilDate, language: Language): string => formatDay(date, language, 'date');

/** `Selasa` / `Tuesday`. */
export const weekdayName = (date: CivilDate, language: Language): string => formatDay(date, language, 'weekday');

/** `November`, of 1–12. */
export const monthName = (month: number, language: Language): string =>
  formatDay(dateInMonth(2024, month, 1), language, 'monthName');

/** `November 2024`. */
export const formatMonth = (year: number, month: number, language: Language): string =>
  formatDay(dateInMonth(year, month, 1), language, 'month');

/** `14.30 WIB` (WITA, WIT, elsewhere `GMT+8`), from an instant (ISO UTC or ms). The same in both languages. */
export const formatTime = (instant: string | number, zone: string): string =>
  formatter('id', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone: zone,
  }).format(new Date(instant));

/** `5 November 2024, 14.30 WIB`, from an instant (ISO UTC or ms). */
export const formatDateTime = (instant: string | number, zone: string, language: Language): string =>
  `${formatDate(dateOf(instant, zone), language)}, ${formatTime(instant, zone)}`;
