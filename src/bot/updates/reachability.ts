import type { MiddlewareFn } from 'grammy';
import { markReachable } from '../../domain/profile/mark-reachable.ts';
import type { BotContext } from '../context.ts';
import type { ChatMoves } from '../delivery/chat-moves.ts';

/** Who blocked the bot, who is back, and which group became a supergroup. */
export function reachability(chats: ChatMoves): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { message, chat, myChatMember } = ctx;
    if (message?.migrate_to_chat_id !== undefined) {
      const [key, move] = chats.moved(String(message.chat.id), String(message.migrate_to_chat_id));
      return ctx.domain.tx.set(key, move);
    }
    if (chat?.type === 'private' && ctx.from) {
      const reachable = myChatMember?.new_chat_member.status !== 'kicked';
      // Everybody who writes is there; only who was marked as gone costs a write.
      if (!reachable || ctx.person.profile?.blockedAt) {
        await markReachable(ctx.domain, { telegramId: ctx.from.id, reachable });
      }
    }
    if (!myChatMember) await next();
  };
}
