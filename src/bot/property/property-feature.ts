import { getProperty } from '../../domain/property/get-property.ts';
import { isSaved } from '../../domain/wishlist/list-wishlist.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onLink } from '../feature.ts';
import { resultTap } from '../search/search-buttons.ts';
import type { OutMessage } from '../ui/message.ts';
import { heartButton } from '../wishlist/wishlist-buttons.ts';
import { listingTap } from './property-buttons.ts';
import { listingView, noSuchListingView, notOfferedView } from './property-view.ts';

type Listing = Parameters<typeof listingTap.pack>[0];

async function viewListing(ctx: BotContext, { id, search, position = 1 }: Listing): Promise<OutMessage> {
  const [found, saved] = await Promise.all([
    getProperty(ctx.domain, { propertyId: id }),
    isSaved(ctx.domain, { propertyId: id }),
  ]);
  const back = search === undefined ? undefined : resultTap.pack({ search, position, to: 'at', id });
  if (found.kind === 'not-found') return noSuchListingView(ctx.t);
  if (found.kind === 'not-active') return notOfferedView(ctx.t, found.name, back);
  const { property, own } = found;
  return listingView(ctx.t, property, {
    language: ctx.person.language,
    own,
    heart: own ? null : heartButton(ctx.t, { id, saved }, { from: 'listing', search, position }),
    ...(back === undefined ? {} : { back }),
  });
}

/** A listing's card, from a search or from `t.me/<bot>?start=p_<propertyId>`. */
export const propertyFeature: Feature = {
  name: 'property',
  links: [onLink('p_', async (ctx, id) => ctx.answer(await viewListing(ctx, { id })))],
  callbacks: [onCallback(listingTap, async (ctx, listing) => ctx.change(await viewListing(ctx, listing)))],
};
