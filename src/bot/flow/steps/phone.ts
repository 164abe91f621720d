import { z } from 'zod';
import { normalisePhone } from '../../../domain/phone.ts';
import type { BotContext } from '../../context.ts';
import type { Accepted, Answers, FlowInput, Step } from '../flow.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface PhoneOptions<A extends Answers> extends StepOptions<A> {
  /** `own`: with Telegram's contact button, and a contact must be the sender's. `other`: anybody's but the sender's. */
  whose: 'own' | 'other';
  /** The Fluent key of why it cannot be one's own. */
  ownProblem?: string;
}

/** A number as `+62…`, and where it came from: only a contact of one's own proves it. */
export const phoneAnswer = z.object({ number: z.string(), source: z.enum(['contact', 'typed']) });
export type PhoneAnswer = z.infer<typeof phoneAnswer>;

/** A phone number, shared as a contact or typed. The answer: a `PhoneAnswer`. */
export const phone = <A extends Answers>(options: PhoneOptions<A>): Step<A> => ({
  ...stepOf({ schema: phoneAnswer, ...options }),
  question: async (ctx, { answers }) => ({
    text: await options.ask(ctx, answers),
    ...(options.whose === 'own' ? { request: 'contact' as const } : {}),
  }),
  accept: (ctx, input) => (options.whose === 'own' ? ownNumber(input) : othersNumber(ctx, input, options)),
});

function ownNumber(input: FlowInput): Accepted {
  if (input.kind === 'contact') {
    if (!input.own) return { problem: 'flow-phone-not-own' };
    const number = normalisePhone(input.phone, { anyCountry: true });
    return number ? { value: { number, source: 'contact' } } : { problem: 'flow-phone-problem' };
  }
  if (input.kind !== 'text') return { problem: 'flow-need-contact' };
  const number = normalisePhone(input.text);
  return number ? { value: { number, source: 'typed' } } : { problem: 'flow-phone-problem' };
}

function othersNumber(
  ctx: BotContext,
  input: FlowInput,
  { ownProblem = 'flow-phone-own' }: { ownProblem?: string },
): Accepted {
  if (input.kind !== 'text' && input.kind !== 'contact') return { problem: 'flow-phone-problem-other' };
  const number = normalisePhone(input.kind === 'text' ? input.text : input.phone, { anyCountry: true });
  if (number === null) return { problem: 'flow-phone-problem-other' };
  const own = number === ctx.person.profile?.phone || (input.kind === 'contact' && input.own);
  if (own) return { problem: ownProblem };
  return { value: { number, source: input.kind === 'text' ? 'typed' : 'contact' } };
}
