import { z } from 'zod';
import { propertyStatuses } from '../property/property.ts';

/** `wishlist:{userId}:{propertyId}`: a saved listing, and how it was when its owner last heard of it (product 3.2). */
export const wishlistSchema = z.object({
  userId: z.string(),
  propertyId: z.string(),
  /** Follows a rename of the listing. */
  propertyName: z.string(),
  propertyCity: z.string(),
  /** Rupiah a month. */
  propertyPrice: z.int().positive(),
  /** As in the listing's `images`; null where it has none. */
  propertyImage: z.string().nullable(),
  /** Null where the entry does not tell, as in the seed's. */
  availableRooms: z.int().min(0).nullable().default(null),
  propertyStatus: z.enum(propertyStatuses).nullable().default(null),
  addedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Wishlist = z.infer<typeof wishlistSchema>;
