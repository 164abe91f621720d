import { Composer } from 'grammy';
import type { BotContext } from '../context.ts';

/** What nobody handled: never silence for a person who speaks to the bot, silence in groups. */
export const fallback = new Composer<BotContext>();

fallback.on('callback_query', (ctx) => ctx.toast(ctx.t('common-old-button')));

fallback.chatType('private').on('message', async (ctx) => {
  if (/^\/(batal|cancel)\b/.test(ctx.message.text ?? ''))
    return ctx.answer({ text: ctx.t('common-nothing-to-cancel') });
  const { text } = ctx.message;
  ctx.answer({ text: ctx.t(text === undefined ? 'common-hint-media' : 'common-hint') });
});
