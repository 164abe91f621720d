import { z } from 'zod';

/**
 * `property-revision:{propertyId}`: a change of an active listing that waits for an admin, while the listing itself
 * stays as it is (product 3.8). It goes when it is decided; what is not given does not change.
 */
export const propertyRevisionSchema = z.object({
  propertyId: z.string(),
  ownerId: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  address: z.string().optional(),
  /** As in the listing. */
  images: z.array(z.string()).optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type PropertyRevision = z.infer<typeof propertyRevisionSchema>;
