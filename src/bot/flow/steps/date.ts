import { z } from 'zod';
import { today } from '../../../domain/calendar.ts';
import type { BotContext } from '../../context.ts';
import { type Html, plainText } from '../../ui/html.ts';
import type { Accepted, Answers, FlowInput, Step } from '../flow.ts';
import { calendar, type DateRange, isWithin, monthChoices, NO_DAY } from './calendar.ts';
import { choiceRows } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';
import { parseTypedDate } from './typed-date.ts';

export interface DateOptions<A extends Answers> extends StepOptions<A> {
  /** Once a month was chosen. */
  askDay(ctx: BotContext, answers: Partial<A>): Html;
  /** Which days may be chosen. */
  range(ctx: BotContext, answers: Partial<A>): DateRange;
  /** The Fluent key of why a day outside of it is not taken. */
  problem: string;
}

const monthOf = (draft: unknown): string | undefined => z.string().safeParse(draft).data?.slice(0, 'YYYY-MM'.length);

/** A day: first its month, then the day in a calendar; or typed at either. The answer: `YYYY-MM-DD`. */
export const date = <A extends Answers>(options: DateOptions<A>): Step<A> => ({
  ...stepOf({ schema: z.iso.date(), ...options }),
  hasLayers: true,
  question: async (ctx, { answers, draft }) => {
    const range = options.range(ctx, answers);
    const { language } = ctx.person;
    const month = monthOf(draft);
    if (month !== undefined) return { text: options.askDay(ctx, answers), choices: calendar(month, range, language) };
    return { text: await options.ask(ctx, answers), choices: choiceRows(monthChoices(range, language)) };
  },
  accept(ctx, input, { answers, draft }) {
    const range = options.range(ctx, answers);
    const month = monthOf(draft);
    if (input.kind === 'text') return typedIn(ctx, input.text, month, options.problem, range);
    return month === undefined ? monthPressed(ctx, input, range) : dayPressed(input, range);
  },
});

function monthPressed(ctx: BotContext, input: FlowInput, range: DateRange): Accepted {
  const months = monthChoices(range, ctx.person.language);
  const found = input.kind === 'choice' ? months.find(({ value }) => value === input.value) : undefined;
  return found ? { draft: found.value, how: 'update' } : { problem: 'flow-press-a-button' };
}

function dayPressed(input: FlowInput, range: DateRange): Accepted {
  if (input.kind !== 'choice') return { problem: 'flow-press-a-button' };
  if (input.value === NO_DAY) return { problem: 'flow-pick-a-day' };
  const isDay = z.iso.date().safeParse(input.value).success && isWithin(input.value, range);
  return isDay ? { value: input.value } : { problem: 'flow-press-a-button' };
}

/** A month's name leads to its calendar; within a month (`YYYY-MM`) a bare day will do. */
function typedIn(
  ctx: BotContext,
  text: string,
  month: string | undefined,
  problem: string,
  range: DateRange,
): Accepted {
  const typed = text.trim().toLowerCase();
  const named = monthChoices(range, ctx.person.language).find(({ label }) => plainText(label).toLowerCase() === typed);
  if (named) return { draft: named.value, how: 'answer' };
  const isBareDay = month !== undefined && /^\d{1,2}$/.test(typed);
  const day = isBareDay ? `${month}-${typed.padStart(2, '0')}` : text;
  const read = parseTypedDate(day, today(ctx.domain.clock, ctx.domain.timezone));
  if (read === null) return { problem: 'flow-date-problem' };
  return isWithin(read, range) ? { value: read } : { problem };
}
