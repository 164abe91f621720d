import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button, type Style } from '../ui/keyboard.ts';

export const searchTap = defineCallback('search-open', {});
/** Turns to the result before or after the listing `id`, or comes back to it. `search` names a remembered query. */
export const resultTap = defineCallback('turn', {
  search: z.string(),
  position: z.int().min(1),
  to: z.enum(['at', 'next', 'prev']),
  id: z.string(),
});
export const positionTap = defineCallback('turn-at', { position: z.int().min(1), total: z.int().min(1) });
export const dropFilterTap = defineCallback('drop', { search: z.string(), index: z.int().min(0) });
/** Cities may have long names; the button carries a short one made from it. */
export const cityTap = defineCallback('city', { city: z.string() });

/** 🔍 Cari kos */
export const searchButton = (t: Translate, style: Style | null = 'primary') =>
  button(t('search-button-open'), searchTap.pack({}), style ?? undefined);
