import { Temporal } from 'temporal-polyfill';
import type { Language } from './context.ts';
import type { Clock } from './ports.ts';

/** `YYYY-MM-DD`, a day in the configured zone. Two of them compare as strings. */
export type CivilDate = string;

const months: Record<Language, readonly string[]> = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const weekdays: Record<Language, readonly string[]> = {
  id: 'Senin Selasa Rabu Kamis Jumat Sabtu Minggu'.split(' '),
  en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
};
const indonesianZones: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Ujung_Pandang': 'WITA',
  'Asia/Jayapura': 'WIT',
};

const plain = (date: CivilDate): Temporal.PlainDate => Temporal.PlainDate.from(date, { overflow: 'reject' });
const zoned = (instant: string | number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime()).toZonedDateTimeISO(zone);
const two = (value: number): string => String(value).padStart(2, '0');

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

/** The instant (ISO UTC) of a wall-clock time `HH:MM` on a day in a zone. */
export const instantAt = (date: CivilDate, time: string, zone: string): string =>
  new Date(plain(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds).toISOString();

/** `2024-11-05` → `5 November 2024`. */
export function formatDate(date: CivilDate, language: Language): string {
  const { year, month, day } = plain(date);
  return `${day} ${monthName(month, language)} ${year}`;
}

/** `Selasa` / `Tuesday`. */
export const weekdayName = (date: CivilDate, language: Language): string =>
  weekdays[language][plain(date).dayOfWeek - 1] ?? '';

export const monthName = (month: number, language: Language): string => months[language][month - 1] ?? String(month);

/** `November 2024`. */
export const formatMonth = (year: number, month: number, language: Language): string =>
  `${monthName(month, language)} ${year}`;

/** WIB, WITA, WIT; elsewhere the offset, `UTC+08:00`. */
export const zoneLabel = (instant: string | number, zone: string): string =>
  indonesianZones[zone] ?? `UTC${zoned(instant, zone).offset}`;

/** `14.30 WIB`, from an instant (ISO UTC or ms). */
export function formatTime(instant: string | number, zone: string): string {
  const { hour, minute } = zoned(instant, zone);
  return `${two(hour)}.${two(minute)} ${zoneLabel(instant, zone)}`;
}

/** `5 November 2024, 14.30 WIB`, from an instant (ISO UTC or ms). */
export const formatDateTime = (instant: string | number, zone: string, language: Language): string =>
  `${formatDate(dateOf(instant, zone), language)}, ${formatTime(instant, zone)}`;
