import { z } from 'zod';
import { requireTenant } from '../access.ts';
import { addDays, addMs, today } from '../calendar.ts';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import { tenantProfileStore } from '../profile/profile-store.ts';
import { roomTypeOf } from '../property/property.ts';
import {
  type Application,
  type ApplicationInput,
  applicationSchema,
  cardRef,
  durations,
  emergencyContactInput,
  forWhoms,
  mismatch,
  noteInput,
  occupantGenders,
  occupations,
  START_WITHIN_DAYS,
} from './application.ts';
import { applicationStore } from './application-store.ts';
import { offerFor } from './offer.ts';

const DAY_MS = 86_400_000;

export const submitApplicationInput = z.object({
  propertyId: z.string(),
  roomTypeId: z.string(),
  forWhom: z.enum(forWhoms),
  occupantGender: z.enum(occupantGenders),
  occupation: z.enum(occupations),
  startDate: z.iso.date(),
  duration: z.literal(durations),
  emergencyContact: emergencyContactInput,
  note: noteInput.nullable(),
  /** Rupiah, as the review screen showed them: nobody applies for a price they have not seen. */
  seen: z.object({ monthlyRent: z.int(), deposit: z.int() }),
});
export type SubmitApplicationInput = z.input<typeof submitApplicationInput>;

/**
 * A tenant applies for a room. Writes the application and the owner's card.
 * Throws `application.*`, `property.not-active`, `property.no-room`, and what `requireTenant` throws.
 */
export async function submitApplication(ctx: Ctx, input: SubmitApplicationInput): Promise<Application> {
  const tenant = await requireTenant(ctx);
  const parsed = submitApplicationInput.safeParse(input);
  if (!parsed.success) {
    throw new DomainError('application.invalid', { field: String(parsed.error.issues[0]?.path[0] ?? '') });
  }
  const wish = parsed.data;

  const { property } = await offerFor(ctx, { propertyId: wish.propertyId });
  // For the contact, the card, and how the owner is called in the answer.
  await ctx.tx.preload([
    keys.profile.tenant(tenant.id),
    keys.profile.record(property.ownerId),
    keys.profile.owner(property.ownerId),
  ]);
  const room = roomTypeOf(property, wish.roomTypeId);
  if (!room || room.availableRooms === 0) throw new DomainError('property.no-room', { name: property.name });
  const wrong = mismatch(property, wish);
  if (wrong) throw new DomainError('application.wrong-people', { reason: wrong, name: property.name });
  const first = today(ctx.clock, ctx.timezone);
  if (wish.startDate < first || wish.startDate > addDays(first, START_WITHIN_DAYS)) {
    throw new DomainError('application.start-date', { days: START_WITHIN_DAYS });
  }
  if (wish.duration < property.minimumStay) {
    throw new DomainError('application.duration', { months: property.minimumStay });
  }
  if (wish.emergencyContact.phone === tenant.phone) throw new DomainError('application.own-phone');
  if (wish.seen.monthlyRent !== room.pricePerMonth || wish.seen.deposit !== property.deposit) {
    throw new DomainError('application.price-changed', { name: property.name });
  }

  const { seen: _, ...wanted } = wish;
  const application = applicationSchema.parse({
    ...wanted,
    id: ctx.ids.next('app'),
    tenantId: tenant.id,
    tenantName: tenant.name,
    tenantPhone: tenant.phone,
    ownerId: property.ownerId,
    propertyName: property.name,
    roomType: room.name,
    monthlyRent: room.pricePerMonth,
    deposit: property.deposit,
    status: 'pending',
    expiresAt: addMs(ctx.now, ctx.config.applicationDays * DAY_MS),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  } satisfies ApplicationInput);
  applicationStore.create(ctx.tx, application);
  await rememberContact(ctx, tenant.id, application);
  await tell(
    ctx,
    property.ownerId,
    'application.card',
    { applicationId: application.id },
    { ref: cardRef(application) },
  );
  return application;
}

/** The emergency contact is offered with one tap the next time. */
async function rememberContact(ctx: Ctx, userId: string, application: Application): Promise<void> {
  const before = await tenantProfileStore.find(ctx.tx, userId);
  const { emergencyContact, updatedAt } = application;
  if (before) tenantProfileStore.update(ctx.tx, before, { ...before, emergencyContact, updatedAt });
  else tenantProfileStore.create(ctx.tx, { userId, emergencyContact, updatedAt });
}
