import type { z } from 'zod';
import type { Json } from '../../domain/ports.ts';
import type { BotContext, Enterable } from '../context.ts';
import type { Html, HtmlPart } from '../ui/html.ts';
import type { Style } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

/** What a person sent, as a step sees it. */
export type FlowInput =
  | { kind: 'text'; text: string }
  /** A button made by `question.choices`, of this very step of this very run; the value may still be forged. */
  | { kind: 'choice'; value: string }
  /** ✔️ Selesai, where the question offers it. */
  | { kind: 'done' }
  /** `own` is true only when Telegram says that the contact is the sender's. */
  | { kind: 'contact'; phone: string; own: boolean }
  /** `album`: pictures sent together carry the same; their updates come one by one, in any order. */
  | { kind: 'photo'; fileId: string; uniqueId: string; messageId: number; album: string | null }
  | { kind: 'location'; latitude: number; longitude: number }
  /** Sticker, voice, poll…: Telegram's name of it. */
  | { kind: 'other'; what: string };

export type Accepted =
  | { value: unknown }
  /** Not enough yet: kept, and the same question asked again; `update` changes the message that asked. */
  | { draft: Json; how: 'answer' | 'update' }
  | { problem: string; variables?: Record<string, HtmlPart> };

export interface Choice {
  label: Html;
  value: string;
  style?: Style;
}

export interface Question {
  /** The runner puts `Langkah 2 dari 5` in front. */
  text: Html;
  /** Rows of inline buttons; the runner adds ✔️ Selesai, ⏭️ Lewati, ⬅️ Kembali and ✖️ Batal as they apply. */
  choices?: Choice[][];
  /** Offers ✔️ Selesai. */
  done?: boolean;
  /** A button on the keyboard that sends the phone number or the place; the choices are left out then. */
  request?: 'contact' | 'location';
  photo?: OutMessage['photo'];
  /** Kept until the answer: what was shown. */
  draft?: Json;
}

export type Answers = Record<string, unknown>;

/** What a step is asked with: the answers so far, and of its own what is not complete yet. */
export interface Asked<A extends Answers> {
  answers: Partial<A>;
  draft: Json | undefined;
}

/** Made by the step kinds of flow/steps. */
export interface Step<A extends Answers> {
  /** Also the name of the answer. */
  id: Extract<keyof A, string>;
  question(ctx: BotContext, asked: Asked<A>): Question | Promise<Question>;
  /** The value, or the Fluent key of why not (`problem`); then the same question is asked again with the reason. */
  accept(ctx: BotContext, input: FlowInput, asked: Asked<A>): Accepted | Promise<Accepted>;
  /** Offers ⏭️ Lewati, which stores `null`. */
  optional?: boolean | undefined;
  /** It takes several answers until ✔️ Selesai; going back to it keeps them. */
  collects?: boolean;
  /** ⬅️ Kembali forgets its draft first, and only then leads to the step before. */
  hasLayers?: boolean;
  /** What a kept answer must still parse as after `version` was raised; without it the step is asked again then. */
  schema?: z.ZodType | undefined;
  /** Not asked (and not counted) when false. */
  when?(answers: Partial<A>, ctx: BotContext): boolean;
}

/** A declared sequence of steps that only asks and checks, and calls one use case at the end (architecture 1, 5). */
export interface Flow<A extends Answers = Answers, G extends keyof A = keyof A>
  extends Enterable<Pick<A, G> & Partial<A>> {
  name: string;
  /** Raise it when steps change: answers that still parse are kept, the current step is asked again. */
  version: number;
  /** Answers that must come along when it is entered; no step asks for them. */
  given: readonly G[];
  steps: readonly Step<A>[];
  /** Calls the use case and says the outcome. A DomainError is answered by the error boundary and ends the flow. */
  finish(ctx: BotContext, answers: A): Promise<void>;
}

/** A flow whose answers are not known here. */
export interface AnyFlow extends Omit<Flow<Answers, string>, 'takes' | 'given'> {
  given: readonly PropertyKey[];
}
