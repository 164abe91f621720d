import type { Message } from 'grammy/types';
import type { MessageSlot } from '../feature.ts';

/** What a message means, in the order in which it is asked (product 3.0). The first that takes it keeps it. */
export const messageOrder = [
  'command',
  'reply',
  'flow',
  'conversation',
  'proof',
  'ended-conversation',
  'search',
  'greeting',
] as const satisfies readonly (MessageSlot | 'command' | 'flow')[];
export type Meaning = (typeof messageOrder)[number];

/** Where it was said. In the admin group, people also talk to each other: only what is for the bot counts. */
export type Room = 'private' | 'admin-group' | 'group';

const isProof = ({ photo, document }: Message): boolean =>
  photo !== undefined || document?.mime_type === 'application/pdf';

/** Which of these this kind of message can be at all, there: the one place that decides. */
export function mayMean(meaning: Meaning, message: Message, room: Room): boolean {
  const isReply = message.reply_to_message !== undefined;
  switch (meaning) {
    case 'command':
      return true;
    case 'reply':
      return isReply;
    case 'flow':
      return room !== 'admin-group' || isReply;
    case 'conversation':
      return room === 'private';
    case 'proof':
      return room === 'private' && isProof(message);
    case 'ended-conversation':
    case 'greeting':
      return room === 'private' && message.text !== undefined;
    case 'search':
      return room === 'private' && (message.text !== undefined || message.location !== undefined);
  }
}
