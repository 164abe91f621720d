import { z } from 'zod';
import type { Answers, Step } from '../flow.ts';
import { type StepOptions, stepOf } from './step.ts';

/** Degrees. */
const place = z.object({ latitude: z.number(), longitude: z.number() });

/** A place, sent with the keyboard's button or as a pin. The answer: `{ latitude, longitude }`. */
export const location = <A extends Answers>(options: StepOptions<A>): Step<A> => ({
  ...stepOf({ schema: place, ...options }),
  question: async (ctx, { answers }) => ({ text: await options.ask(ctx, answers), request: 'location' }),
  accept: (_, input) => {
    if (input.kind !== 'location') return { problem: 'flow-need-location' };
    return { value: { latitude: input.latitude, longitude: input.longitude } };
  },
});
