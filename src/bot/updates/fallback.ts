import { Composer } from 'grammy';
import type { BotContext } from '../context.ts';

/** What nobody handled: never silence for a person who speaks to the bot, silence in groups. */
export const fallback = new Composer<BotContext>();

fallback.on('callback_query', (ctx) => ctx.toast(ctx.t('common-old-button')));

const inPrivate = fallback.chatType('private');
inPrivate.command(['batal', 'cancel'], (ctx) => ctx.answer({ text: ctx.t('common-nothing-to-cancel') }));
inPrivate.on('message', (ctx) => {
  const { text } = ctx.message;
  ctx.answer({ text: ctx.t(text === undefined ? 'common-hint-media' : 'common-hint') });
});
