import { z } from 'zod';
import { readFacilities } from '../property/facility.ts';
import { propertyTypes } from '../property/property.ts';

/** The seed's filters; what is null or 0 as a least price is not asked for. */
export const savedFiltersSchema = z.object({
  /** Words, as the person typed them. */
  search: z.string().default(''),
  city: z.string().nullable().default(null),
  district: z.string().nullable().default(null),
  type: z.enum(propertyTypes).nullable().default(null),
  /** Rupiah a month, inclusive. */
  minPrice: z.int().min(0).default(0),
  maxPrice: z.int().min(0).nullable().default(null),
  facilities: z.array(z.string()).default([]).transform(readFacilities),
});
export type SavedFilters = z.infer<typeof savedFiltersSchema>;

/** `saved-search:{userId}:{searchId}` (product 3.2). */
export const savedSearchSchema = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  filters: savedFiltersSchema,
  /** Whether its owner is told of new matches. */
  notificationEnabled: z.boolean(),
  createdAt: z.iso.datetime(),
  /** When it was run last. */
  lastUsed: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** Stands for "no city asked for" in index keys; no city is called that. */
export const anyCity = '*';
