import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { readFacilities } from './facility.ts';

export const propertyTypes = ['putra', 'putri', 'campur'] as const;
export type PropertyType = (typeof propertyTypes)[number];

export const propertyStatuses = ['pending_approval', 'active', 'rejected', 'inactive'] as const;
export type PropertyStatus = (typeof propertyStatuses)[number];

/** From each status, what it may become. */
export const propertyTransitions: Readonly<Record<PropertyStatus, readonly PropertyStatus[]>> = {
  pending_approval: ['active', 'rejected'],
  active: ['inactive'],
  rejected: ['pending_approval'],
  inactive: ['active'],
};

const roomTypeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Rupiah. */
    pricePerMonth: z.int().positive(),
    totalRooms: z.int().min(1),
    availableRooms: z.int().min(0),
  })
  .refine((room) => room.availableRooms <= room.totalRooms, { error: 'more rooms available than there are' });
export type RoomType = z.infer<typeof roomTypeSchema>;

export const lateFeePolicySchema = z.object({
  graceDays: z.int().min(0),
  /** Rupiah a day. */
  perDay: z.int().min(0),
  /** At most this part of the month's rent. */
  maxPercent: z.int().min(0).max(100),
});

/** `property:{id}`: the seed's fields, and those of product 3.8. */
export const propertySchema = z.object({
  id: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  name: z.string(),
  description: z.string(),
  address: z.string(),
  city: z.string(),
  district: z.string(),
  type: z.enum(propertyTypes),
  /** Rupiah, the lowest of the room types. */
  pricePerMonth: z.int().positive(),
  /** Sums over the room types. */
  availableRooms: z.int().min(0),
  totalRooms: z.int().min(1),
  roomTypes: z.array(roomTypeSchema).min(1),
  facilities: z.array(z.string()).transform(readFacilities),
  /** `https://…`, `asset:<name>`, `tg:<file_id>`. */
  images: z.array(z.string()),
  status: z.enum(propertyStatuses),
  rating: z.number().min(0).max(5).default(0),
  reviewCount: z.int().min(0).default(0),
  /** Rupiah; 0: none. */
  deposit: z.int().min(0).default(0),
  /** Months. */
  minimumStay: z.int().min(1).max(12).default(1),
  includes: z
    .object({
      electricity: z.enum(['included', 'token', 'shared']),
      water: z.boolean(),
      wifi: z.boolean(),
    })
    .default({ electricity: 'token', water: false, wifi: false }),
  houseRules: z.array(z.string()).default([]),
  twoPeopleAllowed: z.boolean().default(false),
  lateFee: lateFeePolicySchema.nullable().default(null),
  noticeDays: z.int().min(0).default(30),
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullable().default(null),
  /** Since when those who keep copies of this listing have to hear of a change; null: they have. Its store sets it. */
  followDueAt: z.iso.datetime().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Property = z.infer<typeof propertySchema>;

/** Price and counts always follow the room types: lowest price, sums. */
export function withRoomTypes<T extends object>(
  property: T,
  roomTypes: readonly RoomType[],
): T & Pick<Property, 'roomTypes' | 'pricePerMonth' | 'totalRooms' | 'availableRooms'> {
  return {
    ...property,
    roomTypes: [...roomTypes],
    pricePerMonth: Math.min(...roomTypes.map((room) => room.pricePerMonth)),
    totalRooms: roomTypes.reduce((total, room) => total + room.totalRooms, 0),
    availableRooms: roomTypes.reduce((total, room) => total + room.availableRooms, 0),
  };
}

export const roomTypeOf = (property: Property, roomTypeId: string): RoomType | null =>
  property.roomTypes.find((room) => room.id === roomTypeId) ?? null;

/** One room of this type let. Throws `property.no-room` when none is left or the type is gone. */
export function takeRoom(property: Property, roomTypeId: string): Property {
  const room = roomTypeOf(property, roomTypeId);
  if (!room || room.availableRooms === 0) throw new DomainError('property.no-room', { name: property.name });
  return changeAvailable(property, roomTypeId, -1);
}

/** One room of this type free again; never more than there are. A type that is gone by now changes nothing. */
export function freeRoom(property: Property, roomTypeId: string): Property {
  const room = roomTypeOf(property, roomTypeId);
  return room && room.availableRooms < room.totalRooms ? changeAvailable(property, roomTypeId, 1) : property;
}

const changeAvailable = (property: Property, roomTypeId: string, by: number): Property =>
  withRoomTypes(
    property,
    property.roomTypes.map((room) =>
      room.id === roomTypeId ? { ...room, availableRooms: room.availableRooms + by } : room,
    ),
  );
