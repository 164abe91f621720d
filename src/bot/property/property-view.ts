import type { Language } from '../../domain/context.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Property } from '../../domain/property/property.ts';
import { applyButton } from '../application/application-buttons.ts';
import type { Translate } from '../context.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { cutText } from '../ui/cut.ts';
import { html, joinHtml } from '../ui/html.ts';
import { button, type InlineButton, inlineKeyboard } from '../ui/keyboard.ts';
import { photoOf, summaryLines } from '../ui/listing-summary.ts';
import type { OutMessage } from '../ui/message.ts';

/** Captions end at 1,024 characters; the description gives way first. */
const DESCRIPTION = 220;
const LISTED_ROOMS = 6;

/** The whole listing with its buttons. `heart`: that of the wishlist. `back`: where it stood in a search. */
export function listingView(
  t: Translate,
  property: Property,
  options: { language: Language; own: boolean; heart: InlineButton | null; back?: string },
): OutMessage {
  const rooms = property.roomTypes.slice(0, LISTED_ROOMS).map((room) =>
    t('property-room', {
      name: room.name,
      price: formatRupiah(room.pricePerMonth),
      available: room.availableRooms,
    }),
  );
  const { lateFee } = property;
  const facts = joinHtml(
    [
      property.deposit > 0
        ? t('property-deposit', { amount: formatRupiah(property.deposit) })
        : t('property-no-deposit'),
      property.minimumStay > 1 && t('property-minimum-stay', { months: property.minimumStay }),
      property.twoPeopleAllowed && t('property-two-people'),
    ],
    ' · ',
  );
  const text = joinHtml(
    [
      joinHtml(
        [property.status !== 'active' && t('property-own-inactive'), summaryLines(t, property, options.language)],
        '\n',
      ),
      joinHtml(
        [
          ...(property.roomTypes.length > 1 ? rooms : []),
          facts,
          lateFee !== null &&
            t('property-late-fee', {
              perDay: formatRupiah(lateFee.perDay),
              grace: lateFee.graceDays,
              percent: lateFee.maxPercent,
            }),
        ],
        '\n',
      ),
      joinHtml([html`📍 ${cutText(property.address, 120)}`, t('property-owner', { name: property.ownerName })], '\n'),
      property.houseRules.length > 0 && t('property-rules', { rules: cutText(property.houseRules.join('; '), 200) }),
      cutText(property.description, DESCRIPTION),
    ],
    '\n\n',
  );
  const offered = property.status === 'active' && property.availableRooms > 0 && !options.own;
  return {
    text,
    ...photoOf(property),
    keyboard: inlineKeyboard([
      offered && [applyButton(t, property.id)],
      [options.heart],
      [options.back !== undefined && button(t('property-button-back'), options.back), menuButton(t)],
    ]),
  };
}

/** A listing that stopped being offered. */
export const notOfferedView = (t: Translate, name: string, back?: string): OutMessage => ({
  text: t('property-not-offered', { name }),
  keyboard: inlineKeyboard([
    [back !== undefined && button(t('property-button-back'), back), searchButton(t)],
    [menuButton(t)],
  ]),
});

export const noSuchListingView = (t: Translate): OutMessage => ({
  text: t('property-not-found'),
  keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]),
});
