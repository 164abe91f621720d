import type { Message } from 'grammy/types';
import {
  type ChatState,
  chatJson,
  deliver,
  type Member,
  type MemberStatus,
  newChat,
  post,
  type Topic,
  userJson,
  type World,
} from './world.ts';

export interface GroupOptions {
  /** `-100…` for a supergroup, another negative number for a basic group. */
  id: number;
  title: string;
  type?: 'group' | 'supergroup';
  isForum?: boolean;
  /** What the bot is there (default: administrator with every right). */
  bot?: Member;
}

export interface SandboxGroup {
  readonly id: number;
  readonly chat: ChatState;
  /** Makes a person member or administrator, or changes what they are. */
  sets(user: { id: number }, member: Member | MemberStatus): void;
  /** Changes what the bot is there and tells it (`my_chat_member`). */
  setsBot(member: Member | MemberStatus, by: { id: number }): void;
  /** A person opens a topic. */
  opensTopic(by: { id: number }, name: string): Topic;
  closesTopic(by: { id: number }, topicId: number): void;
  /** A basic group becomes a supergroup; the old id answers with `migrate_to_chat_id` from then on. */
  upgrades(by: { id: number }, newId?: number): SandboxGroup;
}

export function createGroup(world: World, options: GroupOptions): SandboxGroup {
  const known = world.restored.delete(options.id) ? world.chats.get(options.id) : undefined;
  if (known) return groupOf(world, known);
  const chat = newChat(world, {
    id: options.id,
    type: options.type ?? 'supergroup',
    title: options.title,
    isForum: options.isForum ?? false,
  });
  chat.members.set(world.me.id, options.bot ?? { status: 'administrator' });
  return groupOf(world, chat);
}

const asMember = (member: Member | MemberStatus): Member => (typeof member === 'string' ? { status: member } : member);

function groupOf(world: World, chat: ChatState): SandboxGroup {
  const person = (by: { id: number }) => {
    const account = world.accounts.get(by.id);
    if (!account) throw new Error(`the sandbox has no user ${by.id}`);
    return userJson(account);
  };
  const service = (by: { id: number }, content: Partial<Message>, thread?: Topic): Message => {
    const stored = post(world, chat, { from: person(by), content, service: true, thread });
    deliver(world, chat, { message: stored.message });
    return stored.message;
  };

  return {
    id: chat.id,
    chat,
    sets(user, member) {
      chat.members.set(user.id, asMember(member));
      world.met.add(user.id);
    },
    setsBot(member, by) {
      const before = chat.members.get(world.me.id)?.status ?? 'left';
      const next = asMember(member);
      chat.members.set(world.me.id, next);
      deliver(world, chat, {
        my_chat_member: {
          chat: chatJson(world, chat),
          from: person(by),
          date: Math.floor(world.clock.now() / 1000),
          old_chat_member: { status: before, user: world.me },
          new_chat_member: { status: next.status, user: world.me },
        },
      });
    },
    opensTopic(by, name) {
      const topic: Topic = { id: chat.nextMessageId, name, color: 7322096, closed: false, createdByBot: false };
      chat.topics.set(topic.id, topic);
      service(by, { forum_topic_created: { name, icon_color: topic.color } }, topic);
      return topic;
    },
    closesTopic(by, topicId) {
      const topic = chat.topics.get(topicId);
      if (!topic) throw new Error(`no topic ${topicId}`);
      topic.closed = true;
      service(by, { forum_topic_closed: {} }, topic);
    },
    upgrades(by, newId = -1_000_000_000_000 + chat.id) {
      const next = newChat(world, { id: newId, type: 'supergroup', title: chat.title, isForum: false });
      next.members = new Map(chat.members);
      service(by, { migrate_to_chat_id: newId });
      chat.migratedTo = newId;
      const upgraded = groupOf(world, next);
      const told = post(world, next, { from: person(by), content: { migrate_from_chat_id: chat.id }, service: true });
      deliver(world, next, { message: told.message });
      return upgraded;
    },
  };
}
