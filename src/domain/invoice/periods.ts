import { addDays, addMonths, type CivilDate, dateInMonth, dateParts } from '../calendar.ts';

/** How many days after a period's beginning its rent may be due. */
export const DUE_WITHIN_DAYS = 10;
const LONGEST_MONTH = 31;

export interface Period {
  /** Civil dates, both days included. */
  start: CivilDate;
  end: CivilDate;
}

/**
 * The n-th month (from 1) of a contract: it begins on the start date's day, in shorter months on their last
 * (31 January, 28 February, 31 March), and ends the day before the next begins.
 */
export const periodOf = (startDate: CivilDate, n: number): Period => ({
  start: addMonths(startDate, n - 1),
  end: addDays(addMonths(startDate, n), -1),
});

/** The last day of a contract of so many months. */
export const endDateOf = (startDate: CivilDate, months: number): CivilDate => periodOf(startDate, months).end;

/** The first day `paymentDueDay` on or after the period's beginning; shorter months take their last day. */
export function dueDateOf(periodStart: CivilDate, paymentDueDay: number): CivilDate {
  const { year, month } = dateParts(periodStart);
  const here = dateInMonth(year, month, paymentDueDay);
  if (here >= periodStart) return here;
  const next = dateParts(addMonths(dateInMonth(year, month, 1), 1));
  return dateInMonth(next.year, next.month, paymentDueDay);
}

/**
 * Days of the month an owner may choose: the start day (the default, first) and those that are at most
 * ten days later in every month of the year.
 */
export function dueDayChoices(startDate: CivilDate): number[] {
  const { day } = dateParts(startDate);
  const later = Array.from({ length: DUE_WITHIN_DAYS }, (_, i) => day + i + 1);
  return [day, ...later.map((d) => (d > LONGEST_MONTH ? d - LONGEST_MONTH : d))];
}

/** The first invoice: due when the hold ends, or on the start date if that is sooner. */
export const firstDueDate = (startDate: CivilDate, holdEnds: CivilDate): CivilDate =>
  startDate < holdEnds ? startDate : holdEnds;
