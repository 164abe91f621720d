import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Property } from './property.ts';
import { propertyStore } from './property-store.ts';

/**
 * A listing to look at: active ones for everybody, one's own always. Throws `property.not-active` for a listing that
 * is there but not offered, `common.not-found` for an id that never was.
 */
export async function getProperty(ctx: Ctx, id: string): Promise<Property> {
  const property = await propertyStore.peek(ctx.tx, id);
  if (!property) throw new DomainError('common.not-found');
  const own = 'userId' in ctx.actor && ctx.actor.userId === property.ownerId;
  if (property.status !== 'active' && !own) throw new DomainError('property.not-active');
  return property;
}
