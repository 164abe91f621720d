import type { Ctx } from '../context.ts';
import type { Property } from './property.ts';
import { propertyStore } from './property-store.ts';

export type FoundProperty =
  | { kind: 'shown'; property: Property; own: boolean }
  /** It is there but not offered (any more), or never was. */
  | { kind: 'not-active'; name: string }
  | { kind: 'not-found' };

/** A listing to look at: active ones for everybody, one's own always. */
export async function getProperty(ctx: Ctx, input: { propertyId: string }): Promise<FoundProperty> {
  const property = await propertyStore.peek(ctx.tx, input.propertyId);
  if (!property) return { kind: 'not-found' };
  const own = 'userId' in ctx.actor && ctx.actor.userId === property.ownerId;
  if (property.status !== 'active' && !own) return { kind: 'not-active', name: property.name };
  return { kind: 'shown', property, own };
}
