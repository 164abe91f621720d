import { Composer } from 'grammy';
import type { BotContext } from '../context.ts';

/**
 * `/idgrup` (PRODUCT 3.11): what to put into ADMIN_CHAT_ID. Anybody may ask: a group's id is no secret, and whoever
 * sets KostIn up has no other way to learn it. `adminChatId`: the group that is configured, null when there is none.
 */
export function createGroupIdFeature(adminChatId: number | null): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  const command = ['idgrup', 'groupid'];
  feature.chatType(['group', 'supergroup']).command(command, (ctx) => {
    const key = ctx.chat.id === adminChatId ? 'admin-group-id-set' : 'admin-group-id';
    ctx.answer({ text: ctx.t(key, { id: String(ctx.chat.id) }) });
  });
  feature.chatType('private').command(command, (ctx) => ctx.answer({ text: ctx.t('admin-group-id-private') }));
  return feature;
}
