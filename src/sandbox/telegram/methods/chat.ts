import type { ChatMember, Message } from 'grammy/types';
import { type Call, type Handler, integer, readableChat, text, writableChat } from '../call.ts';
import { badRequest } from '../errors.ts';
import { type ChatState, chatJson, hasRight, type Member, postService, userJson } from '../world.ts';

const rights = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
];

/** A member as getChatMember tells it. */
export function memberJson(call: Pick<Call, 'world'>, chat: ChatState, userId: number): ChatMember {
  const account = call.world.accounts.get(userId);
  if (!account) throw badRequest('user not found');
  const user = userJson(account);
  const inPrivate = chat.type === 'private' && (userId === chat.id || userId === call.world.me.id);
  const member: Member = chat.members.get(userId) ?? { status: inPrivate ? 'member' : 'left' };
  const title = member.title === undefined ? {} : { custom_title: member.title };
  const anonymous = { is_anonymous: member.anonymous ?? false, ...title };
  if (member.status === 'creator') return { status: 'creator', user, ...anonymous } as ChatMember;
  if (member.status === 'administrator') {
    const granted = Object.fromEntries(rights.map((right) => [right, hasRight(chat, userId, right)]));
    return { status: 'administrator', user, can_be_edited: false, ...granted, ...anonymous } as unknown as ChatMember;
  }
  if (member.status === 'kicked') return { status: 'kicked', user, until_date: 0 };
  return { status: member.status, user } as ChatMember;
}

const getChat: Handler = (call) => {
  const chat = readableChat(call);
  call.admit();
  const pinnedId = chat.pinned.at(-1);
  const pinned = pinnedId === undefined ? undefined : chat.messages.get(pinnedId)?.message;
  return {
    ...chatJson(call.world, chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(pinned ? { pinned_message: pinned } : {}),
  };
};

const getChatMember: Handler = (call) => {
  const chat = readableChat(call);
  const userId = integer(call.params, 'user_id');
  if (userId <= 0) throw badRequest('invalid user_id specified');
  call.admit();
  return memberJson(call, chat, userId);
};

const groupOnly = (chat: ChatState): void => {
  if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
};

const getChatAdministrators: Handler = (call) => {
  const chat = readableChat(call);
  groupOnly(chat);
  call.admit();
  return [...chat.members]
    .filter(
      ([id, member]) => ['creator', 'administrator'].includes(member.status) && !call.world.accounts.get(id)?.is_bot,
    )
    .map(([id]) => memberJson(call, chat, id));
};

const getChatMemberCount: Handler = (call) => {
  const chat = readableChat(call);
  call.admit();
  if (chat.type === 'private') return 2;
  return [...chat.members.values()].filter((member) => !['left', 'kicked'].includes(member.status)).length;
};

const leaveChat: Handler = (call) => {
  const chat = readableChat(call);
  if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  call.admit();
  chat.members.set(call.world.me.id, { status: 'left' });
  return true;
};

function pinnable(call: Call): ChatState {
  const chat = writableChat(call);
  if (chat.type !== 'private' && !hasRight(chat, call.world.me.id, 'can_pin_messages')) {
    throw badRequest('not enough rights to manage pinned messages in the chat');
  }
  return chat;
}

const pinChatMessage: Handler = (call) => {
  const chat = pinnable(call);
  const stored = chat.messages.get(integer(call.params, 'message_id'));
  if (!stored) throw badRequest('message to pin not found');
  if (stored.service) throw badRequest("a service message can't be pinned");
  call.admit();
  const id = stored.message.message_id;
  if (chat.pinned.at(-1) === id) return true;
  chat.pinned = [...chat.pinned.filter((pinned) => pinned !== id), id];
  const { reply_to_message: _, ...plain } = stored.message;
  const thread = stored.message.message_thread_id;
  postService(
    call.world,
    chat,
    call.world.me,
    { pinned_message: plain } as Partial<Message>,
    thread === undefined ? undefined : chat.topics.get(thread),
  );
  return true;
};

const unpinChatMessage: Handler = (call) => {
  const chat = pinnable(call);
  const asked = call.params.message_id;
  const id = asked === undefined ? chat.pinned.at(-1) : Number(asked);
  if (id === undefined || !chat.pinned.includes(id)) throw badRequest('message to unpin not found');
  call.admit();
  chat.pinned = chat.pinned.filter((pinned) => pinned !== id);
  call.world.changes.emit('change', { kind: 'chat', chatId: chat.id });
  return true;
};

const unpinAllChatMessages: Handler = (call) => {
  const chat = pinnable(call);
  call.admit();
  chat.pinned = [];
  call.world.changes.emit('change', { kind: 'chat', chatId: chat.id });
  return true;
};

const setChatTitle: Handler = (call) => {
  const chat = writableChat(call);
  const title = text(call.params, 'title').trim();
  if (title === '') throw badRequest('title must be non-empty');
  if (chat.type === 'private' || !hasRight(chat, call.world.me.id, 'can_change_info')) {
    throw badRequest('not enough rights to change chat title');
  }
  call.admit();
  chat.title = title;
  postService(call.world, chat, call.world.me, { new_chat_title: title });
  return true;
};

export const chatMethods: Record<string, Handler> = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
  setChatTitle,
};
