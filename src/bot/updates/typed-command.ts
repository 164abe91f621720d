import type { Message } from 'grammy/types';

export interface TypedCommand {
  /** Lower case: phones begin what is typed with a capital. */
  name: string;
  /** What follows, trimmed. */
  words: string;
}

/** The command to this bot that a message begins with, known or not. `username`: the bot's. */
export function typedCommand(message: Message | undefined, username: string): TypedCommand | null {
  const entity = message?.entities?.[0];
  if (message?.text === undefined || entity?.type !== 'bot_command' || entity.offset !== 0) return null;
  const [name = '', bot] = message.text.slice(1, entity.length).toLowerCase().split('@');
  if (bot !== undefined && bot !== username.toLowerCase()) return null;
  return { name, words: message.text.slice(entity.length).trim() };
}
