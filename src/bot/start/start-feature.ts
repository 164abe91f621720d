import { Composer } from 'grammy';
import type { BotContext } from '../context.ts';
import { onCallback } from '../ui/callback.ts';
import { menuTap } from './start-buttons.ts';
import { menuView } from './start-view.ts';

/** `/start`, `/menu`. Deep links are taken by their features before this one; every other payload opens the menu. */
export const startFeature = new Composer<BotContext>();

startFeature.chatType('private').command(['start', 'menu'], (ctx) => ctx.answer(menuView(ctx.t, ctx.person)));
// A new message: the menu is looked for at the end of the chat, and what the button stood under stays.
onCallback(startFeature, menuTap, (ctx) => ctx.answer(menuView(ctx.t, ctx.person)));
