import { requireOwnerOf } from '../access.ts';
import { addMs, dateOf, dateParts, today } from '../calendar.ts';
import type { Ctx } from '../context.ts';
import { type Contract, offerRef, roomNumberOf } from '../contract/contract.ts';
import { contractFromApplication } from '../contract/contract-from-application.ts';
import { contractStore } from '../contract/contract-store.ts';
import { DomainError } from '../errors.ts';
import { firstInvoice } from '../invoice/first-invoice.ts';
import type { Invoice } from '../invoice/invoice.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { dueDayChoices, periodOf } from '../invoice/periods.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import { profileStore } from '../profile/profile-store.ts';
import { takeRoom } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';
import type { Application } from './application.ts';
import { applicationStore } from './application-store.ts';
import { closeApplication } from './close-application.ts';

const HOUR_MS = 3_600_000;

export interface ApproveApplicationInput {
  applicationId: string;
  roomNumber: string;
  /** Day of the month, one of `dueDayChoices`. */
  paymentDueDay: number;
}

/**
 * The owner takes the tenant: contract, one room taken, first invoice and both messages, all or nothing.
 * Throws `application.already-decided`, `property.no-room`, `contract.room-number`, `contract.room-taken`,
 * `contract.due-day`. The invoice's number is known after the commit.
 */
export async function approveApplication(
  ctx: Ctx,
  input: ApproveApplicationInput,
): Promise<{ contract: Contract; invoice: Invoice }> {
  const application = await applicationStore.get(ctx.tx, input.applicationId);
  const owner = await requireOwnerOf(ctx, application);
  if (application.status !== 'pending') {
    throw new DomainError('application.already-decided', { status: application.status });
  }
  const roomNumber = roomNumberOf(input.roomNumber);
  if (roomNumber === null) throw new DomainError('contract.room-number');

  const roomGuard = keys.contract.room(application.propertyId, roomNumber);
  await ctx.tx.preload([
    keys.property.record(application.propertyId),
    keys.profile.record(application.tenantId),
    roomGuard,
  ]);
  const property = await propertyStore.get(ctx.tx, application.propertyId);
  const propertyAfter = takeRoom(property, application.roomTypeId);
  if ((await ctx.tx.get(roomGuard)) !== null) throw new DomainError('contract.room-taken', { number: roomNumber });
  const startDate = effectiveStart(ctx, application);
  if (!dueDayChoices(startDate).includes(input.paymentDueDay)) throw new DomainError('contract.due-day');
  const tenant = await profileStore.peek(ctx.tx, application.tenantId);

  const contract = contractFromApplication(application, {
    id: ctx.ids.next('contract'),
    now: ctx.now,
    holdUntil: addMs(ctx.now, ctx.config.holdHours * HOUR_MS),
    terms: property.houseRules,
    owner,
    tenant,
    roomNumber,
    startDate,
    paymentDueDay: input.paymentDueDay,
  });
  const { year, month } = dateParts(periodOf(startDate, 1).start);
  const invoice = firstInvoice(contract, {
    number: ctx.tx.sequence(keys.invoice.counter(year, month), 3),
    holdEnds: dateOf(contract.holdUntil ?? ctx.now, ctx.timezone),
    now: ctx.now,
  });
  contractStore.create(ctx.tx, contract);
  invoiceStore.create(ctx.tx, invoice);
  propertyStore.update(ctx.tx, property, { ...propertyAfter, updatedAt: ctx.now });
  await closeApplication(ctx, { application, status: 'approved', by: owner, contractId: contract.id });
  const [applicationId, contractId] = [application.id, contract.id];
  const offer = { contractId, invoiceId: invoice.id };
  await tell(ctx, application.tenantId, 'contract.offer', offer, { ref: offerRef(contract) });
  await tell(ctx, application.ownerId, 'application.approved', { applicationId, contractId });
  return { contract, invoice };
}

/** A start that has passed while the owner was thinking becomes today; the tenant sees it before agreeing. */
export function effectiveStart(ctx: Pick<Ctx, 'clock' | 'timezone'>, application: Application): string {
  const now = today(ctx.clock, ctx.timezone);
  const hasPassed = application.startDate < now;
  return hasPassed ? now : application.startDate;
}
