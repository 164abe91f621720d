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
import type { Flow } from '../flow/flow.ts';
import { choice } from '../flow/steps/choice.ts';
import { confirm } from '../flow/steps/confirm.ts';
import { text } from '../flow/steps/text.ts';
import { html } from '../ui/html.ts';
import { wordsOf } from '../ui/words.ts';

type ApproveAnswers = {
  /** Given. */
  applicationId: string;
  roomNumber: string;
  /** Day of the month. */
  paymentDueDay: number;
  confirm: 'yes';
};

/** Still open, and this person's to decide; checked with each question, so that a late one does not ask for nothing. */
export async function undecided(ctx: BotContext, { applicationId = '' }): Promise<Application> {
  const { application, side } = await getApplication(ctx.domain, { applicationId });
  if (side !== 'owner') throw new DomainError('common.not-allowed');
  if (application.status !== 'pending') {
    throw new DomainError('application.already-decided', { status: application.status });
  }
  return application;
}

/** `✅ Setujui`: room number, due day, then once more everything. Entered with `{ applicationId }`. */
export const approveFlow: Flow<ApproveAnswers, 'applicationId'> = {
  name: 'approve',
  version: 1,
  given: ['applicationId'],
  steps: [
    text({
      id: 'roomNumber',
      schema: z.string(),
      ask: async (ctx, answers) => {
        const { tenantName, roomType } = await undecided(ctx, answers);
        return ctx.t('application-ask-number', { name: tenantName, room: roomType });
      },
      max: 10,
      reads: z.string().transform(roomNumberOf).pipe(z.string()),
      problem: 'application-number-problem',
      check: async (ctx, number, answers) => {
        const { propertyId } = await undecided(ctx, answers);
        const room = keys.contract.room(propertyId, String(number));
        if ((await ctx.domain.tx.peek(room)) === null) return { value: number };
        return { problem: 'application-number-taken', variables: { number: String(number) } };
      },
    }),
    choice({
      id: 'paymentDueDay',
      schema: z.int(),
      ask: async (ctx, answers) => {
        const start = effectiveStart(ctx.domain, await undecided(ctx, answers));
        return ctx.t('application-ask-due-day', { start: wordsOf(ctx).date(start) });
      },
      options: async (ctx, answers) => {
        const days = dueDayChoices(effectiveStart(ctx.domain, await undecided(ctx, answers)));
        return days.map((day) => ({ value: day, label: html`${day}` }));
      },
      perRow: 4,
      problem: (_, options) => ({
        problem: 'application-due-day-problem',
        variables: { days: options.map(({ value }) => value).join(', ') },
      }),
    }),
    confirm({
      id: 'confirm',
      ask: async (ctx, answers) => {
        const application = await undecided(ctx, answers);
        return ctx.t('application-approve-review', {
          name: application.tenantName,
          property: application.propertyName,
          room: answers.roomNumber ?? '',
          start: wordsOf(ctx).date(effectiveStart(ctx.domain, application)),
          months: application.duration,
          day: answers.paymentDueDay ?? 0,
          total: formatRupiah(application.monthlyRent + application.deposit),
          hours: ctx.domain.config.holdHours,
        });
      },
      option: (ctx) => ({ value: 'yes', label: ctx.t('application-button-approve'), style: 'success' }),
      reads: z.literal('yes'),
    }),
  ],
  // What follows from it is told to both through the outbox, and the card shows the decision.
  async finish(ctx, { applicationId, roomNumber, paymentDueDay }) {
    const { contract } = await approveApplication(ctx.domain, { applicationId, roomNumber, paymentDueDay });
    ctx.change({ text: ctx.t('application-approve-done', { name: contract.tenantName }) });
  },
};
