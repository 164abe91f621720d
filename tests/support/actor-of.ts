import type { Actor } from '../../src/domain/context.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';

/** This person, acting in their own chat. */
export function actorOf({ id, telegramId, language }: Profile): Extract<Actor, { kind: 'user' }> {
  if (telegramId === null) throw new Error(`${id} has no Telegram account`);
  return { kind: 'user', userId: id, telegramId, language };
}
