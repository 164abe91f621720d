import { markReachable } from '../../domain/profile/mark-reachable.ts';
import type { ChatMoves } from '../delivery/chat-moves.ts';
import type { Gate } from './gate.ts';

/** Who blocked the bot, who is back, and which group became a supergroup. */
export function reachability(chats: ChatMoves): Gate {
  return async (ctx) => {
    const { message, chat, myChatMember } = ctx;
    if (message?.migrate_to_chat_id !== undefined) {
      const [key, move] = chats.moved(String(message.chat.id), String(message.migrate_to_chat_id));
      ctx.domain.tx.set(key, move);
      return false;
    }
    if (chat?.type === 'private' && ctx.from) {
      const reachable = myChatMember?.new_chat_member.status !== 'kicked';
      // Everybody who writes is there; only who was marked as gone costs a write.
      if (!reachable || ctx.person.profile?.blockedAt) {
        await markReachable(ctx.domain, { telegramId: ctx.from.id, reachable });
      }
    }
    return !myChatMember;
  };
}
