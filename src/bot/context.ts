import { Context } from 'grammy';
import type { Ctx, Language } from '../domain/context.ts';
import type { Profile } from '../domain/profile/profile.ts';
import type { CallbackDefinition, Fields, Values } from './ui/callback.ts';
import type { Html, HtmlPart } from './ui/html.ts';
import type { OutMessage } from './ui/message.ts';

/** The words of a Fluent key. Strings among the variables are somebody's words and are escaped; HTML stays as it is. */
export type Translate = (key: string, variables?: Record<string, HtmlPart>) => Html;

export interface Person {
  telegramId: number;
  /** Telegram's first and last name, for the one-tap registration. */
  telegramName: string;
  profile: Profile | null;
  language: Language;
}

export interface AnswerOptions {
  /** Our name for this message, so that a later one can edit it. */
  ref?: string;
  /** Takes the place of the message of this name; sent anew when that cannot be edited. */
  edit?: string;
}

/** A flow, as whoever enters it sees it: what has to be given. flow/flow.ts has the whole of it. */
export interface Enterable<Given> {
  readonly name: string;
  /** Never set: it only carries the type. */
  readonly takes?: (given: Given) => void;
}

/**
 * What a handler gets for one try of one update. It reads, calls one use case, and says what to answer; it sends
 * nothing itself. The runner commits records, flow, answers and the inbox mark together, then delivers
 * (architecture 5). An update that only read is answered directly.
 */
export abstract class BotContext extends Context {
  abstract readonly person: Person;
  /** The use cases' context: actor, this try's transaction, clock, ids, configuration. */
  abstract readonly domain: Ctx;
  abstract readonly t: Translate;
  /** This update is an answer to the running flow: a refusal of it ends the flow. */
  inFlow = false;
  /** Everything is said in new messages: no button on the screen is that of what goes on. */
  anew = false;
  /** The feature and the handler that took it: `wishlist/save`. */
  takenBy: string | null = null;
  /** Sends a new message to this chat. */
  abstract answer(message: OutMessage, options?: AnswerOptions): void;
  /** Changes the message whose button was pressed; sends a new one when there is none or it can't be edited. */
  abstract change(message: OutMessage): void;
  /** The short notice over the chat that answers a pressed button (at most 200 characters); a message without one. */
  abstract toast(text: Html, options?: { alert?: boolean }): void;
  /** Starts a flow, or goes on with it when it runs for the very same thing. No step asks for what is `given`. */
  abstract enterFlow<Given extends object>(flow: Enterable<Given>, given: NoInfer<Given>): Promise<void>;
  /**
   * Does what pressing that button does: how one feature leads on to another. It changes the message that was pressed;
   * with `anew` it says everything in new ones.
   */
  abstract go<F extends Fields>(callback: CallbackDefinition<F>, values: Values<F>): Promise<void>;
  /** Reads the person again, after this update changed the profile or the language. */
  abstract refreshPerson(): Promise<void>;
}
