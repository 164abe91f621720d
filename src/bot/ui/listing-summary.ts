import type { Language } from '../../domain/context.ts';
import { formatRupiah } from '../../domain/money.ts';
import { isFacilitySlug } from '../../domain/property/facility.ts';
import type { Property } from '../../domain/property/property.ts';
import type { Translate } from '../context.ts';
import { type Html, html, joinHtml } from './html.ts';
import type { OutMessage } from './message.ts';

/** A slug's label, or an owner's own words. */
export const facilityLabel = (t: Translate, facility: string): Html =>
  isFacilitySlug(facility) ? t(`property-facility-${facility}`) : html`${facility}`;

export const photoOf = (property: Property): Pick<OutMessage, 'photo'> => {
  const [source] = property.images;
  return source === undefined ? {} : { photo: { kind: 'image', source } };
};

/** `4,5` in Indonesian, `4.5` in English. */
const decimal = (value: number, language: Language): string => {
  const text = value.toFixed(1);
  return language === 'id' ? text.replace('.', ',') : text;
};

function includesLine(t: Translate, { includes }: Property): Html {
  const what = [
    includes.electricity === 'included' && t('property-includes-electricity'),
    includes.water && t('property-includes-water'),
    includes.wifi && t('property-includes-wifi'),
  ].filter((part) => part !== false);
  return joinHtml(
    [
      what.length > 0 && t('property-includes', { what: joinHtml(what, ', ') }),
      includes.electricity === 'token' && t('property-electricity-token'),
      includes.electricity === 'shared' && t('property-electricity-shared'),
    ],
    '. ',
  );
}

/** What a listing is, in a few lines: the same in a result and in its card. */
export function summaryLines(t: Translate, property: Property, language: Language): Html {
  const price = formatRupiah(property.pricePerMonth);
  const samePrice = property.roomTypes.every((room) => room.pricePerMonth === property.pricePerMonth);
  const place = t('property-place', { district: property.district, city: property.city });
  const facilities = property.facilities.map((facility) => facilityLabel(t, facility));
  return joinHtml(
    [
      html`<b>${property.name}</b>`,
      html`${t(`property-type-${property.type}`)} · ${place}`,
      samePrice ? t('property-price', { price }) : t('property-price-from', { price }),
      includesLine(t, property),
      property.availableRooms > 0
        ? t('property-rooms-left', { available: property.availableRooms, total: property.totalRooms })
        : t('property-full'),
      property.reviewCount > 0 &&
        t('property-rating', { rating: decimal(property.rating, language), count: property.reviewCount }),
      facilities.length > 0 && html`✨ ${joinHtml(facilities, ', ')}`,
    ],
    '\n',
  );
}
