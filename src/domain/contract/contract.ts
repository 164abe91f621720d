import { z } from 'zod';
import { emergencyContactSchema, forWhoms, occupantGenders, occupations } from '../application/application.ts';
import type { StatusTable } from '../status.ts';

export const contractStatuses = ['active', 'expired', 'terminated'] as const;
export type ContractStatus = (typeof contractStatuses)[number];

export const contractTransitions: StatusTable<ContractStatus> = {
  active: ['expired', 'terminated'],
  expired: [],
  terminated: [],
};
/** `contract:{id}`. */
export const contractSchema = z.object({
  id: z.string(),
  /** Null for tenants who were invited. */
  applicationId: z.string().nullable(),
  tenantId: z.string(),
  tenantName: z.string(),
  tenantEmail: z.string().nullable(),
  tenantPhone: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  propertyId: z.string(),
  propertyName: z.string(),
  roomTypeId: z.string(),
  roomType: z.string(),
  /** As the owner wrote it, spaces trimmed, upper case. */
  roomNumber: z.string(),
  /** Civil dates, both days included. */
  startDate: z.iso.date(),
  endDate: z.iso.date(),
  /** Rupiah. */
  monthlyRent: z.int().min(0),
  /** Rupiah. */
  deposit: z.int().min(0),
  /** Months. */
  duration: z.int().min(1),
  status: z.enum(contractStatuses),
  paymentSchedule: z.literal('monthly').default('monthly'),
  /** Day of the month; shorter months take their last day. */
  paymentDueDay: z.int().min(1).max(31),
  /** House rules and the like, as they were agreed. */
  terms: z.array(z.string()),
  emergencyContact: emergencyContactSchema,
  /** Null where there was no application. */
  forWhom: z.enum(forWhoms).nullable(),
  occupantGender: z.enum(occupantGenders).nullable(),
  occupation: z.enum(occupations).nullable(),
  /** The first payment; until then the room is only held and nothing is owed. */
  acceptedAt: z.iso.datetime().nullable().default(null),
  /** Until when the room is held for the first payment; null once nothing is held. */
  holdUntil: z.iso.datetime().nullable().default(null),
  endReason: z.enum(['not_paid']).nullable().default(null),
  endedAt: z.iso.datetime().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Contract = z.infer<typeof contractSchema>;
/** A new one: without what is null at first. */
export type ContractInput = z.input<typeof contractSchema>;

/** The room is reserved, the tenant has not paid yet. */
export const isHeld = (contract: Contract): boolean =>
  contract.status === 'active' && contract.acceptedAt === null && contract.holdUntil !== null;

/** Our name for the message that offers the tenant this contract; it is edited when the hold ends. */
export const offerRef = (contract: Pick<Contract, 'id'>): string => `offer:${contract.id}`;

/** One spelling per room, so that `a 1` and `A1` cannot both be let. Null when it is no usable room number. */
export function roomNumberOf(text: string): string | null {
  const number = text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  return /^[\p{L}\p{N}][\p{L}\p{N}./-]{0,9}$/u.test(number) ? number : null;
}
