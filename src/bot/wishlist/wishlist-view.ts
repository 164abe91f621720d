import { formatRupiah } from '../../domain/money.ts';
import type { Property } from '../../domain/property/property.ts';
import type { SavedListing } from '../../domain/wishlist/list-wishlist.ts';
import {
  isStillSo,
  type News,
  type Standing,
  savedStanding,
  standingOf,
  type Wishlist,
} from '../../domain/wishlist/wishlist.ts';
import { applyButton } from '../application/application-buttons.ts';
import type { Translate } from '../context.ts';
import { listingButton } from '../property/property-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { cutText } from '../ui/cut.ts';
import { type Html, html, joinHtml, lines } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import { photoOf } from '../ui/listing-summary.ts';
import type { OutMessage } from '../ui/message.ts';
import { heartButton, savedTap, unsaveTap, wishlistTap } from './wishlist-buttons.ts';

/** A screen of a small phone. */
export const PER_PAGE = 8;

const NAME = 120;
const priceOf = (t: Translate, price: number): Html => t('wishlist-price', { price: formatRupiah(price) });

/** What became of the price since it was saved. */
function priceLine(t: Translate, before: Standing, now: Property): Html {
  const change = Math.sign(now.pricePerMonth - before.price);
  const was = { was: formatRupiah(before.price) };
  return joinHtml(
    [
      priceOf(t, now.pricePerMonth),
      change < 0 && t('wishlist-cheaper-since', was),
      change > 0 && t('wishlist-dearer-since', was),
    ],
    ' · ',
  );
}

/** How many rooms are left, and whether that is not as it was. */
function roomsLine(t: Translate, before: Standing, { availableRooms: rooms }: Property): Html {
  const words = rooms > 0 ? t('wishlist-rooms', { rooms }) : t('wishlist-full');
  if (before.rooms === null || before.rooms === rooms) return words;
  if (before.rooms === 0) return html`${words} · ${t('wishlist-freed-since')}`;
  return html`${words} · ${t('wishlist-rooms-since', { was: before.rooms })}`;
}

function entryLines(t: Translate, number: number, { entry, property }: SavedListing): Html {
  const title = html`<b>${number}. ${cutText(entry.propertyName, NAME)}</b> · ${cutText(entry.propertyCity, NAME)}`;
  if (property?.status !== 'active') return lines(title, t('wishlist-closed-since'));
  const before = savedStanding(entry);
  return lines(title, priceLine(t, before, property), roomsLine(t, before, property));
}

/** `/wishlist`: today's price and rooms, and what changed since it was saved. */
export function wishlistView(
  t: Translate,
  found: { saved: readonly SavedListing[]; page: number; pages: number; total: number },
): OutMessage {
  const { saved, page, pages, total } = found;
  if (total === 0) return { text: t('wishlist-empty'), keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]) };
  const first = (page - 1) * PER_PAGE + 1;
  const turn = (to: number, symbol: string) => button(html`${symbol}`, wishlistTap.pack({ page: to }));
  return {
    text: joinHtml([t('wishlist-title', { total }), ...saved.map((one, i) => entryLines(t, first + i, one))], '\n\n'),
    keyboard: inlineKeyboard([
      ...saved.map(({ entry: { propertyId: id, propertyName } }, i) => [
        button(t('wishlist-button-entry', { number: first + i, name: propertyName }), savedTap.pack({ id })),
        button(
          t('wishlist-button-remove-entry', { number: first + i }),
          unsaveTap.pack({ id, from: 'list', position: page }),
        ),
      ]),
      pages > 1 && [
        page > 1 && turn(page - 1, '◀️'),
        button(html`${page}/${pages}`, wishlistTap.pack({ page })),
        page < pages && turn(page + 1, '▶️'),
      ],
      [searchButton(t, null), menuButton(t)],
    ]),
  };
}

/** What is told of a saved listing; null when nothing of it is so any more. */
export function changedView(
  t: Translate,
  entry: Wishlist,
  property: Property,
  told: readonly News[],
): OutMessage | null {
  const news = told.filter((one) => isStillSo(one, standingOf(property)));
  if (news.length === 0) return null;
  const { id, availableRooms: rooms, status } = property;
  const isActive = status === 'active';
  return {
    text: lines(
      t('wishlist-news', { name: entry.propertyName, city: entry.propertyCity }),
      ...news.map((one) => newsLine(t, one, property)),
    ),
    ...(isActive ? photoOf(property) : {}),
    keyboard: inlineKeyboard(
      isActive
        ? [
            [listingButton(t('wishlist-button-detail'), { id }), rooms > 0 && applyButton(t, id)],
            [heartButton(t, { id, saved: true }, { from: 'listing' })],
          ]
        : [[heartButton(t, { id, saved: true }, { from: 'listing' })], [searchButton(t), menuButton(t)]],
    ),
  };
}

function newsLine(t: Translate, news: News, { pricePerMonth, availableRooms }: Property): Html {
  switch (news.kind) {
    case 'cheaper':
      return t('wishlist-news-cheaper', { price: formatRupiah(pricePerMonth), was: formatRupiah(news.from) });
    case 'room':
      return t('wishlist-news-room', { rooms: availableRooms });
    case 'closed':
      return t('wishlist-news-closed');
  }
}
