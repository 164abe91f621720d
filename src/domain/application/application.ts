import { z } from 'zod';
import { personName } from '../profile/register.ts';
import { isAllowed, type StatusTable } from '../status.ts';
import { line, paragraph } from '../text.ts';

export const applicationStatuses = ['pending', 'approved', 'rejected', 'withdrawn', 'expired'] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

/** From → allowed to. Only a pending application is open; every decision is final. */
export const applicationTransitions: StatusTable<ApplicationStatus> = {
  pending: ['approved', 'rejected', 'withdrawn', 'expired'],
  approved: [],
  rejected: [],
  withdrawn: [],
  expired: [],
};
export const mayBecome = (from: ApplicationStatus, to: ApplicationStatus): boolean =>
  isAllowed(applicationTransitions, from, to);

export const forWhoms = ['self', 'child', 'sibling', 'two'] as const;
export type ForWhom = (typeof forWhoms)[number];
/** Who will live there; `campur` only for two people of different sex. */
export const occupantGenders = ['putra', 'putri', 'campur'] as const;
export type OccupantGender = (typeof occupantGenders)[number];
export const occupations = ['student', 'worker'] as const;
export type Occupation = (typeof occupations)[number];
export const durations = [1, 3, 6, 12] as const;
/** How many days ahead a rent may begin. */
export const START_WITHIN_DAYS = 90;

export const emergencyContactSchema = z.object({
  name: z.string().min(1).max(80),
  /** E.164, `+62…`. */
  phone: z.string().min(1).max(20),
  relation: z.string().min(1).max(40),
});

/** `application:{id}`. Prices are those the tenant saw when sending it; the contract takes them from here. */
export const applicationSchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  tenantPhone: z.string(),
  ownerId: z.string(),
  propertyId: z.string(),
  propertyName: z.string(),
  roomTypeId: z.string(),
  /** The room type's name of that day. */
  roomType: z.string(),
  /** Rupiah. */
  monthlyRent: z.int().min(0),
  /** Rupiah. */
  deposit: z.int().min(0),
  forWhom: z.enum(forWhoms),
  occupantGender: z.enum(occupantGenders),
  occupation: z.enum(occupations),
  /** Civil date. */
  startDate: z.iso.date(),
  /** Months. */
  duration: z.int().min(1),
  emergencyContact: emergencyContactSchema,
  note: z.string().max(500).nullable(),
  status: z.enum(applicationStatuses),
  rejectionReason: z.string().nullable().default(null),
  decidedBy: z.string().nullable().default(null),
  decidedByName: z.string().nullable().default(null),
  decidedAt: z.iso.datetime().nullable().default(null),
  contractId: z.string().nullable().default(null),
  /** When it ends undecided; copied from the configuration of its day. */
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Application = z.infer<typeof applicationSchema>;
/** A new one: without what is null at first. */
export type ApplicationInput = z.input<typeof applicationSchema>;

export type Mismatch = 'putra-only' | 'putri-only' | 'one-person-only';

/** Why these people cannot live in that kos, or null. */
export function mismatch(
  kos: { type: 'putra' | 'putri' | 'campur'; twoPeopleAllowed: boolean },
  people: { forWhom: ForWhom; occupantGender: OccupantGender },
): Mismatch | null {
  if (kos.type !== 'campur' && kos.type !== people.occupantGender) return `${kos.type}-only`;
  if (people.forWhom === 'two' && !kos.twoPeopleAllowed) return 'one-person-only';
  return null;
}

/** Our name for the owner's card, so that it can show the decision later. */
export const cardRef = (application: Pick<Application, 'id'>): string => `application:${application.id}`;

/** What people type, as the flows and the use cases accept it. */
const hasWords = (text: string): boolean => /\p{L}.*\p{L}/su.test(text);
export const contactNameInput = personName;
export const relationInput = line(2, 40).refine((text) => hasWords(text) && !/[<>{}|\\]/.test(text));
export const noteInput = paragraph(500).pipe(z.string().min(1));
export const reasonInput = paragraph(300).pipe(z.string().min(3).refine(hasWords));
export const emergencyContactInput = z.object({
  name: contactNameInput,
  /** E.164, already normalised by the flow. */
  phone: z.string().regex(/^\+[1-9]\d{7,14}$/),
  relation: relationInput,
});
