import type { BotContext } from './context.ts';
import type { OutMessage } from './ui/message.ts';

/** What a person sent, as a step sees it. */
export type FlowInput =
  | { kind: 'text'; text: string }
  /** A button made by `question.choices` / `flowButton`, of this very step of this very run. */
  | { kind: 'choice'; value: string }
  /** `own` is true only when Telegram says that the contact is the sender's. */
  | { kind: 'contact'; phone: string; own: boolean }
  | { kind: 'photo'; fileId: string }
  | { kind: 'location'; latitude: number; longitude: number }
  /** Sticker, voice, poll…: Telegram's name of it. */
  | { kind: 'other'; what: string };

export type Accepted = { value: unknown } | { problem: string; variables?: Record<string, string | number> };

export interface Choice {
  label: string;
  value: string;
  style?: 'success' | 'danger' | 'primary';
}

export interface Question {
  /** HTML. The runner puts `Langkah 2 dari 5` in front. */
  text: string;
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
  /** Not asked (and not counted) when false. */
  when?(answers: Partial<A>, ctx: BotContext): boolean;
}

/** A declared sequence of steps that only asks and checks, and calls one use case at the end (ARCHITECTURE 1, 5). */
export interface Flow<A extends Record<string, unknown> = Record<string, unknown>> {
  name: string;
  /** Raise it when steps change: answers that still parse are kept, the current step is asked again. */
  version: number;
  /** Who may enter: `known` has a name, `tenant` also a phone. */
  requires: 'guest' | 'known' | 'tenant';
  steps: Step<A>[];
  /** Calls the use case and says the outcome. A DomainError is answered by the error boundary and ends the flow. */
  finish(ctx: BotContext, answers: A): Promise<void>;
}
