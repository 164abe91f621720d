import type { Ctx, PaymentOutside } from '../context.ts';
import { GatewayUnavailable } from '../errors.ts';
import { type Invoice, isOpen } from '../invoice/invoice.ts';
import { invoiceStore } from '../invoice/invoice-store.ts';
import { keys } from '../keys.ts';
import { tell } from '../outbox.ts';
import { closeCharge } from '../payment/close-charge.ts';
import { paymentStore } from '../payment/payment-store.ts';
import { freeRoom } from '../property/property.ts';
import { propertyStore } from '../property/property-store.ts';
import { type Contract, isHeld } from './contract.ts';
import { contractStore } from './contract-store.ts';
import { refreshOffer } from './refresh-offer.ts';

/**
 * A hold that ran out unpaid: contract terminated, invoice cancelled, room back, both told. An open charge is
 * closed at the gateway first; when that turns out to be paid, the contract is agreed instead. Does nothing when
 * it is not due or settled already. Throws GatewayUnavailable: ask again later.
 */
export async function expireHold(outside: PaymentOutside, input: { contractId: string }): Promise<void> {
  const { run } = outside;
  const { contractId } = input;
  const before = await run(async (ctx) => {
    const due = await dueHold(ctx, contractId);
    return due && { charge: await openCharge(ctx, due.invoice) };
  });
  if (!before) return;
  if (before.charge !== null) await closeCharge(outside, { paymentId: before.charge });
  await run((ctx) => endHold(ctx, contractId));
}

async function dueHold(ctx: Ctx, contractId: string): Promise<{ contract: Contract; invoice: Invoice } | null> {
  const contract = await contractStore.find(ctx.tx, contractId);
  if (!contract || !isHeld(contract) || contract.holdUntil === null) return null;
  if (Date.parse(contract.holdUntil) > ctx.clock.now()) return null;
  const invoice = await invoiceStore.findBy(ctx.tx, keys.invoice.once(contractId, 1));
  return invoice && { contract, invoice };
}

const openCharge = async (ctx: Ctx, invoice: Invoice): Promise<string | null> =>
  (await paymentStore.findBy(ctx.tx, keys.payment.open(invoice.id)))?.id ?? null;

async function endHold(ctx: Ctx, contractId: string): Promise<void> {
  const due = await dueHold(ctx, contractId);
  if (!due) return;
  const { contract, invoice } = due;
  if ((await openCharge(ctx, invoice)) !== null) throw new GatewayUnavailable('a charge of the hold is still open');
  const { now } = ctx;
  contractStore.update(ctx.tx, contract, {
    ...contract,
    status: 'terminated',
    endReason: 'not_paid',
    endedAt: now,
    holdUntil: null,
    updatedAt: now,
  });
  if (isOpen(invoice)) invoiceStore.update(ctx.tx, invoice, { ...invoice, status: 'cancelled', updatedAt: now });
  const property = await propertyStore.find(ctx.tx, contract.propertyId);
  if (property) {
    propertyStore.update(ctx.tx, property, { ...freeRoom(property, contract.roomTypeId), updatedAt: now });
  }
  await refreshOffer(ctx, due);
  await tell(ctx, contract.tenantId, 'contract.not-paid', { contractId });
  await tell(ctx, contract.ownerId, 'contract.not-paid', { contractId });
}
