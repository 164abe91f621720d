import { z } from 'zod';
import { formatPhone, normalisePhone } from '../../domain/phone.ts';
import { isTenant } from '../../domain/profile/profile.ts';
import { emailAddress, NAME_LENGTH, personName, register } from '../../domain/profile/register.ts';
import type { BotContext } from '../context.ts';
import type { Accepted, Flow, FlowInput } from '../flow/flow.ts';

const phoneSchema = z.object({ number: z.string(), source: z.enum(['contact', 'typed']) });

type Answers = {
  /** Given by the runner: what the flow that follows needs. */
  need?: 'known' | 'tenant';
  name: string;
  phone: z.infer<typeof phoneSchema>;
  email: string | null;
};

const telegramName = (ctx: BotContext): string | null => {
  const name = personName.safeParse(ctx.person.telegramName);
  return name.success ? name.data : null;
};
const needsPhone = (answers: Partial<Answers>, ctx: BotContext): boolean =>
  answers.need !== 'known' && !(ctx.person.profile && isTenant(ctx.person.profile));

/** Name, then for tenants phone and, if they like, e-mail: only what is not known yet (PRODUCT 1). */
export const registerFlow: Flow<Answers> = {
  name: 'register',
  version: 1,
  requires: 'guest',
  steps: [
    {
      id: 'name',
      schema: personName,
      when: (_, ctx) => ctx.person.profile === null,
      question: (ctx) => {
        const name = telegramName(ctx);
        return {
          text: ctx.t('profile-ask-name'),
          ...(name ? { choices: [[{ label: ctx.t('profile-use-telegram-name', { name }), value: 'telegram' }]] } : {}),
        };
      },
      accept: acceptName,
    },
    {
      id: 'phone',
      schema: phoneSchema,
      when: needsPhone,
      question: (ctx) => ({ text: ctx.t('profile-ask-phone'), requestContact: true }),
      accept: (_, input) => acceptPhone(input),
    },
    {
      id: 'email',
      schema: emailAddress.nullable(),
      optional: true,
      when: (answers, ctx) => needsPhone(answers, ctx) && !ctx.person.profile?.email,
      question: (ctx) => ({ text: ctx.t('profile-ask-email') }),
      accept: (_, input) => acceptEmail(input),
    },
  ],
  async finish(ctx, { name, phone, email }) {
    const profile = await register(ctx.domain, {
      ...(name === undefined ? {} : { name }),
      ...(ctx.person.telegramName ? { telegramName: ctx.person.telegramName } : {}),
      ...(phone === undefined ? {} : { phone }),
      ...(email ? { email } : {}),
    });
    ctx.answer({
      text:
        profile.phone && !profile.phoneVerified
          ? ctx.t('profile-registered-unverified', { name: profile.name, phone: formatPhone(profile.phone) })
          : ctx.t('profile-registered', { name: profile.name }),
    });
  },
};

function acceptName(ctx: BotContext, input: FlowInput): Accepted {
  const typed = input.kind === 'choice' && input.value === 'telegram' ? telegramName(ctx) : textOf(input);
  if (typed === null) return { problem: input.kind === 'choice' ? 'flow-press-a-button' : 'flow-need-text' };
  const name = personName.safeParse(typed);
  return name.success ? { value: name.data } : { problem: 'profile-name-problem', variables: NAME_LENGTH };
}

function acceptPhone(input: FlowInput): Accepted {
  if (input.kind === 'contact') {
    if (!input.own) return { problem: 'profile-phone-not-own' };
    const number = normalisePhone(input.phone, { anyCountry: true });
    return number ? { value: { number, source: 'contact' } } : { problem: 'profile-phone-problem' };
  }
  const typed = textOf(input);
  if (typed === null) return { problem: 'flow-need-contact' };
  const number = normalisePhone(typed);
  return number ? { value: { number, source: 'typed' } } : { problem: 'profile-phone-problem' };
}

function acceptEmail(input: FlowInput): Accepted {
  const typed = textOf(input);
  if (typed === null) return { problem: 'flow-need-text' };
  const email = emailAddress.safeParse(typed);
  return email.success ? { value: email.data } : { problem: 'profile-email-problem' };
}

const textOf = (input: FlowInput): string | null => (input.kind === 'text' ? input.text : null);
