import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import type { Json } from '../ports.ts';
import { conversationSchema } from './conversation.ts';
import { messageSchema } from './message.ts';

/** The one who asks comes first, whoever the seed's list begins with: guard and views go by that. */
const conversationFromSeed: Migration = (value) => {
  const { participants, participantRoles: roles } = value;
  if (!Array.isArray(participants) || roles === null || typeof roles !== 'object' || Array.isArray(roles)) return value;
  const isOwner = (id: Json): number => (roles?.[String(id)] === 'owner' ? 1 : 0);
  return { ...value, participants: participants.toSorted((a, b) => isOwner(a) - isOwner(b)) };
};

export const conversationStore = defineStore({
  key: keys.chat.conversation,
  schema: conversationSchema,
  migrations: [conversationFromSeed],
  indexes: ({ id, participants, propertyId }) => [
    ...participants.map((userId) => keys.chat.user(userId, id)),
    keys.chat.property(propertyId, id),
  ],
  guards: ({ participants: [tenantId, ownerId], propertyId }) => [keys.chat.once(tenantId, ownerId, propertyId)],
  references: [
    { field: 'participants', entity: 'profile' },
    { field: 'propertyId', entity: 'property' },
  ],
  outlivesPeople: () => true,
});

const kinds: Readonly<Record<string, string>> = { text: 'text', image: 'photo', file: 'document' };
const messageFromSeed: Migration = (value) => ({ kind: kinds[String(value.type)] ?? null, ...value });

/** Ids are ULIDs, so that the index of a conversation is in the order of writing. */
export const messageStore = defineStore({
  key: keys.chat.message,
  schema: messageSchema,
  migrations: [messageFromSeed],
  indexes: ({ id, conversationId }) => [keys.chat.messages(conversationId, id)],
  references: [
    { field: 'conversationId', entity: 'conversation' },
    { field: 'senderId', entity: 'profile' },
    { field: 'replyTo', entity: 'message' },
  ],
  outlivesPeople: () => true,
});
