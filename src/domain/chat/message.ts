import { z } from 'zod';

export const messageTypes = ['text', 'image', 'file'] as const;
/** Telegram's kinds of what can be relayed. */
export const messageKinds = [
  'text',
  'photo',
  'document',
  'voice',
  'audio',
  'video',
  'video_note',
  'animation',
  'sticker',
  'location',
] as const;

/** `chat:message:{id}`. The words of people: shown to the two participants and, in a report, to admins only. */
export const messageSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  senderId: z.string(),
  senderName: z.string(),
  /** Text or caption, as it was relayed (masked where masking applies). */
  content: z.string(),
  type: z.enum(messageTypes),
  kind: z.enum(messageKinds),
  /** Telegram's formatting of the content (`MessageEntity`), offsets in UTF-16 units. */
  entities: z.array(z.looseObject({ type: z.string(), offset: z.int(), length: z.int() })).default([]),
  /** `tg:<file_id>`, or an address in our storage once it became evidence. */
  fileUrl: z.string().nullable(),
  fileName: z.string().nullable(),
  /** Messages sent together as one album carry the same. */
  albumId: z.string().nullable().default(null),
  /** The message it answers. */
  replyTo: z.string().nullable().default(null),
  readBy: z.array(z.string()),
  timestamp: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable().default(null),
  /** Its content is gone then; the message stays as a place in the conversation. */
  deletedAt: z.iso.datetime().nullable().default(null),
});
export type Message = z.infer<typeof messageSchema>;
