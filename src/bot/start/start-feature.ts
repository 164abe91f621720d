import { isGreeting } from '../../domain/search/parse-query.ts';
import type { BotContext } from '../context.ts';
import { type Feature, type MenuEntry, onCallback, onCommand } from '../feature.ts';
import { menuTap } from './start-buttons.ts';
import { menuView } from './start-view.ts';

/**
 * `/start`, `/menu`, greetings and thanks. Links to one thing (`/start p_…`) are their features'; every other payload
 * opens the menu. `entries`: what the features put into it.
 */
export function createStartFeature(entries: readonly MenuEntry[]): Feature {
  const show = (ctx: BotContext): void => ctx.answer(menuView(ctx.t, ctx.person, entries));
  return {
    name: 'start',
    commands: [onCommand(['menu'], show, { published: true }), onCommand(['start'], show)],
    // A new message: the menu is looked for at the end of the chat, and what the button stood under stays.
    callbacks: [onCallback(menuTap, show)],
    messages: {
      greeting(ctx) {
        if (!isGreeting(ctx.message?.text ?? '')) return false;
        show(ctx);
        return true;
      },
    },
  };
}
