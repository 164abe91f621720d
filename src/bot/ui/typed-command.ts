import type { Message, Update } from 'grammy/types';
import type { BotContext } from '../context.ts';

/** The length of the command that a message begins with; 0 without one. */
function lengthOf(message: Message | undefined): number {
  const entity = message?.entities?.[0];
  return message?.text !== undefined && entity?.type === 'bot_command' && entity.offset === 0 ? entity.length : 0;
}

/** Phones begin what is typed with a capital: `/Batal` is `/batal`, for whoever looks for it (`composer.command`). */
export function withLowerCaseCommand(update: Update): Update {
  const { message } = update;
  const length = lengthOf(message);
  if (!message?.text || length === 0) return update;
  const text = message.text.slice(0, length).toLowerCase() + message.text.slice(length);
  return { ...update, message: { ...message, text } } as Update;
}

/** Whether it is a command to this bot, known or not. */
export function isCommand(ctx: BotContext): boolean {
  const length = lengthOf(ctx.message);
  const botName = ctx.message?.text?.slice(0, length).split('@')[1];
  return length > 0 && (botName === undefined || botName.toLowerCase() === ctx.me.username.toLowerCase());
}
