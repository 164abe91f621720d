import { z } from 'zod';
import { formatRupiah } from '../../../domain/money.ts';
import { readRupiah } from '../../../domain/search/parse-price.ts';
import type { BotContext } from '../../context.ts';
import type { Answers, Step } from '../flow.ts';
import { choiceOf, choiceRows, type Option, optionOf } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface AmountOptions<A extends Answers> extends StepOptions<A> {
  /** Rupiah, both included. */
  min: number;
  max: number;
  /** Ready amounts; their values are rupiah. */
  options?(ctx: BotContext, answers: Partial<A>): readonly Option[] | Promise<readonly Option[]>;
}

/** Whole rupiah, as people write them (`1,2jt`, `Rp850.000`). The answer: a number of rupiah. */
export const amount = <A extends Answers>(options: AmountOptions<A>): Step<A> => ({
  ...stepOf({ schema: z.int(), ...options }),
  question: async (ctx, { answers }) => ({
    text: await options.ask(ctx, answers),
    choices: choiceRows(((await options.options?.(ctx, answers)) ?? []).map(choiceOf)),
  }),
  async accept(ctx, input, { answers }) {
    const { min, max } = options;
    const option = optionOf(input, (await options.options?.(ctx, answers)) ?? []);
    if (!option && input.kind !== 'text') {
      return { problem: input.kind === 'choice' ? 'flow-press-a-button' : 'flow-need-amount' };
    }
    const rupiah = option ? Number(option.value) : readRupiah(input.kind === 'text' ? input.text : '');
    if (rupiah === null) return { problem: 'flow-need-amount' };
    const variables = { min: formatRupiah(min), max: formatRupiah(max) };
    return rupiah < min || rupiah > max ? { problem: 'flow-amount-range', variables } : { value: rupiah };
  },
});
