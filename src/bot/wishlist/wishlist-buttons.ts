import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

/** A listing, and what is on the screen: a search's result, the listing itself, or the wishlist. */
const saved = {
  id: z.string(),
  from: z.enum(['result', 'listing', 'list']),
  /** Of a result, and of a listing that was opened from one. */
  search: z.string().optional(),
  /** Of the result; the wishlist's page. */
  position: z.int().optional(),
};
export const saveTap = defineCallback('save', saved);
export const unsaveTap = defineCallback('unsave', saved);
/** Opens an entry of the wishlist. */
export const savedTap = defineCallback('saved', { id: z.string() });
export type SavedTap = Parameters<typeof saveTap.pack>[0];
export const wishlistTap = defineCallback('wishlist', { page: z.int().optional() });

export interface Shown {
  from: 'result' | 'listing';
  search?: string | undefined;
  position?: number | undefined;
}

/** ❤️ Simpan, or 💔 Hapus dari wishlist for who saved it. */
export const heartButton = (t: Translate, listing: { id: string; saved: boolean }, shown: Shown) => {
  const { id, saved: isSaved } = listing;
  return isSaved
    ? button(t('wishlist-button-remove'), unsaveTap.pack({ id, ...shown }))
    : button(t('wishlist-button-save'), saveTap.pack({ id, ...shown }));
};

/** ❤️ Wishlist */
export const wishlistButton = (t: Translate) => button(t('wishlist-button-open'), wishlistTap.pack({}));
