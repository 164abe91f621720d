import type { Language } from '../../domain/context.ts';
import { formatRupiah } from '../../domain/money.ts';
import { isFacilitySlug } from '../../domain/property/facility.ts';
import type { Property } from '../../domain/property/property.ts';
import type { Translate } from '../context.ts';
import { escapeHtml } from './html.ts';
import type { OutMessage } from './message.ts';

/** Plain text: a slug's label, or an owner's own words. */
export const facilityLabel = (t: Translate, facility: string): string =>
  isFacilitySlug(facility) ? t(`property-facility-${facility}`) : facility;

export const joined = (parts: (string | false | null)[], separator = '\n'): string =>
  parts.filter(Boolean).join(separator);

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
