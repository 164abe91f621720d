import { ApiError, badRequest, forbidden } from './errors.ts';
import type { RawParams, Upload } from './request.ts';
import { isUpload, type Params } from './validate.ts';
import { type ChatState, hasRight, type Stored, type Topic, type World } from './world.ts';

/** One call of one method. */
export interface Call {
  world: World;
  method: string;
  params: Params;
  /** As they came, files named by `attach://` included. */
  raw: RawParams;
  /** Fires when the caller hangs up. */
  left: AbortSignal;
  /**
   * Nothing may be changed before this: refuses what bot-api.json does not know and, for messages, what flows too
   * fast. `messages` is how many go to the chat (0: no limit applies).
   */
  admit(chat?: ChatState, messages?: number): void;
}

/** A JSON string that is sent as it is. */
export class RawJson {
  readonly json: string;
  constructor(json: string) {
    this.json = json;
  }
}

/** With a `description` beside the result (setWebhook). */
export class Described {
  readonly result: unknown;
  readonly description: string;
  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

export type Handler = (call: Call) => unknown;

export const text = (params: Params, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
};
export const integer = (params: Params, name: string): number => {
  const value = params[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
};
export const flag = (params: Params, name: string): boolean => params[name] === true;

/** The chat that a parameter names, however reachable it is. Throws `chat not found`. */
export function findChat({ world, params }: Call, name = 'chat_id'): ChatState {
  const value = params[name];
  if (value === undefined || value === '') {
    throw badRequest(name === 'chat_id' ? 'chat_id is empty' : `Parameter "${name}" is required`);
  }
  const chat = world.chats.get(Number(value));
  if (!chat || (chat.type === 'private' && !world.met.has(chat.id))) throw badRequest('chat not found');
  return chat;
}

/** The chat, when the bot may read there (edits, deletions, chat information). */
export function readableChat(call: Call, name = 'chat_id'): ChatState {
  const chat = findChat(call, name);
  if (chat.migratedTo !== null) throw migrated(chat.migratedTo);
  if (chat.type !== 'private') checkMembership(chat, call.world.me.id);
  return chat;
}

/** The chat, when the bot may write there. Throws what Telegram answers for each reason why not. */
export function writableChat(call: Call): ChatState {
  const chat = readableChat(call);
  if (chat.type !== 'private') return chat;
  if (chat.deactivated) throw forbidden('user is deactivated');
  if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
  if (chat.blocked) throw forbidden('USER_IS_BLOCKED');
  return chat;
}

const migrated = (chatId: number): ApiError =>
  new ApiError(400, 'group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chatId });

function checkMembership(chat: ChatState, botId: number): void {
  const status = chat.members.get(botId)?.status ?? 'left';
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
  if (status === 'left') throw forbidden(`bot is not a member of the ${chat.type} chat`);
}

/** The topic of `message_thread_id`, or of the message that is replied to; undefined in General and flat chats. */
export function topicOf(call: Call, chat: ChatState, replyTo?: Stored): Topic | undefined {
  const asked = call.params.message_thread_id;
  if (asked === undefined) {
    const inherited = chat.isForum ? replyTo?.message.message_thread_id : undefined;
    return inherited === undefined ? undefined : chat.topics.get(inherited);
  }
  const topic = chat.isForum ? chat.topics.get(Number(asked)) : undefined;
  if (!topic) throw badRequest('message thread not found');
  return topic;
}

export function checkTopicOpen(call: Call, chat: ChatState, topic: Topic | undefined): void {
  if (!topic?.closed || topic.createdByBot) return;
  if (!hasRight(chat, call.world.me.id, 'can_manage_topics')) throw badRequest('TOPIC_CLOSED');
}

/** The message that `reply_parameters` names, in the same chat. */
export function replyTarget(call: Call, chat: ChatState): Stored | undefined {
  const reply = call.params.reply_parameters;
  if (typeof reply !== 'object' || reply === null) return undefined;
  const { message_id: id, allow_sending_without_reply: lenient } = reply as Record<string, unknown>;
  if (id === undefined) return undefined;
  const stored = chat.messages.get(Number(id));
  if (!stored && lenient !== true) throw badRequest('message to be replied not found');
  return stored;
}

/** The upload that a value stands for: the file part itself, or the one that `attach://name` names. */
export function uploadOf(call: Call, value: unknown): Upload | undefined {
  if (isUpload(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('attach://')) return undefined;
  const part = call.raw[value.slice('attach://'.length)];
  return isUpload(part) ? part : undefined;
}
