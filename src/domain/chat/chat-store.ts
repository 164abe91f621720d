import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Conversation, conversationSchema } from './conversation.ts';
import { type Message, messageSchema } from './message.ts';

export const conversationStore = defineStore<Conversation>({
  name: 'conversation',
  schema: conversationSchema,
  key: keys.chat.conversation,
  idOf: (conversation) => conversation.id,
  indexes: ({ id, participants, propertyId }) => [
    ...participants.map((userId) => keys.chat.user(userId, id)),
    keys.chat.property(propertyId, id),
  ],
  guards: ({ participants: [tenantId, ownerId], propertyId }) => [keys.chat.once(tenantId, ownerId, propertyId)],
  references: [
    { field: 'participants', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
});

const kinds: Readonly<Record<string, string>> = { text: 'text', image: 'photo', file: 'document' };
const fromSeed: Migration = (value) => ({ kind: kinds[String(value.type)] ?? null, ...value });

/** Ids are ULIDs, so that the index of a conversation is in the order of writing. */
export const messageStore = defineStore<Message>({
  name: 'message',
  schema: messageSchema,
  migrations: [fromSeed],
  key: keys.chat.message,
  idOf: (message) => message.id,
  indexes: ({ id, conversationId }) => [keys.chat.messages(conversationId, id)],
  references: [
    { field: 'conversationId', entity: 'conversation' },
    { field: 'senderId', entity: 'profile' },
    { field: 'replyTo', entity: 'message' },
  ],
});
