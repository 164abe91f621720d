import type { BotContext } from '../context.ts';
import type { FlowInput } from './flow.ts';

/** Null for what is no answer at all (service messages). */
export function inputOf(ctx: BotContext): FlowInput | null {
  const message = ctx.message;
  if (!message) return null;
  if (message.text !== undefined) return { kind: 'text', text: message.text };
  if (message.contact) {
    return { kind: 'contact', phone: message.contact.phone_number, own: message.contact.user_id === message.from.id };
  }
  const photo = message.photo?.at(-1);
  if (photo) {
    const { file_id: fileId, file_unique_id: uniqueId } = photo;
    return { kind: 'photo', fileId, uniqueId, messageId: message.message_id, album: message.media_group_id ?? null };
  }
  if (message.location) {
    return { kind: 'location', latitude: message.location.latitude, longitude: message.location.longitude };
  }
  const what = kinds.find((kind) => kind in message);
  return what ? { kind: 'other', what } : null;
}
const kinds = [
  'sticker',
  'voice',
  'audio',
  'video',
  'video_note',
  'animation',
  'document',
  'poll',
  'dice',
  'venue',
  'story',
  'game',
  'checklist',
  'paid_media',
] as const;
