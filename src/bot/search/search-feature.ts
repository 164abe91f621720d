import { propertyStore } from '../../domain/property/property-store.ts';
import { withCachedPlaces } from '../../domain/search/cached-places.ts';
import { filtersOf, withoutFilter } from '../../domain/search/filters.ts';
import { recallSearch, rememberSearch } from '../../domain/search/recent-searches.ts';
import { citiesOf, emptyQuery, type PropertySearch, type SearchQuery } from '../../domain/search/search.ts';
import { suggestDrops, understandSearch } from '../../domain/search/understand-search.ts';
import { isSaved } from '../../domain/wishlist/list-wishlist.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import type { OutMessage } from '../ui/message.ts';
import { cityTap, dropFilterTap, positionTap, resultTap, searchButton, searchTap } from './search-buttons.ts';
import { capped, citiesView, cityCode, nothingFoundView, resultView, tooOldView } from './search-view.ts';

const viewer = ({ person }: BotContext) => ({ language: person.language, viewer: person.profile?.id ?? null });

/** Three decimals of a degree are about a hundred metres: near enough for a kos, and less to keep of a person. */
const rounded = (degrees: number): number => Math.round(degrees * 1_000) / 1_000;

/**
 * `/cari`, every text that reads as a search, and a place that is sent: what is near it. Only reading, except that a
 * new query is remembered for the buttons of its results.
 */
export function createSearchFeature(uncached: PropertySearch): Feature {
  const search = withCachedPlaces(uncached);

  const cities = async (ctx: BotContext): Promise<OutMessage> => citiesView(ctx.t, citiesOf(await search.places()));

  /** A listing, and whether this person saved it; null: it is gone. */
  async function look(ctx: BotContext, id: string | undefined) {
    if (id === undefined) return null;
    const { domain } = ctx;
    const [property, saved] = await Promise.all([
      propertyStore.peek(domain.tx, id),
      isSaved(domain, { propertyId: id }),
    ]);
    return property && { property, saved };
  }

  /** The first result of a query, or what to drop. */
  async function run(ctx: BotContext, query: SearchQuery, ignored: readonly string[] = []): Promise<OutMessage> {
    const searchId = await rememberSearch(ctx.domain, { query });
    const page = await search.search(query, { limit: 1 });
    const first = await look(ctx, page.ids[0]);
    if (first) {
      return resultView(ctx.t, { searchId, query, ...first, position: 1, total: page.total, ignored, ...viewer(ctx) });
    }
    const [drops, places] = await Promise.all([suggestDrops(search, query), search.places()]);
    return nothingFoundView(ctx.t, { searchId, query, drops, cities: citiesOf(places), ignored });
  }

  const showCities = async (ctx: BotContext): Promise<void> => ctx.answer(await cities(ctx));

  async function searchFor(ctx: BotContext, words: string): Promise<void> {
    if (words === '') return showCities(ctx);
    const meant = await understandSearch(search, words, true);
    if (meant.kind !== 'search') return showCities(ctx);
    ctx.answer(await run(ctx, meant.query, meant.ignored));
  }

  /** Null when nothing is found any more. */
  async function turn(ctx: BotContext, query: SearchQuery, from: { position: number; to: string; id: string }) {
    const { to, id } = from;
    const here = to === 'at' ? await look(ctx, id) : null;
    const page = await search.search(query, {
      limit: 1,
      ...(to === 'prev' ? { before: id } : { after: id }),
    });
    if (here?.property.status === 'active') {
      return { ...here, position: Math.min(from.position, page.total), total: page.total };
    }
    const step = to === 'next' ? 1 : to === 'prev' ? -1 : 0;
    const other = page.ids[0] ?? (await search.search(query, { limit: 1 })).ids[0];
    const there = await look(ctx, other);
    if (!there) return null;
    const wrapped = page.ids.length === 0;
    const position = wrapped ? 1 : Math.max(1, Math.min(from.position + step, page.total));
    return { ...there, position, total: page.total, changed: wrapped || to === 'at' };
  }

  async function nearby(ctx: BotContext, at: { latitude: number; longitude: number }): Promise<boolean> {
    const near = { latitude: rounded(at.latitude), longitude: rounded(at.longitude) };
    ctx.answer(await run(ctx, { ...emptyQuery, near, sort: 'nearest' }));
    return true;
  }

  /** Words that read as a search, or a place. */
  async function takeMessage(ctx: BotContext): Promise<boolean> {
    const { text = '', location } = ctx.message ?? {};
    if (location) return nearby(ctx, location);
    const meant = await understandSearch(search, text, false);
    if (meant.kind === 'browse') await showCities(ctx);
    else if (meant.kind === 'search') ctx.answer(await run(ctx, meant.query, meant.ignored));
    else return false;
    return true;
  }

  return {
    name: 'search',
    commands: [onCommand(['cari', 'search'], searchFor, { published: true })],
    messages: { search: takeMessage },
    callbacks: [
      onCallback(searchTap, showCities),
      onCallback(cityTap, async (ctx, { city: code }) => {
        const place = (await search.places()).find(({ city }) => cityCode(city) === code);
        if (!place) return ctx.answer({ ...(await cities(ctx)), text: ctx.t('search-city-gone') });
        ctx.change(await run(ctx, { ...emptyQuery, city: place.city }));
      }),
      onCallback(dropFilterTap, async (ctx, { search: searchId, index }) => {
        const query = await recallSearch(ctx.domain, { searchId });
        const filter = query ? filtersOf(query)[index] : undefined;
        if (!query || !filter) return ctx.answer(tooOldView(ctx.t));
        ctx.change(await run(ctx, withoutFilter(query, filter)));
      }),
      onCallback(resultTap, async (ctx, { search: searchId, position, to, id }) => {
        const query = await recallSearch(ctx.domain, { searchId });
        if (!query) return ctx.answer(tooOldView(ctx.t));
        const turned = await turn(ctx, query, { position, to, id });
        ctx.change(turned ? resultView(ctx.t, { searchId, query, ...viewer(ctx), ...turned }) : await run(ctx, query));
      }),
      onCallback(positionTap, (ctx, { position, total }) => {
        ctx.toast(ctx.t('search-position-toast', { position, total: capped(total) }));
      }),
    ],
    menu: [{ row: 2, button: (t, profile) => searchButton(t, profile?.role === 'owner' ? null : 'primary') }],
  };
}
