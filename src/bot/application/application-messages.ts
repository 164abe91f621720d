import type { Application } from '../../domain/application/application.ts';
import { type Contract, isHeld } from '../../domain/contract/contract.ts';
import { type Invoice, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import { contractButton } from '../contract/contract-buttons.ts';
import { invoiceButton } from '../invoice/invoice-buttons.ts';
import { payButton } from '../payment/payment-buttons.ts';
import { listingButton } from '../property/property-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { cutText, TERMS } from '../ui/cut.ts';
import { lines } from '../ui/html.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { refusalWords } from '../ui/ready-words.ts';
import type { Words } from '../ui/words.ts';

/** What people are told about an application when it is decided (outbox). */

/** To the tenant: what is theirs if they pay, until when, and that paying is agreeing; later what became of it. */
export function approvedForTenant(
  words: Words,
  facts: { contract: Contract; invoice: Invoice; owner: string; qris: boolean },
): OutMessage {
  const { t } = words;
  const { contract, invoice } = facts;
  const owed = owedOn(invoice);
  return {
    text: lines(
      t('application-approved-tenant', { owner: facts.owner, property: contract.propertyName }),
      '',
      t('application-approved-terms', {
        room: contract.roomNumber,
        type: contract.roomType,
        start: words.date(contract.startDate),
        end: words.date(contract.endDate),
        rent: formatRupiah(contract.monthlyRent),
        deposit: formatRupiah(contract.deposit),
        day: contract.paymentDueDay,
      }),
      contract.terms.length > 0 && t('contract-terms', { terms: cutText(contract.terms.join('; '), TERMS) }),
      '',
      isHeld(contract)
        ? t('application-approved-pay', { amount: formatRupiah(owed), until: words.moment(contract.holdUntil ?? '') })
        : t(contract.acceptedAt === null ? 'contract-state-not_paid' : 'application-approved-agreed'),
    ),
    keyboard: inlineKeyboard([
      facts.qris && isHeld(contract) && owed > 0 && [payButton(t, invoice.id)],
      [invoiceButton(t, invoice.id)],
    ]),
  };
}

export const approvedForOwner = (words: Words, contract: Contract): OutMessage => ({
  text: words.t('application-approved-owner', {
    name: contract.tenantName,
    room: contract.roomNumber,
    property: contract.propertyName,
    until: words.moment(contract.holdUntil ?? contract.createdAt),
  }),
  keyboard: inlineKeyboard([[contractButton(words.t, contract.id)]]),
});

export const rejectedForTenant = ({ t }: Words, application: Application, owner: string): OutMessage => ({
  text: t('application-rejected-tenant', {
    owner,
    property: application.propertyName,
    reason: refusalWords(t, application.rejectionReason ?? '–'),
  }),
  keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]),
});

export const withdrawnForOwner = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-withdrawn-owner', {
    name: application.tenantName,
    property: application.propertyName,
  }),
});

export const expiredForTenant = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-expired-tenant', { property: application.propertyName }),
  keyboard: inlineKeyboard([
    [listingButton(t('application-button-listing'), { id: application.propertyId })],
    [searchButton(t), menuButton(t)],
  ]),
});

export const expiredForOwner = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-expired-owner', {
    name: application.tenantName,
    property: application.propertyName,
  }),
});
