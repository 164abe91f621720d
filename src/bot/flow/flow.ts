import type { z } from 'zod';
import type { BotContext } from '../context.ts';
import { type Html, type HtmlPart, plainText } from '../ui/html.ts';
import type { OutMessage } from '../ui/message.ts';

/** What a person sent, as a step sees it. */
export type FlowInput =
  | { kind: 'text'; text: string }
  /** A button made by `question.choices`, of this very step of this very run; the value may still be forged. */
  | { kind: 'choice'; value: string }
  /** `own` is true only when Telegram says that the contact is the sender's. */
  | { kind: 'contact'; phone: string; own: boolean }
  | { kind: 'photo'; fileId: string }
  | { kind: 'location'; latitude: number; longitude: number }
  /** Sticker, voice, poll…: Telegram's name of it. */
  | { kind: 'other'; what: string };

export type Accepted = { value: unknown } | { problem: string; variables?: Record<string, HtmlPart> };

export interface Choice {
  label: Html;
  value: string;
  style?: 'success' | 'danger' | 'primary';
}

export interface Question {
  /** The runner puts `Langkah 2 dari 5` in front. */
  text: Html;
  /** Rows of inline buttons; the runner adds ⏭️ Lewati, ⬅️ Kembali and ✖️ Batal as they apply. */
  choices?: Choice[][];
  /** Shows the reply keyboard button 📱 Kirim nomor HP (request_contact) with the question. */
  requestContact?: boolean;
  photo?: OutMessage['photo'];
}

export interface Step<A extends Record<string, unknown>> {
  /** Also the name of the answer. */
  id: Extract<keyof A, string>;
  question(ctx: BotContext, answers: Partial<A>): Question | Promise<Question>;
  /** The value, or the Fluent key of why not (`problem`); then the same question is asked again with the reason. */
  accept(ctx: BotContext, input: FlowInput, answers: Partial<A>): Accepted | Promise<Accepted>;
  /** Offers ⏭️ Lewati, which stores `null`. */
  optional?: boolean;
  /** What a kept answer must still parse as after `version` was raised; without it the step is asked again then. */
  schema?: z.ZodType;
  /** Not asked (and not counted) when false. */
  when?(answers: Partial<A>, ctx: BotContext): boolean;
}

/** A declared sequence of steps that only asks and checks, and calls one use case at the end (ARCHITECTURE 1, 5). */
export interface Flow<A extends Record<string, unknown> = Record<string, unknown>> {
  name: string;
  /** Raise it when steps change: answers that still parse are kept, the current step is asked again. */
  version: number;
  /**
   * Who may enter: `known` has a name, `tenant` also a phone. Who lacks it is registered first: flow `register` is
   * entered with `given: { need: 'known' | 'tenant' }` (no step of its own; read it in `when`), then this one follows.
   */
  requires: 'guest' | 'known' | 'tenant';
  steps: Step<A>[];
  /** Calls the use case and says the outcome. A DomainError is answered by the error boundary and ends the flow. */
  finish(ctx: BotContext, answers: A): Promise<void>;
}

/** Buttons in rows of `perRow`. */
export function choiceRows(choices: Choice[], perRow = 2): Choice[][] {
  const rows: Choice[][] = [];
  for (let i = 0; i < choices.length; i += perRow) rows.push(choices.slice(i, i + perRow));
  return rows;
}

/** The value of a pressed button, or typed words equal to one of the labels; anything else asks for a button. */
export function acceptChoice(input: FlowInput, choices: Choice[][]): Accepted {
  const all = choices.flat();
  const typed = input.kind === 'text' ? input.text.trim().toLowerCase() : null;
  const found = all.find((choice) =>
    input.kind === 'choice' ? choice.value === input.value : plainText(choice.label).toLowerCase() === typed,
  );
  return found ? { value: found.value } : { problem: 'flow-press-a-button' };
}

/** A text of `min` to `max` characters, trimmed. The caller cleans and parses further. */
export function acceptText(input: FlowInput, limits: { min?: number; max: number }): Accepted {
  if (input.kind !== 'text') return { problem: 'flow-need-text' };
  const text = input.text.trim();
  const length = [...text].length;
  const min = limits.min ?? 1;
  if (length < min) return { problem: 'flow-too-short', variables: { min } };
  if (length > limits.max) return { problem: 'flow-too-long', variables: { max: limits.max } };
  return { value: text };
}
