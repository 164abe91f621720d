import type { BotContext } from '../../context.ts';
import type { Accepted, Answers, Step } from '../flow.ts';
import { acceptOption, choiceOf, choiceRows, type Option, optionOf } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface ChoiceOptions<A extends Answers> extends StepOptions<A> {
  options(ctx: BotContext, answers: Partial<A>): readonly Option[] | Promise<readonly Option[]>;
  perRow?: number;
  /** What other words mean; null: nothing, and a button is asked for. */
  typed?(ctx: BotContext, text: string, answers: Partial<A>): Accepted | null;
  /** Why what was typed is none of them; default: press a button. */
  problem?(ctx: BotContext, options: readonly Option[]): Extract<Accepted, { problem: string }>;
}

/** One of several, by its button or its words. */
export const choice = <A extends Answers>(options: ChoiceOptions<A>): Step<A> => ({
  ...stepOf(options),
  question: async (ctx, { answers }) => ({
    text: await options.ask(ctx, answers),
    choices: choiceRows((await options.options(ctx, answers)).map(choiceOf), options.perRow),
  }),
  async accept(ctx, input, { answers }) {
    const offered = await options.options(ctx, answers);
    if (!optionOf(input, offered)) {
      const other = input.kind === 'text' ? options.typed?.(ctx, input.text, answers) : null;
      if (other) return other;
      if (options.problem) return options.problem(ctx, offered);
    }
    return acceptOption(input, offered);
  },
});
