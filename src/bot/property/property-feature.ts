import { getProperty } from '../../domain/property/get-property.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onLink } from '../feature.ts';
import { resultTap } from '../search/search-buttons.ts';
import type { OutMessage } from '../ui/message.ts';
import { listingTap } from './property-buttons.ts';
import { listingView, noSuchListingView, notOfferedView } from './property-view.ts';

async function viewListing(ctx: BotContext, id: string, back?: string): Promise<OutMessage> {
  const found = await getProperty(ctx.domain, { propertyId: id });
  if (found.kind === 'not-found') return noSuchListingView(ctx.t);
  if (found.kind === 'not-active') return notOfferedView(ctx.t, found.name, back);
  const { property, own } = found;
  return listingView(ctx.t, property, {
    language: ctx.person.language,
    own,
    ...(back === undefined ? {} : { back }),
  });
}

/** A listing's card, from a search or from `t.me/<bot>?start=p_<propertyId>`. */
export const propertyFeature: Feature = {
  name: 'property',
  links: [onLink('p_', async (ctx, id) => ctx.answer(await viewListing(ctx, id)))],
  callbacks: [
    onCallback(listingTap, async (ctx, { id, search, position }) => {
      const back = search === undefined ? undefined : resultTap.pack({ search, position: position ?? 1, to: 'at', id });
      ctx.change(await viewListing(ctx, id, back));
    }),
  ],
};
