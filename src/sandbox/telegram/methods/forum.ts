import type { ForumTopic, Message } from 'grammy/types';
import { type Call, type Handler, integer, text, writableChat } from '../call.ts';
import { badRequest } from '../errors.ts';
import { type ChatState, hasRight, postService, type Topic } from '../world.ts';

const colors = new Set([7322096, 16766590, 13338331, 9367192, 16749490, 16478047]);

function forum(call: Call): ChatState {
  const chat = writableChat(call);
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  return chat;
}

function topicForChange(call: Call, act: 'edit' | 'close or open' | 'delete'): { chat: ChatState; topic: Topic } {
  const chat = forum(call);
  const topic = chat.topics.get(integer(call.params, 'message_thread_id'));
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  const right = act === 'delete' ? 'can_delete_messages' : 'can_manage_topics';
  const allowed = hasRight(chat, call.world.me.id, right) || (act !== 'delete' && topic.createdByBot);
  if (!allowed) throw badRequest(`not enough rights to ${act} the topic`);
  return { chat, topic };
}

const createForumTopic: Handler = (call) => {
  const chat = forum(call);
  const name = text(call.params, 'name').trim();
  if (name === '') throw badRequest('name must be non-empty');
  const color = call.params.icon_color === undefined ? 7322096 : integer(call.params, 'icon_color');
  if (!colors.has(color)) throw badRequest('invalid icon color specified');
  if (!hasRight(chat, call.world.me.id, 'can_manage_topics')) throw badRequest('not enough rights to create a topic');
  call.admit();
  const topic = openTopic(call, chat, [...name].slice(0, 128).join(''), color);
  return { message_thread_id: topic.id, name: topic.name, icon_color: topic.color } satisfies ForumTopic;
};

/** A topic is the service message that opened it: both have the same id. */
function openTopic(call: Call, chat: ChatState, name: string, color: number): Topic {
  const topic: Topic = { id: chat.nextMessageId, name, color, closed: false, createdByBot: true };
  chat.topics.set(topic.id, topic);
  postService(call.world, chat, call.world.me, { forum_topic_created: { name, icon_color: color } }, topic);
  return topic;
}

const editForumTopic: Handler = (call) => {
  const { chat, topic } = topicForChange(call, 'edit');
  const name = text(call.params, 'name').trim();
  if ((name === '' || name === topic.name) && call.params.icon_custom_emoji_id === undefined) {
    throw badRequest('TOPIC_NOT_MODIFIED');
  }
  call.admit();
  if (name !== '') topic.name = [...name].slice(0, 128).join('');
  postService(call.world, chat, call.world.me, { forum_topic_edited: { name: topic.name } } as Partial<Message>, topic);
  return true;
};

const setClosed =
  (closed: boolean): Handler =>
  (call) => {
    const { chat, topic } = topicForChange(call, 'close or open');
    if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
    call.admit();
    topic.closed = closed;
    const content = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
    postService(call.world, chat, call.world.me, content as Partial<Message>, topic);
    return true;
  };

const deleteForumTopic: Handler = (call) => {
  const { chat, topic } = topicForChange(call, 'delete');
  call.admit();
  for (const [id, stored] of chat.messages) {
    if (id !== topic.id && stored.message.message_thread_id !== topic.id) continue;
    chat.messages.delete(id);
    call.world.changes.emit('change', { kind: 'delete', chatId: chat.id, messageId: id });
  }
  chat.topics.delete(topic.id);
  call.world.changes.emit('change', { kind: 'chat', chatId: chat.id });
  return true;
};

export const forumMethods: Record<string, Handler> = {
  createForumTopic,
  editForumTopic,
  deleteForumTopic,
  closeForumTopic: setClosed(true),
  reopenForumTopic: setClosed(false),
};
