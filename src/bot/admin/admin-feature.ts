import { type Feature, onCommand } from '../feature.ts';

const names = ['idgrup', 'groupid'] as const;

/**
 * `/idgrup` (product 3.11): what to put into ADMIN_CHAT_ID. Anybody may ask: a group's id is no secret, and whoever
 * sets KostIn up has no other way to learn it. `adminChatId`: the group that is configured, null when there is none.
 */
export const createAdminFeature = (adminChatId: number | null): Feature => ({
  name: 'admin',
  commands: [
    onCommand(
      names,
      (ctx) => {
        const key = ctx.chat?.id === adminChatId ? 'admin-group-id-set' : 'admin-group-id';
        ctx.answer({ text: ctx.t(key, { id: String(ctx.chat?.id) }) });
      },
      { where: 'group', published: 'setup' },
    ),
    onCommand(names, (ctx) => ctx.answer({ text: ctx.t('admin-group-id-private') })),
  ],
});
