import type { Side } from '../../domain/access.ts';
import type { Application } from '../../domain/application/application.ts';
import { type Contract, isHeld } from '../../domain/contract/contract.ts';
import { type Invoice, owedOn } from '../../domain/invoice/invoice.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { PaymentWay } from '../../domain/payment/payment-way.ts';
import { formatPhone } from '../../domain/phone.ts';
import { applicationButton } from '../application/application-buttons.ts';
import { invoiceButton, invoicesButton } from '../invoice/invoice-buttons.ts';
import { payButton } from '../payment/payment-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { cutText, TERMS } from '../ui/cut.ts';
import { type Html, html, lines } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { relationWords } from '../ui/ready-words.ts';
import type { Words } from '../ui/words.ts';
import { contractButton, contractTap } from './contract-buttons.ts';

const stateKey = (contract: Contract): string =>
  isHeld(contract) ? 'contract-state-held' : `contract-state-${contract.endReason ?? contract.status}`;

const stateLine = (words: Words, contract: Contract): Html =>
  words.t(stateKey(contract), { until: contract.holdUntil === null ? '' : words.moment(contract.holdUntil) });

/** Held, running or over, at one glance in a list. */
const markOf = (contract: Contract): string => {
  if (isHeld(contract)) return '⏳';
  if (contract.status === 'active') return '🔑';
  return contract.status === 'expired' ? '✔️' : '✖️';
};

/** `/sewa`: applications and contracts, one button each. */
export function rentView(words: Words, mine: { applications: Application[]; contracts: Contract[] }): OutMessage {
  const { t } = words;
  const { applications, contracts } = mine;
  if (applications.length === 0 && contracts.length === 0) {
    return { text: t('contract-none'), keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]) };
  }
  return {
    text: t('contract-rent-title'),
    keyboard: inlineKeyboard([
      ...contracts.slice(0, 10).map((contract) => [
        button(
          t('contract-rent-contract', {
            mark: markOf(contract),
            property: contract.propertyName,
            room: contract.roomNumber,
          }),
          contractTap.pack({ id: contract.id }),
        ),
      ]),
      ...applications.slice(0, 10).map((application) => [
        applicationButton(
          t('contract-rent-application', {
            property: application.propertyName,
            status: t(`application-status-${application.status}`),
          }),
          application.id,
        ),
      ]),
      [menuButton(t)],
    ]),
  };
}

export interface ContractPeople {
  /** Who looks at it. */
  side: Side;
  ownerName: string;
  /** E.164; null: not known, or not to be seen. */
  ownerPhone: string | null;
}

/** The contract's card. Phones appear once it is agreed; the emergency contact is for the owner alone. */
export function contractView(words: Words, contract: Contract, people: ContractPeople): OutMessage {
  const { t } = words;
  const agreed = contract.acceptedAt !== null;
  const { emergencyContact: contact } = contract;
  const other =
    people.side === 'tenant'
      ? t('contract-owner', { name: people.ownerName })
      : t('contract-tenant', { name: contract.tenantName });
  const phone = people.side === 'tenant' ? people.ownerPhone : contract.tenantPhone;
  return {
    text: lines(
      t('contract-title', { property: contract.propertyName, room: contract.roomNumber }),
      stateLine(words, contract),
      '',
      html`🚪 ${contract.roomType}`,
      t('contract-dates', {
        start: words.date(contract.startDate),
        end: words.date(contract.endDate),
        months: contract.duration,
      }),
      t('contract-money', {
        rent: formatRupiah(contract.monthlyRent),
        deposit: formatRupiah(contract.deposit),
        day: contract.paymentDueDay,
      }),
      agreed && phone !== null ? html`${other} · ${formatPhone(phone)}` : other,
      people.side === 'owner' &&
        agreed &&
        t('contract-emergency', {
          name: contact.name,
          relation: relationWords(t, contact.relation),
          phone: formatPhone(contact.phone),
        }),
      contract.terms.length > 0 && t('contract-terms', { terms: cutText(contract.terms.join('; '), TERMS) }),
    ),
    keyboard: inlineKeyboard([people.side === 'tenant' && [invoicesButton(t)], [menuButton(t)]]),
  };
}

/** To both: the first payment came. */
export function agreedView(words: Words, contract: Contract, people: ContractPeople): OutMessage {
  const { t } = words;
  const tenant = people.side === 'tenant';
  const { emergencyContact: contact } = contract;
  const shared = {
    property: contract.propertyName,
    room: contract.roomNumber,
    start: words.date(contract.startDate),
  };
  const text = tenant
    ? t('contract-agreed-tenant', {
        ...shared,
        owner: people.ownerName,
        phone: people.ownerPhone === null ? '–' : formatPhone(people.ownerPhone),
      })
    : t('contract-agreed-owner', {
        ...shared,
        name: contract.tenantName,
        phone: formatPhone(contract.tenantPhone),
        contact: contact.name,
        relation: relationWords(t, contact.relation),
        contactPhone: formatPhone(contact.phone),
      });
  return {
    text,
    keyboard: inlineKeyboard([[contractButton(t, contract.id)]]),
  };
}

/** To both: the hold ran out unpaid. */
export function notPaidView(words: Words, contract: Contract, side: Side): OutMessage {
  const { t } = words;
  return {
    text: t(side === 'tenant' ? 'contract-not-paid-tenant' : 'contract-not-paid-owner', {
      property: contract.propertyName,
      room: contract.roomNumber,
      name: contract.tenantName,
    }),
    ...(side === 'tenant' ? { keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]) } : {}),
  };
}

/** To the tenant: what is theirs if they pay, until when, and that paying is agreeing; later what became of it. */
export function offerView(
  words: Words,
  facts: { contract: Contract; invoice: Invoice; owner: string; ways: readonly PaymentWay[] },
): OutMessage {
  const { t } = words;
  const { contract, invoice } = facts;
  const owed = owedOn(invoice);
  return {
    text: lines(
      t('contract-offer-title', { owner: facts.owner, property: contract.propertyName }),
      '',
      t('contract-offer-terms', {
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
        ? t('contract-offer-pay', { amount: formatRupiah(owed), until: words.moment(contract.holdUntil ?? '') })
        : t(contract.acceptedAt === null ? 'contract-state-not_paid' : 'contract-offer-agreed'),
    ),
    keyboard: inlineKeyboard([
      facts.ways.includes('qris') && isHeld(contract) && owed > 0 && [payButton(t, invoice.id)],
      [invoiceButton(t, invoice.id)],
    ]),
  };
}
