import { addDays, type CivilDate, dateParts, isCivilDate, monthName } from '../../../domain/calendar.ts';

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
