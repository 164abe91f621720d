import { z } from 'zod';
import type { StoredFile } from '../files.ts';
import type { Queued } from '../updates.ts';
import type { Account, ChatState, Press, Stored, World } from '../world.ts';

const id = z.number().int();
const strings = z.array(z.string());

const member = z.object({
  status: z.enum(['creator', 'administrator', 'member', 'left', 'kicked']),
  anonymous: z.boolean().optional(),
  title: z.string().optional(),
  denied: strings.optional(),
});
const topic = z.object({ id, name: z.string(), color: id, closed: z.boolean(), createdByBot: z.boolean() });
const webhook = z.object({ url: z.string(), secret: z.string(), maxConnections: id });

/** One line of the journal. A later line about the same thing takes the place of an earlier one. */
const recordSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('account'),
    account: z.looseObject({ id, is_bot: z.boolean(), first_name: z.string(), language_code: z.string().optional() }),
  }),
  z.object({
    is: z.literal('chat'),
    id,
    type: z.enum(['private', 'group', 'supergroup']),
    title: z.string(),
    isForum: z.boolean(),
    nextMessageId: id.positive(),
    members: z.array(z.tuple([id, member])),
    topics: z.array(topic),
    pinned: z.array(id),
    started: z.boolean(),
    blocked: z.boolean(),
    deactivated: z.boolean(),
    migratedTo: id.nullable(),
    replyKeyboard: z
      .object({ keyboard: z.looseObject({ keyboard: z.array(z.array(z.unknown())) }), messageId: id })
      .nullable(),
    forceReply: z.looseObject({}).nullable(),
    instance: z.string(),
  }),
  z.object({
    is: z.literal('message'),
    chatId: id,
    markup: z.enum(['none', 'inline', 'reply', 'remove', 'force']),
    reactions: z.array(z.tuple([id, strings])),
    service: z.boolean(),
    sentAt: z.number(),
    message: z.looseObject({ message_id: id.positive(), date: z.number(), chat: z.looseObject({ id }) }),
  }),
  z.object({ is: z.literal('gone'), chatId: id, messageId: id }),
  z.object({
    is: z.literal('press'),
    id: z.string(),
    userId: id,
    chatId: id,
    messageId: id,
    data: z.string(),
    at: z.number(),
    answer: z.object({ text: z.string(), alert: z.boolean(), url: z.string() }).nullable(),
  }),
  z.object({ is: z.literal('update'), id, json: z.string(), expiresAt: z.number(), lane: z.string() }),
  z.object({ is: z.literal('confirmed'), ids: z.array(id) }),
  z.object({
    is: z.literal('file'),
    fileId: z.string(),
    // It names the file on the disk.
    uniqueId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    kind: z.enum(['photo', 'document', 'voice', 'sticker', 'video', 'audio', 'animation', 'video_note']),
    mimeType: z.string(),
    fileName: z.string(),
    path: z.string(),
    width: z.number(),
    height: z.number(),
  }),
  z.object({ is: z.literal('queue'), nextUpdateId: id.positive() }),
  z.object({
    is: z.literal('bot'),
    met: z.array(id),
    allowed: strings.nullable(),
    webhook: webhook.nullable(),
    commands: z.array(z.tuple([z.string(), z.array(z.object({ command: z.string(), description: z.string() }))])),
    profile: z.array(z.tuple([z.string(), z.string()])),
    menuButtons: z.array(z.tuple([z.union([id, z.literal('default')]), z.looseObject({})])),
  }),
]);
export type WorldRecord = z.infer<typeof recordSchema>;

/** Null for a line that is no record of this shape. */
export function readRecord(line: string): WorldRecord | null {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

export const accountLine = (account: Account): string => JSON.stringify({ is: 'account', account });

/** The number is given extra: the caller compares lines, and it changes with every message. */
export function chatLine(chat: ChatState, nextMessageId: number): string {
  const { messages: _, members, topics, ...plain } = chat;
  return JSON.stringify({ is: 'chat', ...plain, members: [...members], topics: [...topics.values()], nextMessageId });
}

export const messageLine = (chatId: number, stored: Stored): string =>
  JSON.stringify({ is: 'message', chatId, ...stored, reactions: [...stored.reactions] });

export const goneLine = (chatId: number, messageId: number): string =>
  JSON.stringify({ is: 'gone', chatId, messageId });

export const pressLine = (press: Press): string => JSON.stringify({ is: 'press', ...press });

export const updateLine = (update: Queued): string => JSON.stringify({ is: 'update', ...update });

export const confirmedLine = (ids: number[]): string => JSON.stringify({ is: 'confirmed', ids });

export const queueLine = (nextUpdateId: number): string => JSON.stringify({ is: 'queue', nextUpdateId });

export function fileLine(file: StoredFile): string {
  const { bytes: _, ...about } = file;
  return JSON.stringify({ is: 'file', ...about });
}

export const botLine = (world: World, webhook: object | null): string =>
  JSON.stringify({
    is: 'bot',
    met: [...world.met],
    allowed: world.updates.allowed(),
    webhook,
    commands: [...world.commands],
    profile: [...world.profile],
    menuButtons: [...world.menuButtons],
  });
