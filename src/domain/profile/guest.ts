import { z } from 'zod';
import { keys } from '../keys.ts';
import type { Tx } from '../store.ts';

/** `guest:{telegramId}`: all that is kept of somebody without a profile. */
const guestSchema = z.object({ language: z.enum(['id', 'en']), updatedAt: z.iso.datetime() });
export type Guest = z.infer<typeof guestSchema>;

export const guestStore = {
  async find(tx: Tx, telegramId: number): Promise<Guest | null> {
    const value = await tx.get(keys.profile.guest(telegramId));
    return value === null ? null : guestSchema.parse(value);
  },
  /** Reads it first, so that the commit checks its version. */
  async save(tx: Tx, telegramId: number, guest: Guest): Promise<void> {
    await tx.get(keys.profile.guest(telegramId));
    tx.set(keys.profile.guest(telegramId), guest);
  },
  async forget(tx: Tx, telegramId: number): Promise<void> {
    if ((await tx.get(keys.profile.guest(telegramId))) !== null) tx.delete(keys.profile.guest(telegramId));
  },
};
