import { Composer } from 'grammy';
import type { BotContext } from '../context.ts';
import { onCallback } from '../ui/callback.ts';
import { helpTap } from './help-buttons.ts';
import { helpView } from './help-view.ts';

/** `/bantuan`. */
export const helpFeature = new Composer<BotContext>();

const show = (ctx: BotContext): void => ctx.answer(helpView(ctx.t, ctx.person.profile?.role ?? 'tenant'));

helpFeature.chatType('private').command(['bantuan', 'help'], show);
helpFeature
  .chatType(['group', 'supergroup'])
  .command(['bantuan', 'help'], (ctx) => ctx.answer({ text: ctx.t('help-group', { bot: ctx.me.username }) }));
onCallback(helpFeature, helpTap, show);
