import { Composer } from 'grammy';
import { getProperty } from '../../domain/property/get-property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import { withCachedPlaces } from '../../domain/search/cached-places.ts';
import { filtersOf, withoutFilter } from '../../domain/search/filters.ts';
import { recallSearch, rememberSearch } from '../../domain/search/recent-searches.ts';
import { citiesOf, emptyQuery, type PropertySearch, type SearchQuery } from '../../domain/search/search.ts';
import { suggestDrops, understandSearch } from '../../domain/search/understand-search.ts';
import type { BotContext } from '../context.ts';
import { menuView, openSearch } from '../start/menu.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import {
  capped,
  citiesView,
  cityCode,
  dropFilter,
  nothingFoundView,
  openCity,
  resultView,
  showPosition,
  tooOldView,
  turnResult,
} from './search-view.ts';

const viewer = ({ person }: BotContext) => ({ language: person.language, viewer: person.profile?.id ?? null });

/**
 * `/cari`, and every text that nothing before took and that means a search: list it after all other features.
 * Only reading, except that a new query is remembered for the buttons of its results.
 */
export function createSearchFeature(uncached: PropertySearch): Composer<BotContext> {
  const search = withCachedPlaces(uncached);
  const feature = new Composer<BotContext>();
  const inPrivate = feature.chatType('private');

  const cities = async (ctx: BotContext): Promise<OutMessage> => citiesView(ctx.t, citiesOf(await search.places()));

  /** The first result of a query, or what to drop. */
  async function run(ctx: BotContext, query: SearchQuery, ignored: readonly string[] = []): Promise<OutMessage> {
    const searchId = await rememberSearch(ctx.domain, { query });
    const page = await search.search(query, { limit: 1 });
    const [id] = page.ids;
    const property = id === undefined ? null : await propertyStore.peek(ctx.domain.tx, id);
    if (property) {
      return resultView(ctx.t, { searchId, query, property, position: 1, total: page.total, ignored, ...viewer(ctx) });
    }
    const [drops, places] = await Promise.all([suggestDrops(search, query), search.places()]);
    return nothingFoundView(ctx.t, { searchId, query, drops, cities: citiesOf(places), ignored });
  }

  inPrivate.command(['cari', 'search'], async (ctx) => {
    const words = ctx.match.trim();
    if (words === '') return ctx.answer(await cities(ctx));
    const meant = await understandSearch(search, words, true);
    ctx.answer(meant.kind === 'search' ? await run(ctx, meant.query, meant.ignored) : await cities(ctx));
  });
  onCallback(feature, openSearch, async (ctx) => ctx.answer(await cities(ctx)));

  onCallback(feature, openCity, async (ctx, { city: code }) => {
    const place = (await search.places()).find(({ city }) => cityCode(city) === code);
    if (!place) return ctx.answer({ ...(await cities(ctx)), text: ctx.t('search-city-gone') });
    ctx.change(await run(ctx, { ...emptyQuery, city: place.city }));
  });

  onCallback(feature, dropFilter, async (ctx, { search: searchId, index }) => {
    const query = await recallSearch(ctx.domain, { searchId });
    const filter = query ? filtersOf(query)[index] : undefined;
    if (!query || !filter) return ctx.answer(tooOldView(ctx.t));
    ctx.change(await run(ctx, withoutFilter(query, filter)));
  });

  onCallback(feature, turnResult, async (ctx, { search: searchId, position, to, id }) => {
    const query = await recallSearch(ctx.domain, { searchId });
    if (!query) return ctx.answer(tooOldView(ctx.t));
    const turned = await turn(ctx, query, { position, to, id });
    ctx.change(turned ? resultView(ctx.t, { searchId, query, ...viewer(ctx), ...turned }) : await run(ctx, query));
  });

  /** Null when nothing is found any more. */
  async function turn(ctx: BotContext, query: SearchQuery, from: { position: number; to: string; id: string }) {
    const { to, id } = from;
    const here = to === 'at' ? await getProperty(ctx.domain, { propertyId: id }) : null;
    const page = await search.search(query, {
      limit: 1,
      ...(to === 'prev' ? { before: id } : { after: id }),
    });
    if (here?.kind === 'shown' && here.property.status === 'active') {
      return { property: here.property, position: Math.min(from.position, page.total), total: page.total };
    }
    const step = to === 'next' ? 1 : to === 'prev' ? -1 : 0;
    const other = page.ids[0] ?? (await search.search(query, { limit: 1 })).ids[0];
    const property = other === undefined ? null : await propertyStore.peek(ctx.domain.tx, other);
    if (!property) return null;
    const wrapped = page.ids.length === 0;
    const position = wrapped ? 1 : Math.max(1, Math.min(from.position + step, page.total));
    return { property, position, total: page.total, changed: wrapped || to === 'at' };
  }

  onCallback(feature, showPosition, (ctx, { position, total }) => {
    ctx.toast(ctx.t('search-position-toast', { position, total: capped(total) }));
  });

  inPrivate.on('message:text', async (ctx, next) => {
    if (ctx.message.text.startsWith('/')) return next();
    const meant = await understandSearch(search, ctx.message.text, false);
    if (meant.kind === 'nothing') return next();
    if (meant.kind === 'greeting') return ctx.answer(menuView(ctx.t, ctx.person));
    ctx.answer(meant.kind === 'browse' ? await cities(ctx) : await run(ctx, meant.query, meant.ignored));
  });

  return feature;
}
