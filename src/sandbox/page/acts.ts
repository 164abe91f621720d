import { z } from 'zod';
import type { PressResult } from '../telegram/pressing.ts';
import type { TelegramServer } from '../telegram/server.ts';
import type { SandboxPerson } from './views.ts';

const place = { thread: z.number().int().optional(), replyTo: z.number().int().optional() };
const bytes = z.string().transform((value) => new Uint8Array(Buffer.from(value, 'base64')));

/** What a person can do on the page. */
const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('send'), text: z.string().trim().min(1).max(4096), ...place }),
  z.object({ act: z.literal('edit'), messageId: z.number().int(), text: z.string().trim().min(1).max(4096) }),
  z.object({ act: z.literal('press'), messageId: z.number().int(), row: z.number().int(), column: z.number().int() }),
  z.object({ act: z.literal('reply-button'), label: z.string() }),
  z.object({ act: z.literal('start'), payload: z.string().regex(/^[A-Za-z0-9_-]{0,64}$/) }),
  z.object({ act: z.literal('contact') }),
  z.object({ act: z.literal('location'), latitude: z.number(), longitude: z.number(), ...place }),
  z.object({ act: z.literal('photo'), data: bytes, caption: z.string().max(1024).optional(), ...place }),
  z.object({
    act: z.literal('document'),
    data: bytes,
    name: z.string().max(120),
    mimeType: z.string().max(120),
    ...place,
  }),
  z.object({ act: z.literal('react'), messageId: z.number().int(), emoji: z.string().max(8).nullable() }),
  z.object({ act: z.literal('delete'), messageId: z.number().int() }),
  z.object({ act: z.literal('block') }),
  z.object({ act: z.literal('unblock') }),
  z.object({ act: z.literal('language'), language: z.enum(['id', 'en']) }),
]);

const bodySchema = z.intersection(z.object({ userId: z.number().int(), chatId: z.number().int() }), actSchema);

/** Does it as that person in that chat. Throws ZodError for nonsense, Error when Telegram's app would not let them. */
export function performAct(
  telegram: TelegramServer,
  people: SandboxPerson[],
  body: unknown,
): PressResult | { kind: 'done' } {
  const request = bodySchema.parse(body);
  const user = people.find((person) => person.user.id === request.userId)?.user;
  if (!user) throw new Error(`tidak ada orang ${request.userId}`);
  const chat = { id: request.chatId };
  const where = {
    chat,
    ...('thread' in request && request.thread !== undefined ? { thread: request.thread } : {}),
    ...('replyTo' in request && request.replyTo !== undefined ? { replyTo: request.replyTo } : {}),
  };
  switch (request.act) {
    case 'send':
      user.sends(request.text, where);
      break;
    case 'edit':
      user.edits(request.messageId, request.text, where);
      break;
    case 'press':
      return pressAt(telegram, user, request);
    case 'reply-button':
      return user.presses(request.label, where);
    case 'start':
      user.start(request.payload);
      break;
    case 'contact':
      user.sharesContact();
      break;
    case 'location':
      user.sendsLocation(request.latitude, request.longitude, where);
      break;
    case 'photo':
      user.sendsPhoto(request.data, { ...where, ...(request.caption ? { caption: request.caption } : {}) });
      break;
    case 'document':
      user.sendsDocument(request.data, { ...where, name: request.name, mimeType: request.mimeType });
      break;
    case 'react':
      user.reacts(request.messageId, request.emoji, where);
      break;
    case 'delete':
      user.deletes(request.messageId, where);
      break;
    case 'block':
      user.blocks();
      break;
    case 'unblock':
      user.unblocks();
      break;
    case 'language':
      user.setLanguage(request.language);
  }
  return { kind: 'done' };
}

/** Labels may repeat within a message, so the page names a button by its place. */
function pressAt(
  telegram: TelegramServer,
  user: SandboxPerson['user'],
  at: { chatId: number; messageId: number; row: number; column: number },
): PressResult {
  const message = telegram.world.chats.get(at.chatId)?.messages.get(at.messageId)?.message;
  const button = message?.reply_markup?.inline_keyboard[at.row]?.[at.column];
  if (!message || !button) throw new Error('tombol itu sudah tidak ada');
  if (!('callback_data' in button)) return { kind: 'disabled' };
  return user.presses({ data: button.callback_data }, { chat: { id: at.chatId }, message });
}
