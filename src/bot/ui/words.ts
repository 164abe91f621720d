import { formatDate, formatDateTime, formatMonth } from '../../domain/calendar.ts';
import type { Language } from '../../domain/context.ts';
import type { BotContext, Translate } from '../context.ts';
import type { OutboxView } from './outbox-view.ts';

/** Everything a view needs to word things for one person. */
export interface Words {
  t: Translate;
  language: Language;
  /** Civil date → `5 November 2024`. */
  date(date: string): string;
  /** Instant → `5 November 2024, 14.30 WIB`. */
  moment(instant: string): string;
  /** `November 2024`. */
  month(of: { year: number; monthNumber: number }): string;
}

const wordsIn = (t: Translate, language: Language, timezone: string): Words => ({
  t,
  language,
  date: (date) => formatDate(date, language),
  moment: (instant) => formatDateTime(instant, timezone, language),
  month: ({ year, monthNumber }) => formatMonth(year, monthNumber, language),
});

/** For the person who is being answered. */
export const wordsOf = (ctx: BotContext): Words => wordsIn(ctx.t, ctx.person.language, ctx.domain.timezone);

/** For the person something is delivered to. */
export const wordsFor = (view: OutboxView): Words => wordsIn(view.t, view.recipient?.language ?? 'id', view.timezone);
