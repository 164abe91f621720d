import { z } from 'zod';
import type { Application } from '../../domain/application/application.ts';
import { approveApplication, effectiveStart } from '../../domain/application/approve-application.ts';
import { getApplication } from '../../domain/application/get-application.ts';
import { roomNumberOf } from '../../domain/contract/contract.ts';
import { DomainError } from '../../domain/errors.ts';
import { dueDayChoices } from '../../domain/invoice/periods.ts';
import { keys } from '../../domain/keys.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { BotContext } from '../context.ts';
import { acceptChoice, acceptText, type Choice, choiceRows, type Flow } from '../flow/flow.ts';
import { escapeHtml } from '../ui/html.ts';
import { wordsOf } from '../ui/words.ts';

type Answers = {
  /** Given. */
  applicationId: string;
  roomNumber: string;
  paymentDueDay: number;
  confirm: 'yes';
};

/** Still open, and this person's to decide; checked with each question, so that a late one does not ask for nothing. */
export async function undecided(ctx: BotContext, applicationId: string): Promise<Application> {
  const application = await getApplication(ctx.domain, { applicationId });
  if (application.ownerId !== ctx.person.profile?.id) throw new DomainError('common.not-allowed');
  if (application.status !== 'pending') {
    throw new DomainError('application.already-decided', { status: application.status });
  }
  return application;
}

const dayChoices = (ctx: BotContext, application: Application): Choice[] =>
  dueDayChoices(effectiveStart(ctx.domain, application)).map((day) => ({ label: `${day}`, value: `${day}` }));

/** `✅ Setujui`: room number, due day, then once more everything. Entered with `{ applicationId }`. */
export const approveFlow: Flow<Answers> = {
  name: 'approve',
  version: 1,
  requires: 'known',
  steps: [
    {
      id: 'roomNumber',
      schema: z.string(),
      question: async (ctx, { applicationId = '' }) => {
        const application = await undecided(ctx, applicationId);
        return {
          text: ctx.t('application-ask-number', {
            name: escapeHtml(application.tenantName),
            room: escapeHtml(application.roomType),
          }),
        };
      },
      accept: async (ctx, input, { applicationId = '' }) => {
        const text = acceptText(input, { max: 10 });
        if ('problem' in text) return text;
        const roomNumber = roomNumberOf(String(text.value));
        if (roomNumber === null) return { problem: 'application-number-problem' };
        const { propertyId } = await undecided(ctx, applicationId);
        const taken = (await ctx.domain.tx.peek(keys.contract.room(propertyId, roomNumber))) !== null;
        return taken
          ? { problem: 'application-number-taken', variables: { number: roomNumber } }
          : { value: roomNumber };
      },
    },
    {
      id: 'paymentDueDay',
      schema: z.int(),
      question: async (ctx, { applicationId = '' }) => {
        const application = await undecided(ctx, applicationId);
        return {
          text: ctx.t('application-ask-due-day', {
            start: wordsOf(ctx).date(effectiveStart(ctx.domain, application)),
          }),
          choices: choiceRows(dayChoices(ctx, application), 4),
        };
      },
      accept: async (ctx, input, { applicationId = '' }) => {
        const choices = dayChoices(ctx, await undecided(ctx, applicationId));
        const chosen = acceptChoice(input, [choices]);
        if ('value' in chosen) return { value: Number(chosen.value) };
        const days = choices.map(({ label }) => label).join(', ');
        return { problem: 'application-due-day-problem', variables: { days } };
      },
    },
    {
      id: 'confirm',
      question: async (ctx, answers) => {
        const words = wordsOf(ctx);
        const application = await undecided(ctx, answers.applicationId ?? '');
        return {
          text: ctx.t('application-approve-review', {
            name: escapeHtml(application.tenantName),
            property: escapeHtml(application.propertyName),
            room: escapeHtml(answers.roomNumber ?? ''),
            start: words.date(effectiveStart(ctx.domain, application)),
            months: application.duration,
            day: answers.paymentDueDay ?? 0,
            total: formatRupiah(application.monthlyRent + application.deposit),
            hours: ctx.domain.config.holdHours,
          }),
          choices: [[{ label: ctx.t('application-button-approve'), value: 'yes', style: 'success' }]],
        };
      },
      accept: (ctx, input) => acceptChoice(input, [[{ label: ctx.t('application-button-approve'), value: 'yes' }]]),
    },
  ],
  // What follows from it is told to both through the outbox, and the card shows the decision.
  async finish(ctx, { applicationId, roomNumber, paymentDueDay }) {
    const { contract } = await approveApplication(ctx.domain, { applicationId, roomNumber, paymentDueDay });
    ctx.change({ text: ctx.t('application-approve-done', { name: escapeHtml(contract.tenantName) }) });
  },
};
