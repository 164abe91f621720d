import type { Application } from '../../domain/application/application.ts';
import { type Contract, isHeld } from '../../domain/contract/contract.ts';
import { type Invoice, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { PaymentWay } from '../../domain/payment/payment-way.ts';
import { contractButton } from '../contract/contract-buttons.ts';
import { openInvoice } from '../invoice/invoice-view.ts';
import { payButton } from '../payment/payment-buttons.ts';
import { openListing } from '../property/property-view.ts';
import { menuButton, searchButton } from '../start/menu.ts';
import { cutText, TERMS } from '../ui/cut.ts';
import { escapeHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';
import { refusalWords } from './ready-words.ts';

/** What people are told about an application when it is decided (outbox). */

/** To the tenant: what is theirs if they pay, until when, and that paying is agreeing; later what became of it. */
export function approvedForTenant(
  words: Words,
  facts: { contract: Contract; invoice: Invoice; owner: string; ways: readonly PaymentWay[] },
): OutMessage {
  const { t } = words;
  const { contract, invoice } = facts;
  const owed = owedOn(invoice);
  return {
    text: [
      t('application-approved-tenant', { owner: escapeHtml(facts.owner), property: escapeHtml(contract.propertyName) }),
      '',
      t('application-approved-terms', {
        room: escapeHtml(contract.roomNumber),
        type: escapeHtml(contract.roomType),
        start: words.date(contract.startDate),
        end: words.date(contract.endDate),
        rent: formatRupiah(contract.monthlyRent),
        deposit: formatRupiah(contract.deposit),
        day: contract.paymentDueDay,
      }),
      ...(contract.terms.length > 0
        ? [t('contract-terms', { terms: escapeHtml(cutText(contract.terms.join('; '), TERMS)) })]
        : []),
      '',
      isHeld(contract)
        ? t('application-approved-pay', { amount: formatRupiah(owed), until: words.moment(contract.holdUntil ?? '') })
        : t(contract.acceptedAt === null ? 'contract-state-not_paid' : 'application-approved-agreed'),
    ].join('\n'),
    keyboard: inlineKeyboard([
      facts.ways.includes('qris') && isHeld(contract) && owed > 0 && [payButton(t, invoice.id)],
      [button(t('invoice-button-open'), openInvoice.pack({ id: invoice.id }))],
    ]),
  };
}

export const approvedForOwner = (words: Words, contract: Contract): OutMessage => ({
  text: words.t('application-approved-owner', {
    name: escapeHtml(contract.tenantName),
    room: escapeHtml(contract.roomNumber),
    property: escapeHtml(contract.propertyName),
    until: words.moment(contract.holdUntil ?? contract.createdAt),
  }),
  keyboard: inlineKeyboard([[contractButton(words.t, contract.id)]]),
});

export const rejectedForTenant = ({ t }: Words, application: Application, owner: string): OutMessage => ({
  text: t('application-rejected-tenant', {
    owner: escapeHtml(owner),
    property: escapeHtml(application.propertyName),
    reason: escapeHtml(refusalWords(t, application.rejectionReason ?? '–')),
  }),
  keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]),
});

export const withdrawnForOwner = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-withdrawn-owner', {
    name: escapeHtml(application.tenantName),
    property: escapeHtml(application.propertyName),
  }),
});

export const expiredForTenant = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-expired-tenant', { property: escapeHtml(application.propertyName) }),
  keyboard: inlineKeyboard([
    [button(t('application-button-listing'), openListing.pack({ id: application.propertyId }))],
    [searchButton(t), menuButton(t)],
  ]),
});

export const expiredForOwner = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-expired-owner', {
    name: escapeHtml(application.tenantName),
    property: escapeHtml(application.propertyName),
  }),
});
