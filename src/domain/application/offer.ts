import { requireTenant } from '../access.ts';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { Profile } from '../profile/profile.ts';
import type { Property, RoomType } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';

export interface Offer {
  tenant: Profile & { phone: string };
  property: Property;
  /** Room types with a room left. */
  rooms: RoomType[];
}

/**
 * Whether this person may apply for that listing now, and for what. Throws `property.not-active`,
 * `property.no-room`, `application.own-listing`, `application.already-open`, and what `requireTenant` throws.
 */
export async function offerFor(ctx: Ctx, input: { propertyId: string }): Promise<Offer> {
  const { propertyId } = input;
  const tenant = await requireTenant(ctx);
  const guard = keys.application.open(tenant.id, propertyId);
  await ctx.tx.preload([keys.property.record(propertyId), guard]);
  const property = await propertyStore.get(ctx.tx, propertyId);
  if (property.ownerId === tenant.id) throw new DomainError('application.own-listing');
  if (property.status !== 'active') throw new DomainError('property.not-active', { name: property.name });
  if ((await ctx.tx.get(guard)) !== null) throw new DomainError('application.already-open', { name: property.name });
  const rooms = property.roomTypes.filter((room) => room.availableRooms > 0);
  if (rooms.length === 0) throw new DomainError('property.no-room', { name: property.name });
  return { tenant, property, rooms };
}
