import { type Feature, onCommand } from '../feature.ts';

/** `/batal` when there is nothing to leave; a running flow takes it before (updates/router.ts). */
export const flowFeature: Feature = {
  name: 'flow',
  commands: [
    onCommand(['batal', 'cancel'], (ctx) => ctx.answer({ text: ctx.t('common-nothing-to-cancel') }), {
      published: true,
    }),
  ],
};
