import { z } from 'zod';
import type { BotContext } from '../../context.ts';
import type { Answers, Step } from '../flow.ts';
import { choiceOf, type Option, optionOf } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface ConfirmOptions<A extends Answers> extends StepOptions<A> {
  /** The one button. Its value says what was on the screen: that, and no later state, is what is agreed to. */
  option(ctx: BotContext, answers: Partial<A>): Option | Promise<Option>;
  /** What a value of the button stands for, as the answer; default the value itself. */
  reads?: z.ZodType;
  /** The Fluent key of what is said to anything else. */
  problem?: string;
}

/** Everything once more, and one button that does it. */
export const confirm = <A extends Answers>(options: ConfirmOptions<A>): Step<A> => ({
  ...stepOf(options),
  question: async (ctx, { answers }) => {
    const option = await options.option(ctx, answers);
    return {
      text: await options.ask(ctx, answers),
      choices: [[choiceOf(option)]],
      draft: String(option.value),
    };
  },
  async accept(ctx, input, { answers, draft }) {
    const { reads = z.string(), problem = 'flow-press-a-button' } = options;
    // Whoever types the words means what was shown last.
    const isTyped = input.kind === 'text' && optionOf(input, [await options.option(ctx, answers)]) !== undefined;
    const seen = input.kind === 'choice' ? input.value : isTyped ? draft : undefined;
    const read = reads.safeParse(seen);
    return read.success ? { value: read.data } : { problem };
  },
});
