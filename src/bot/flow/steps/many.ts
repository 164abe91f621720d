import { z } from 'zod';
import type { BotContext } from '../../context.ts';
import { html } from '../../ui/html.ts';
import type { Answers, Step } from '../flow.ts';
import { choiceOf, choiceRows, type Option, optionOf } from './option.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface ManyOptions<A extends Answers> extends StepOptions<A> {
  options(ctx: BotContext, answers: Partial<A>): readonly Option[] | Promise<readonly Option[]>;
  perRow?: number;
  /** Fewer are not taken. Default 0. */
  min?: number;
}

const values = z.array(z.string());
const chosenOf = (draft: unknown): string[] => values.safeParse(draft).data ?? [];

/** Any number of several, ticked one by one, until ✔️ Selesai. The answer: their values as text, in the order offered. */
export const many = <A extends Answers>(options: ManyOptions<A>): Step<A> => ({
  ...stepOf({ schema: values, ...options }),
  collects: true,
  question: async (ctx, { answers, draft }) => {
    const chosen = chosenOf(draft);
    const ticked = (option: Option): Option => ({
      ...option,
      label: html`${chosen.includes(String(option.value)) ? '✅' : '▫️'} ${option.label}`,
    });
    const offered = await options.options(ctx, answers);
    return {
      text: await options.ask(ctx, answers),
      choices: choiceRows(offered.map(ticked).map(choiceOf), options.perRow),
      done: true,
    };
  },
  async accept(ctx, input, { answers, draft }) {
    const offered = await options.options(ctx, answers);
    const chosen = new Set(chosenOf(draft));
    const { min = 0 } = options;
    if (input.kind === 'done') {
      const kept = offered.map(({ value }) => String(value)).filter((value) => chosen.has(value));
      return kept.length < min ? { problem: 'flow-too-few', variables: { min } } : { value: kept };
    }
    const meant = meantBy(input, offered);
    if (meant.length === 0) return { problem: 'flow-press-a-button' };
    for (const value of meant) {
      // Pressing takes back, typing only adds: who types a word means it.
      if (chosen.has(value) && input.kind === 'choice') chosen.delete(value);
      else chosen.add(value);
    }
    return { draft: [...chosen], how: input.kind === 'choice' ? 'update' : 'answer' };
  },
});

/** `AC, Wi-Fi` names two; a word that is none of them makes all of it unclear. */
function meantBy(input: Parameters<typeof optionOf>[0], offered: readonly Option[]): string[] {
  const parts = input.kind === 'text' ? input.text.split(/[,;\n]/).filter((text) => text.trim() !== '') : [];
  const inputs = input.kind === 'text' ? parts.map((text) => ({ kind: 'text' as const, text })) : [input];
  const found = inputs.map((one) => optionOf(one, offered));
  return found.every((option) => option !== undefined) ? found.map(({ value }) => String(value)) : [];
}
