import { formatPhone } from '../../domain/phone.ts';
import { isTenant } from '../../domain/profile/profile.ts';
import { emailAddress, NAME_LENGTH, personName, register } from '../../domain/profile/register.ts';
import type { BotContext } from '../context.ts';
import type { Flow } from '../flow/flow.ts';
import { type PhoneAnswer, phone } from '../flow/steps/phone.ts';
import { text } from '../flow/steps/text.ts';

type RegisterAnswers = {
  /** Given: what the act that waits needs. */
  need: 'known' | 'tenant';
  name?: string;
  phone?: PhoneAnswer;
  email?: string | null;
};

const telegramName = (ctx: BotContext): string | undefined => personName.safeParse(ctx.person.telegramName).data;
const needsPhone = ({ need }: Partial<RegisterAnswers>, ctx: BotContext): boolean =>
  need !== 'known' && !(ctx.person.profile && isTenant(ctx.person.profile));

/** Name, then for tenants phone and, if they like, e-mail: only what is not known yet (product 1). */
export const registerFlow: Flow<RegisterAnswers, 'need'> = {
  name: 'register',
  version: 1,
  given: ['need'],
  steps: [
    text({
      id: 'name',
      schema: personName,
      when: (_, ctx) => ctx.person.profile === null,
      ask: (ctx) => ctx.t('profile-ask-name'),
      options: (ctx) => {
        const name = telegramName(ctx);
        if (name === undefined) return [];
        return [{ value: 'telegram', label: ctx.t('profile-use-telegram-name', { name }), answer: name }];
      },
      reads: personName,
      problem: 'profile-name-problem',
      variables: NAME_LENGTH,
    }),
    phone({ id: 'phone', when: needsPhone, ask: (ctx) => ctx.t('profile-ask-phone'), whose: 'own' }),
    text({
      id: 'email',
      schema: emailAddress.nullable(),
      optional: true,
      when: (answers, ctx) => needsPhone(answers, ctx) && !ctx.person.profile?.email,
      ask: (ctx) => ctx.t('profile-ask-email'),
      reads: emailAddress,
      problem: 'profile-email-problem',
    }),
  ],
  async finish(ctx, { name, phone: number, email }) {
    const profile = await register(ctx.domain, {
      ...(name === undefined ? {} : { name }),
      ...(ctx.person.telegramName ? { telegramName: ctx.person.telegramName } : {}),
      ...(number === undefined ? {} : { phone: number }),
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
