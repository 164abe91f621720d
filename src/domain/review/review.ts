import { z } from 'zod';

/** `review:{id}`: one per contract, of the tenant about the listing (product 3.10). */
export const reviewSchema = z.object({
  id: z.string(),
  propertyId: z.string(),
  contractId: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  rating: z.int().min(1).max(5),
  content: z.string(),
  /** The owner answers once. */
  answer: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Review = z.infer<typeof reviewSchema>;
