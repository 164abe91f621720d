import type { Application } from '../application/application.ts';
import { endDateOf } from '../invoice/periods.ts';
import type { Profile } from '../profile/profile.ts';
import { type Contract, type ContractInput, contractSchema } from './contract.ts';

/** The contract an approval makes: prices as the tenant applied for them, names of that day, the room only held. */
export function contractFromApplication(
  application: Application,
  facts: {
    id: string;
    /** ISO UTC. */
    now: string;
    holdUntil: string;
    terms: readonly string[];
    owner: Pick<Profile, 'id' | 'name'>;
    /** Null when the account is gone by now. */
    tenant: Profile | null;
    roomNumber: string;
    /** Civil date. */
    startDate: string;
    paymentDueDay: number;
  },
): Contract {
  const { owner, tenant, startDate, now } = facts;
  return contractSchema.parse({
    id: facts.id,
    applicationId: application.id,
    tenantId: application.tenantId,
    tenantName: tenant?.name ?? application.tenantName,
    tenantEmail: tenant?.email ?? null,
    tenantPhone: tenant?.phone ?? application.tenantPhone,
    ownerId: owner.id,
    ownerName: owner.name,
    propertyId: application.propertyId,
    propertyName: application.propertyName,
    roomTypeId: application.roomTypeId,
    roomType: application.roomType,
    roomNumber: facts.roomNumber,
    startDate,
    endDate: endDateOf(startDate, application.duration),
    monthlyRent: application.monthlyRent,
    deposit: application.deposit,
    duration: application.duration,
    status: 'active',
    paymentDueDay: facts.paymentDueDay,
    terms: [...facts.terms],
    emergencyContact: application.emergencyContact,
    forWhom: application.forWhom,
    occupantGender: application.occupantGender,
    occupation: application.occupation,
    holdUntil: facts.holdUntil,
    createdAt: now,
    updatedAt: now,
  } satisfies ContractInput);
}
