import type { z } from 'zod';
import type { BotContext } from '../../context.ts';
import type { Html } from '../../ui/html.ts';
import type { Answers, Step } from '../flow.ts';

/** What every kind of step is declared with. */
export interface StepOptions<A extends Answers> {
  /** Also the name of the answer. */
  id: Extract<keyof A, string>;
  /** Throws a DomainError where nothing is to be asked any more: that ends the flow. */
  ask(ctx: BotContext, answers: Partial<A>): Html | Promise<Html>;
  when?: Step<A>['when'];
  /** Offers ⏭️ Lewati, which stores `null`. */
  optional?: boolean;
  schema?: z.ZodType;
}

/** The parts of a step that are the same for every kind. */
export const stepOf = <A extends Answers>({ id, when, optional, schema }: StepOptions<A>) => ({
  id,
  optional,
  schema,
  ...(when ? { when } : {}),
});
