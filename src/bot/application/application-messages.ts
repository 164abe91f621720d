import type { Application } from '../../domain/application/application.ts';
import type { Contract } from '../../domain/contract/contract.ts';
import { contractButton } from '../contract/contract-buttons.ts';
import { listingButton } from '../property/property-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { refusalWords } from '../ui/ready-words.ts';
import type { Words } from '../ui/words.ts';

/** What people are told about an application when it is decided (outbox). */

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
