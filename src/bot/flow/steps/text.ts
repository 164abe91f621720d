import type { z } from 'zod';
import type { BotContext } from '../../context.ts';
import type { HtmlPart } from '../../ui/html.ts';
import type { Accepted, Answers, FlowInput, Step } from '../flow.ts';
import { answerOf, choiceOf, choiceRows, type Option, optionOf } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface TextOptions<A extends Answers> extends StepOptions<A> {
  /** What the words have to be; what it gives is the answer. */
  reads: z.ZodType;
  /** The Fluent key of why they are not, with its variables. */
  problem: string;
  variables?: Record<string, HtmlPart>;
  /** Characters, said before anything else. */
  min?: number;
  max?: number;
  /** A last look, which may ask the store. */
  check?(ctx: BotContext, value: unknown, answers: Partial<A>): Accepted | Promise<Accepted>;
  /** Ready answers. */
  options?(ctx: BotContext, answers: Partial<A>): readonly Option[] | Promise<readonly Option[]>;
  perRow?: number;
}

/** Free words, or one of some ready answers. */
export const text = <A extends Answers>(options: TextOptions<A>): Step<A> => ({
  ...stepOf(options),
  question: async (ctx, { answers }) => {
    const ready = (await options.options?.(ctx, answers)) ?? [];
    return {
      text: await options.ask(ctx, answers),
      ...(ready.length > 0 ? { choices: choiceRows(ready.map(choiceOf), options.perRow ?? 1) } : {}),
    };
  },
  async accept(ctx, input, { answers }) {
    const option = optionOf(input, (await options.options?.(ctx, answers)) ?? []);
    const read = option ? { value: answerOf(option) } : readText(input, options);
    return 'value' in read && options.check ? options.check(ctx, read.value, answers) : read;
  },
});

type Reading = Pick<TextOptions<Answers>, 'reads' | 'problem' | 'variables' | 'min' | 'max'>;

/** The trimmed words, when they are as they must be. */
export function readText(
  input: FlowInput,
  { reads, problem, variables, min = 0, max = Number.POSITIVE_INFINITY }: Reading,
): Accepted {
  if (input.kind === 'choice') return { problem: 'flow-press-a-button' };
  if (input.kind !== 'text') return { problem: 'flow-need-text' };
  const words = input.text.trim();
  const { length } = [...words];
  if (length < min) return { problem: 'flow-too-short', variables: { min } };
  if (length > max) return { problem: 'flow-too-long', variables: { max } };
  const read = reads.safeParse(words);
  return read.success ? { value: read.data } : { problem, ...(variables ? { variables } : {}) };
}
