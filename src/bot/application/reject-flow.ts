import { z } from 'zod';
import { reasonInput } from '../../domain/application/application.ts';
import { rejectApplication } from '../../domain/application/reject-application.ts';
import type { Flow } from '../flow/flow.ts';
import { text } from '../flow/steps/text.ts';
import { plainText } from '../ui/html.ts';
import { refusals } from '../ui/ready-words.ts';
import { wordsOf } from '../ui/words.ts';
import { rejectedByMeView } from './application-view.ts';
import { undecided } from './approve-flow.ts';

type RejectAnswers = {
  /** Given. */
  applicationId: string;
  reason: string;
};

/** `❌ Tolak`: a reason from the list or typed; the tenant reads it. Entered with `{ applicationId }`. */
export const rejectFlow: Flow<RejectAnswers, 'applicationId'> = {
  name: 'reject',
  version: 1,
  given: ['applicationId'],
  steps: [
    text({
      id: 'reason',
      schema: z.string(),
      ask: async (ctx, answers) => {
        const { tenantName } = await undecided(ctx, answers);
        return ctx.t('application-ask-reason', { name: tenantName });
      },
      // Kept as words: the tenant may read another language.
      options: (ctx) =>
        refusals.map((refusal) => {
          const label = ctx.t(`application-refusal-${refusal}`);
          return { value: refusal, label, answer: plainText(label) };
        }),
      reads: reasonInput,
      problem: 'application-reason-problem',
    }),
  ],
  async finish(ctx, { applicationId, reason }) {
    const application = await rejectApplication(ctx.domain, { applicationId, reason });
    ctx.change(rejectedByMeView(wordsOf(ctx), application));
  },
};
