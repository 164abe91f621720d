import { z } from 'zod';
import { html, lines } from '../../ui/html.ts';
import type { Answers, Step } from '../flow.ts';
import { type StepOptions, stepOf } from './step.ts';

export interface PhotosOptions<A extends Answers> extends StepOptions<A> {
  /** Default 1. */
  min?: number;
  /** Default 10, as many as an album holds. */
  max?: number;
}

const photo = z.object({
  /** Telegram's, of the largest size. */
  fileId: z.string(),
  /** The same for the same picture, however often it is sent. */
  uniqueId: z.string(),
  messageId: z.int(),
  album: z.string().nullable(),
});
export type Photo = z.infer<typeof photo>;
export const photosAnswer = z.array(photo);

const photosOf = (draft: unknown): Photo[] => photosAnswer.safeParse(draft).data ?? [];

/** Pictures, singly or as albums, until ✔️ Selesai. The answer: `Photo`s in the order in which they were sent. */
export const photos = <A extends Answers>(options: PhotosOptions<A>): Step<A> => {
  const { min = 1, max = 10 } = options;
  return {
    ...stepOf({ schema: photosAnswer, ...options }),
    collects: true,
    question: async (ctx, { answers, draft }) => {
      const count = photosOf(draft).length;
      const sofar = count > 0 && html`\n${ctx.t('flow-photos-so-far', { count, max })}`;
      return { text: lines(await options.ask(ctx, answers), sofar), done: count >= min };
    },
    accept: (_, input, { draft }) => {
      const kept = photosOf(draft);
      if (input.kind === 'done') {
        return kept.length < min ? { problem: 'flow-too-few', variables: { min } } : { value: kept };
      }
      if (input.kind !== 'photo') return { problem: 'flow-need-photo' };
      const { kind: _kind, ...sent } = input;
      const isKnown = kept.some(({ uniqueId }) => uniqueId === sent.uniqueId);
      if (!isKnown && kept.length >= max) return { problem: 'flow-too-many-photos', variables: { max } };
      // An album comes as one message for each picture: it is answered once.
      const isSameAlbum = sent.album !== null && kept.some(({ album }) => album === sent.album);
      const next = isKnown ? kept : [...kept, sent].toSorted((a, b) => a.messageId - b.messageId);
      return { draft: next, how: isSameAlbum ? 'update' : 'answer' };
    },
  };
};
