import { createHash } from 'node:crypto';
import type { Language } from '../../domain/context.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Property } from '../../domain/property/property.ts';
import { type Filter, filtersOf } from '../../domain/search/filters.ts';
import { COUNT_CAP, type SearchQuery } from '../../domain/search/search.ts';
import { applyButton } from '../application/application-buttons.ts';
import type { Translate } from '../context.ts';
import { listingButton } from '../property/property-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { type Html, html, joinHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import { facilityLabel, photoOf, summaryLines } from '../ui/listing-summary.ts';
import type { OutMessage } from '../ui/message.ts';
import { heartButton } from '../wishlist/wishlist-buttons.ts';
import { cityTap, dropFilterTap, positionTap, resultTap, searchTap } from './search-buttons.ts';

export const cityCode = (city: string): string => createHash('sha256').update(city).digest('base64url').slice(0, 10);

const CITIES = 24;
const DROPS = 6;
export const capped = (total: number): string => (total >= COUNT_CAP ? `${COUNT_CAP - 1}+` : String(total));
const inRows = <T>(items: readonly T[], perRow: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / perRow) }, (_, i) => items.slice(i * perRow, (i + 1) * perRow));

/** The words of a chip. */
export function filterLabel(t: Translate, filter: Filter): Html {
  switch (filter.kind) {
    case 'type':
      return t(`property-type-${filter.value}`);
    case 'minPrice':
      return t('search-min-price', { price: formatRupiah(filter.value) });
    case 'maxPrice':
      return t('search-max-price', { price: formatRupiah(filter.value) });
    case 'facility':
      return facilityLabel(t, filter.value);
    case 'word':
      return t('search-word', { word: filter.value });
    case 'radius':
      return t('search-radius', { kilometres: filter.value / 1_000 });
    default:
      return html`${filter.value}`;
  }
}

/** Every city with how many listings it has, most first. */
export function citiesView(t: Translate, cities: readonly { city: string; count: number }[]): OutMessage {
  if (cities.length === 0) return { text: t('search-no-listings'), keyboard: inlineKeyboard([[menuButton(t)]]) };
  return { text: t('search-cities'), keyboard: inlineKeyboard([...cityRows(t, cities), [menuButton(t)]]) };
}

const cityRows = (t: Translate, cities: readonly { city: string; count: number }[]) =>
  inRows(
    cities
      .slice(0, CITIES)
      .map(({ city, count }) => button(t('search-city', { city, count }), cityTap.pack({ city: cityCode(city) }))),
    2,
  );

export interface Result {
  searchId: string;
  query: SearchQuery;
  property: Property;
  /** From 1. */
  position: number;
  total: number;
  /** Words that were not understood; said once, with the first result. */
  ignored?: readonly string[];
  /** The list is not what it was when the button was made. */
  changed?: boolean;
  language: Language;
  /** The person's id, if there is one: nobody applies for a listing of their own. */
  viewer: string | null;
  /** It is on this person's wishlist. */
  saved: boolean;
}

/** One result: the listing, turning in place, what was understood as chips that can be taken off. */
export function resultView(t: Translate, result: Result): OutMessage {
  const { searchId, query, property, position, total } = result;
  const own = property.ownerId === result.viewer;
  const filters = filtersOf(query);
  const chips = filters.map((filter, index) =>
    button(t('search-chip', { filter: filterLabel(t, filter) }), dropFilterTap.pack({ search: searchId, index })),
  );
  const turn = (to: 'next' | 'prev', symbol: Html) =>
    button(symbol, resultTap.pack({ search: searchId, position, to, id: property.id }));
  return {
    text: html`${headline(t, result)}\n\n${summaryLines(t, property, result.language)}`,
    ...photoOf(property),
    keyboard: inlineKeyboard([
      total > 1 && [
        position > 1 && turn('prev', html`◀️`),
        button(t('search-position', { position, total: capped(total) }), positionTap.pack({ position, total })),
        position < total && turn('next', html`▶️`),
      ],
      [
        listingButton(t('search-button-detail'), { id: property.id, search: searchId, position }),
        property.availableRooms > 0 && !own && applyButton(t, property.id),
      ],
      [
        !own &&
          heartButton(t, { id: property.id, saved: result.saved }, { from: 'result', search: searchId, position }),
      ],
      ...inRows(chips, 2),
      [button(t('search-button-cities'), searchTap.pack({})), menuButton(t)],
    ]),
  };
}

function headline(t: Translate, { query, total, ignored = [], changed }: Result): Html {
  const all = filtersOf(query).length === 0;
  const sorted = query.sort === 'cheapest' ? '' : html` · ${t(`search-sort-${query.sort}`)}`;
  return joinHtml(
    [
      html`${t(all ? 'search-found-all' : 'search-found', { total: capped(total) })}${sorted}`,
      ignored.length > 0 && t('search-ignored', { words: ignored.join(', ') }),
      changed && t('search-list-changed'),
    ],
    '\n',
  );
}

/** Nothing has it all: which one filter to drop to get how many, else the cities. */
export function nothingFoundView(
  t: Translate,
  given: {
    searchId: string;
    query: SearchQuery;
    drops: readonly { filter: Filter; index: number; count: number }[];
    cities: readonly { city: string; count: number }[];
    ignored?: readonly string[];
  },
): OutMessage {
  const { searchId, query, drops, cities, ignored = [] } = given;
  if (cities.length === 0) return citiesView(t, cities);
  const filters = filtersOf(query).map((filter) => filterLabel(t, filter));
  const blocks = [
    t('search-none', { filters: joinHtml(filters, ', ') }),
    ignored.length > 0 && t('search-ignored', { words: ignored.join(', ') }),
    drops.length > 0 ? t('search-none-drop') : t('search-none-cities'),
  ];
  const dropButtons = drops
    .slice(0, DROPS)
    .map(({ filter, index, count }) =>
      button(
        t('search-drop', { filter: filterLabel(t, filter), count: capped(count) }),
        dropFilterTap.pack({ search: searchId, index }),
      ),
    );
  return {
    text: joinHtml(blocks, '\n\n'),
    keyboard: inlineKeyboard([
      ...(drops.length > 0 ? inRows(dropButtons, 1) : cityRows(t, cities)),
      [button(t('search-button-cities'), searchTap.pack({})), menuButton(t)],
    ]),
  };
}

/** A button of a search that is no longer remembered. */
export const tooOldView = (t: Translate): OutMessage => ({
  text: t('search-too-old'),
  keyboard: inlineKeyboard([[button(t('search-button-cities'), searchTap.pack({})), menuButton(t)]]),
});
