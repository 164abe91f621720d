import { z } from 'zod';
import type { Language } from '../../domain/context.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Property } from '../../domain/property/property.ts';
import type { Translate } from '../context.ts';
import { menuButton, searchButton } from '../start/menu.ts';
import { defineCallback } from '../ui/callback.ts';
import { cutText } from '../ui/cut.ts';
import { escapeHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { facilityLabel } from './facility-label.ts';

/** Opens a listing; where it stood in a search goes along, for the way back. */
export const openListing = defineCallback('listing', {
  id: z.string(),
  search: z.string().optional(),
  position: z.int().optional(),
});
export const applyFor = defineCallback('apply', { id: z.string() });

/** Captions end at 1,024 characters; the description gives way first. */
const DESCRIPTION = 220;
const LISTED_ROOMS = 6;

const joined = (parts: (string | false | null)[], separator = '\n'): string => parts.filter(Boolean).join(separator);

export const photoOf = (property: Property): Pick<OutMessage, 'photo'> => {
  const [source] = property.images;
  return source === undefined ? {} : { photo: { kind: 'image', source } };
};

/** `4,5` in Indonesian, `4.5` in English. */
const decimal = (value: number, language: Language): string => {
  const text = value.toFixed(1);
  return language === 'id' ? text.replace('.', ',') : text;
};

function includesLine(t: Translate, { includes }: Property): string {
  const what = [
    includes.electricity === 'included' && t('property-includes-electricity'),
    includes.water && t('property-includes-water'),
    includes.wifi && t('property-includes-wifi'),
  ].filter(Boolean);
  return joined(
    [
      what.length > 0 && t('property-includes', { what: what.join(', ') }),
      includes.electricity === 'token' && t('property-electricity-token'),
      includes.electricity === 'shared' && t('property-electricity-shared'),
    ],
    '. ',
  );
}

/** What a listing is, in a few lines: the same in a result and in its card. HTML. */
export function summaryLines(t: Translate, property: Property, language: Language): string {
  const price = formatRupiah(property.pricePerMonth);
  const samePrice = property.roomTypes.every((room) => room.pricePerMonth === property.pricePerMonth);
  const place = t('property-place', { district: escapeHtml(property.district), city: escapeHtml(property.city) });
  const facilities = property.facilities.map((facility) => escapeHtml(facilityLabel(t, facility)));
  return joined([
    `<b>${escapeHtml(property.name)}</b>`,
    `${t(`property-type-${property.type}`)} · ${place}`,
    samePrice ? t('property-price', { price }) : t('property-price-from', { price }),
    includesLine(t, property),
    property.availableRooms > 0
      ? t('property-rooms-left', { available: property.availableRooms, total: property.totalRooms })
      : t('property-full'),
    property.reviewCount > 0 &&
      t('property-rating', { rating: decimal(property.rating, language), count: property.reviewCount }),
    facilities.length > 0 && `✨ ${facilities.join(', ')}`,
  ]);
}

/** The whole listing with its buttons. `back`: where it stood in a search. */
export function listingView(
  t: Translate,
  property: Property,
  options: { language: Language; own: boolean; back?: string },
): OutMessage {
  const rooms = property.roomTypes.slice(0, LISTED_ROOMS).map((room) =>
    t('property-room', {
      name: escapeHtml(room.name),
      price: formatRupiah(room.pricePerMonth),
      available: room.availableRooms,
    }),
  );
  const { lateFee } = property;
  const facts = joined(
    [
      property.deposit > 0
        ? t('property-deposit', { amount: formatRupiah(property.deposit) })
        : t('property-no-deposit'),
      property.minimumStay > 1 && t('property-minimum-stay', { months: property.minimumStay }),
      property.twoPeopleAllowed && t('property-two-people'),
    ],
    ' · ',
  );
  const text = joined(
    [
      joined([property.status !== 'active' && t('property-own-inactive'), summaryLines(t, property, options.language)]),
      joined([
        ...(property.roomTypes.length > 1 ? rooms : []),
        facts,
        lateFee !== null &&
          t('property-late-fee', {
            perDay: formatRupiah(lateFee.perDay),
            grace: lateFee.graceDays,
            percent: lateFee.maxPercent,
          }),
      ]),
      joined([
        `📍 ${escapeHtml(cutText(property.address, 120))}`,
        t('property-owner', { name: escapeHtml(property.ownerName) }),
      ]),
      property.houseRules.length > 0 &&
        t('property-rules', { rules: escapeHtml(cutText(property.houseRules.join('; '), 200)) }),
      escapeHtml(cutText(property.description, DESCRIPTION)),
    ],
    '\n\n',
  );
  const offered = property.status === 'active' && property.availableRooms > 0 && !options.own;
  return {
    text,
    ...photoOf(property),
    keyboard: inlineKeyboard([
      offered && [applyButton(t, property)],
      [options.back !== undefined && button(t('property-button-back'), options.back), menuButton(t)],
    ]),
  };
}

export const applyButton = (t: Translate, property: Property) =>
  button(t('property-button-apply'), applyFor.pack({ id: property.id }), 'success');

/** A listing that stopped being offered. */
export const notOfferedView = (t: Translate, name: string, back?: string): OutMessage => ({
  text: t('property-not-offered', { name: escapeHtml(name) }),
  keyboard: inlineKeyboard([
    [back !== undefined && button(t('property-button-back'), back), searchButton(t)],
    [menuButton(t)],
  ]),
});

export const noSuchListingView = (t: Translate): OutMessage => ({
  text: t('property-not-found'),
  keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]),
});
