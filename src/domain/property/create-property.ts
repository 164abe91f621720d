import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { profileStore } from '../profile/profile-store.ts';
import { type Property, propertySchema, type RoomType, withRoomTypes } from './property.ts';
import { propertyStore } from './property-store.ts';

/** Rooms without ids: they are `r1`, `r2`… in the order given. */
type NewRoomType = Omit<RoomType, 'id'>;
export type NewProperty = Omit<
  Property,
  | 'id'
  | 'ownerId'
  | 'ownerName'
  | 'roomTypes'
  | 'pricePerMonth'
  | 'totalRooms'
  | 'availableRooms'
  | 'rating'
  | 'reviewCount'
  | 'status'
  | 'followDueAt'
  | 'createdAt'
  | 'updatedAt'
> & { roomTypes: NewRoomType[] };

/**
 * A new listing of the acting owner, `pending_approval`. The system may make one for any owner, in any status
 * (demo data). Throws `common.not-allowed` when the owner is none, ZodError when a field is not as it must be.
 */
export async function createProperty(
  ctx: Ctx,
  input: NewProperty & {
    asSystem?: Pick<Property, 'ownerId' | 'status' | 'rating' | 'reviewCount'> & { id?: string };
  },
): Promise<Property> {
  const { asSystem, ...listing } = input;
  const { actor } = ctx;
  if ((asSystem === undefined) === (actor.kind === 'system')) throw new DomainError('common.not-allowed');
  const ownerId = asSystem?.ownerId ?? ('userId' in actor ? actor.userId : '');
  const owner = await profileStore.find(ctx.tx, ownerId);
  if (owner?.role !== 'owner' || owner.bannedAt) throw new DomainError('common.not-allowed');

  const { now } = ctx;
  const property: Property = propertySchema.parse({
    ...withRoomTypes(
      listing,
      listing.roomTypes.map((room, i) => ({ ...room, id: `r${i + 1}` })),
    ),
    id: asSystem?.id ?? ctx.ids.next('prop'),
    ownerId: owner.id,
    ownerName: owner.name,
    status: asSystem?.status ?? 'pending_approval',
    rating: asSystem?.rating ?? 0,
    reviewCount: asSystem?.reviewCount ?? 0,
    createdAt: now,
    updatedAt: now,
  });
  propertyStore.create(ctx.tx, property);
  return property;
}
