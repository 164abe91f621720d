import type { Side } from '../../domain/access.ts';
import type { Application } from '../../domain/application/application.ts';
import { type Contract, isHeld } from '../../domain/contract/contract.ts';
import { formatRupiah } from '../../domain/money.ts';
import { formatPhone } from '../../domain/phone.ts';
import { openApplication } from '../application/application-view.ts';
import { relationWords } from '../application/ready-words.ts';
import { menuButton, openInvoices, searchButton } from '../start/menu.ts';
import { cutText, TERMS } from '../ui/cut.ts';
import { escapeHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Words } from '../ui/words.ts';
import { contractButton, openContract } from './contract-buttons.ts';

const stateKey = (contract: Contract): string =>
  isHeld(contract) ? 'contract-state-held' : `contract-state-${contract.endReason ?? contract.status}`;

const stateLine = (words: Words, contract: Contract): string =>
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
          openContract.pack({ id: contract.id }),
        ),
      ]),
      ...applications.slice(0, 10).map((application) => [
        button(
          t('contract-rent-application', {
            property: application.propertyName,
            status: t(`application-status-${application.status}`),
          }),
          openApplication.pack({ id: application.id }),
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
      ? t('contract-owner', { name: escapeHtml(people.ownerName) })
      : t('contract-tenant', { name: escapeHtml(contract.tenantName) });
  const phone = people.side === 'tenant' ? people.ownerPhone : contract.tenantPhone;
  return {
    text: [
      t('contract-title', { property: escapeHtml(contract.propertyName), room: escapeHtml(contract.roomNumber) }),
      stateLine(words, contract),
      '',
      `🚪 ${escapeHtml(contract.roomType)}`,
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
      agreed && phone !== null ? `${other} · ${escapeHtml(formatPhone(phone))}` : other,
      ...(people.side === 'owner' && agreed
        ? [
            t('contract-emergency', {
              name: escapeHtml(contact.name),
              relation: escapeHtml(relationWords(t, contact.relation)),
              phone: escapeHtml(formatPhone(contact.phone)),
            }),
          ]
        : []),
      ...(contract.terms.length > 0
        ? [t('contract-terms', { terms: escapeHtml(cutText(contract.terms.join('; '), TERMS)) })]
        : []),
    ].join('\n'),
    keyboard: inlineKeyboard([
      people.side === 'tenant' && [button(t('contract-button-invoices'), openInvoices.pack({}))],
      [menuButton(t)],
    ]),
  };
}

/** To both: the first payment came. */
export function agreedView(words: Words, contract: Contract, people: ContractPeople): OutMessage {
  const { t } = words;
  const tenant = people.side === 'tenant';
  const { emergencyContact: contact } = contract;
  const shared = {
    property: escapeHtml(contract.propertyName),
    room: escapeHtml(contract.roomNumber),
    start: words.date(contract.startDate),
  };
  const text = tenant
    ? t('contract-agreed-tenant', {
        ...shared,
        owner: escapeHtml(people.ownerName),
        phone: people.ownerPhone === null ? '–' : escapeHtml(formatPhone(people.ownerPhone)),
      })
    : t('contract-agreed-owner', {
        ...shared,
        name: escapeHtml(contract.tenantName),
        phone: escapeHtml(formatPhone(contract.tenantPhone)),
        contact: escapeHtml(contact.name),
        relation: escapeHtml(relationWords(t, contact.relation)),
        contactPhone: escapeHtml(formatPhone(contact.phone)),
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
      property: escapeHtml(contract.propertyName),
      room: escapeHtml(contract.roomNumber),
      name: escapeHtml(contract.tenantName),
    }),
    ...(side === 'tenant' ? { keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]) } : {}),
  };
}
