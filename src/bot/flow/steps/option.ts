import { type Html, plainText } from '../../ui/html.ts';
import type { Style } from '../../ui/keyboard.ts';
import type { Accepted, Choice, FlowInput } from '../flow.ts';

/** What one button of a question means, declared once for pressing and for typing. */
export interface Option {
  /** Travels in the button: short. */
  value: string | number;
  label: Html;
  /** What is kept as the answer; default the value. */
  answer?: unknown;
  style?: Style;
  /** Other words that mean it when they are typed. */
  words?: readonly string[];
}

export const answerOf = (option: Option): unknown => ('answer' in option ? option.answer : option.value);

export const choiceOf = ({ label, value, style }: Option): Choice => ({
  label,
  value: String(value),
  ...(style ? { style } : {}),
});

/** Buttons in rows of `perRow`. */
export function choiceRows(choices: readonly Choice[], perRow = 2): Choice[][] {
  const rows: Choice[][] = [];
  for (let i = 0; i < choices.length; i += perRow) rows.push(choices.slice(i, i + perRow));
  return rows;
}

/** Letters and digits alone: what is left of `✅ Setujui` when somebody types it. A minus stays: -1 is not 1. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}])[-−](?=\p{N})/gu, '−')
    .replace(/[^\p{L}\p{N}<>−]+/gu, ' ')
    .trim();

/** The option that was pressed, or whose label, value or other words were typed. */
export function optionOf(input: FlowInput, options: readonly Option[]): Option | undefined {
  if (input.kind === 'choice') return options.find(({ value }) => String(value) === input.value);
  const typed = input.kind === 'text' ? bare(input.text) : '';
  if (typed === '') return undefined;
  return options.find(({ label, value, words = [] }) =>
    [plainText(label), String(value), ...words].some((word) => bare(word) === typed),
  );
}

/** For a question that has nothing but its options. */
export function acceptOption(input: FlowInput, options: readonly Option[]): Accepted {
  const option = optionOf(input, options);
  return option ? { value: answerOf(option) } : { problem: 'flow-press-a-button' };
}
