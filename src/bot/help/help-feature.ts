import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import { helpButton, helpTap } from './help-buttons.ts';
import { helpView } from './help-view.ts';

const show = (ctx: BotContext): void => ctx.answer(helpView(ctx.t, ctx.person.profile?.role ?? 'tenant'));
const names = ['bantuan', 'help'] as const;

/** `/bantuan`. */
export const helpFeature: Feature = {
  name: 'help',
  commands: [
    onCommand(names, show, { published: true, aside: true }),
    onCommand(names, (ctx) => ctx.answer({ text: ctx.t('help-group', { bot: ctx.me.username }) }), {
      where: 'group',
      published: true,
      aside: true,
    }),
  ],
  callbacks: [onCallback(helpTap, show)],
  menu: [{ row: 9, button: helpButton }],
};
