import { z } from 'zod';
import { reasonInput } from '../../domain/application/application.ts';
import { rejectApplication } from '../../domain/application/reject-application.ts';
import type { BotContext } from '../context.ts';
import type { Choice, Flow } from '../flow/flow.ts';
import { plainText } from '../ui/html.ts';
import { refusals } from '../ui/ready-words.ts';
import { wordsOf } from '../ui/words.ts';
import { rejectedByMeView } from './application-view.ts';
import { undecided } from './approve-flow.ts';

type Answers = {
  /** Given. */
  applicationId: string;
  reason: string;
};

const reasonChoices = (ctx: BotContext): Choice[] =>
  refusals.map((reason) => ({ label: ctx.t(`application-refusal-${reason}`), value: reason }));

/** `❌ Tolak`: a reason from the list or typed; the tenant reads it. Entered with `{ applicationId }`. */
export const rejectFlow: Flow<Answers> = {
  name: 'reject',
  version: 1,
  requires: 'known',
  steps: [
    {
      id: 'reason',
      schema: z.string(),
      question: async (ctx, { applicationId = '' }) => {
        const application = await undecided(ctx, applicationId);
        return {
          text: ctx.t('application-ask-reason', { name: application.tenantName }),
          choices: reasonChoices(ctx).map((choice) => [choice]),
        };
      },
      accept: (ctx, input) => {
        if (input.kind === 'choice') {
          const chosen = reasonChoices(ctx).find(({ value }) => value === input.value);
          return chosen ? { value: plainText(chosen.label) } : { problem: 'flow-press-a-button' };
        }
        if (input.kind !== 'text') return { problem: 'flow-need-text' };
        const reason = reasonInput.safeParse(input.text);
        return reason.success ? { value: reason.data } : { problem: 'application-reason-problem' };
      },
    },
  ],
  async finish(ctx, { applicationId, reason }) {
    const application = await rejectApplication(ctx.domain, { applicationId, reason });
    ctx.change(rejectedByMeView(wordsOf(ctx), application));
  },
};
