import { z } from 'zod';

const sides = ['tenant', 'owner'] as const;
/** By the participants' user ids. */
const perParticipant = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

/** `chat:conversation:{id}`: one per person, owner and listing (product 3.6). */
export const conversationSchema = z.object({
  id: z.string(),
  /** The one who asks, then the owner. */
  participants: z.tuple([z.string(), z.string()]),
  participantNames: perParticipant(z.string()),
  participantRoles: perParticipant(z.enum(sides)),
  propertyId: z.string(),
  /** Follows a rename of the listing. */
  propertyName: z.string(),
  /** The newest message's words, cut, for the list; empty before the first. */
  lastMessage: z.string(),
  lastMessageAt: z.iso.datetime().nullable(),
  /** How many messages each has not seen; missing is 0. */
  unread: perParticipant(z.int().min(0)).default({}),
  /** Who does not want to be notified. */
  mutedBy: z.array(z.string()).default([]),
  closedAt: z.iso.datetime().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Conversation = z.infer<typeof conversationSchema>;
