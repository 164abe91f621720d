import { z } from 'zod';
import { defineCallback } from '../ui/callback.ts';
import type { Html } from '../ui/html.ts';
import { button } from '../ui/keyboard.ts';

/** Opens a listing; where it stood in a search goes along, for the way back. */
export const listingTap = defineCallback('listing', {
  id: z.string(),
  search: z.string().optional(),
  position: z.int().optional(),
});

/** A listing under words of the caller's. */
export const listingButton = (
  label: Html,
  listing: { id: string; search?: string | undefined; position?: number | undefined },
) => button(label, listingTap.pack(listing));
