import { z } from 'zod';
import { type Property, propertyStatuses } from '../property/property.ts';

/** How a listing stood at some moment; null where nobody wrote it down, as in the seed's entries. */
export const standingSchema = z.object({
  /** Rupiah a month. */
  price: z.int().positive(),
  rooms: z.int().min(0).nullable(),
  status: z.enum(propertyStatuses).nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

/** `wishlist:{userId}:{propertyId}`: a saved listing, and how it stood when it was saved (product 3.2). */
export const wishlistSchema = z.object({
  userId: z.string(),
  propertyId: z.string(),
  /** Name, city and picture follow the listing. */
  propertyName: z.string(),
  propertyCity: z.string(),
  /** Rupiah a month, when it was saved; so are rooms and status. */
  propertyPrice: z.int().positive(),
  /** As in the listing's `images`; null where it has none. */
  propertyImage: z.string().nullable(),
  availableRooms: z.int().min(0).nullable().default(null),
  propertyStatus: z.enum(propertyStatuses).nullable().default(null),
  /** What news is measured against; null: still how it stood when it was saved. */
  told: standingSchema.nullable().default(null),
  addedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Wishlist = z.infer<typeof wishlistSchema>;

/** The most that one person saves: more is not a choice any more. */
export const MAX_SAVED = 100;

export const standingOf = (property: Property): Standing => ({
  price: property.pricePerMonth,
  rooms: property.availableRooms,
  status: property.status,
});

/** What is kept of a listing that this person saves now (ISO instant). */
export const savedEntry = (userId: string, property: Property, now: string): Wishlist => ({
  userId,
  propertyId: property.id,
  ...copiedFrom(property),
  propertyPrice: property.pricePerMonth,
  availableRooms: property.availableRooms,
  propertyStatus: property.status,
  told: null,
  addedAt: now,
  updatedAt: now,
});

/** What follows the listing. */
export const copiedFrom = (property: Property) => ({
  propertyName: property.name,
  propertyCity: property.city,
  propertyImage: property.images[0] ?? null,
});

/** How it stood when it was saved. */
export const savedStanding = (entry: Wishlist): Standing => ({
  price: entry.propertyPrice,
  rooms: entry.availableRooms,
  status: entry.propertyStatus,
});

/** `from`: rupiah, the lowest that this person had heard of. */
export type News = { kind: 'cheaper'; from: number } | { kind: 'room' } | { kind: 'closed' };

/** What is worth telling (product 3.2): a price drop, a room that frees up, a listing that closes; nothing else is. */
export function newsOf(before: Standing, now: Standing): News[] {
  if (now.status !== 'active') return (before.status ?? 'active') === 'active' ? [{ kind: 'closed' }] : [];
  return [
    ...(now.price < before.price ? [{ kind: 'cheaper' as const, from: before.price }] : []),
    ...(before.rooms === 0 && (now.rooms ?? 0) > 0 ? [{ kind: 'room' as const }] : []),
  ];
}

/** Whether it is worth saying still, as things stand when the message goes out. */
export function isStillSo(news: News, now: Standing): boolean {
  if (news.kind === 'closed') return now.status !== 'active';
  if (now.status !== 'active') return false;
  return news.kind === 'cheaper' ? now.price < news.from : (now.rooms ?? 0) > 0;
}

/**
 * Against what the next news is measured. A price that rose is not told, so it does not count: one that is raised and
 * lowered again is no news. Prices and rooms of a closed listing say nothing.
 */
export function heard(before: Standing, now: Standing): Standing {
  if (now.status !== 'active') return { ...before, status: now.status };
  return { ...now, price: Math.min(before.price, now.price) };
}
