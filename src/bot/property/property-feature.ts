import { Composer } from 'grammy';
import { getProperty } from '../../domain/property/get-property.ts';
import type { BotContext } from '../context.ts';
import { turnResult } from '../search/search-view.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import { applyFor, listingView, noSuchListingView, notOfferedView, openListing } from './property-view.ts';

/** A listing's card, from a search or from `t.me/<bot>?start=p_<propertyId>`. */
export const propertyFeature = new Composer<BotContext>();

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

propertyFeature.chatType('private').command('start', async (ctx, next) => {
  const id = /^p_([\w-]{1,60})$/.exec(ctx.match)?.[1];
  if (id === undefined) return next();
  ctx.answer(await viewListing(ctx, id));
});

onCallback(propertyFeature, openListing, async (ctx, { id, search, position }) => {
  const back = search === undefined ? undefined : turnResult.pack({ search, position: position ?? 1, to: 'at', id });
  ctx.change(await viewListing(ctx, id, back));
});

onCallback(propertyFeature, applyFor, async (ctx, { id }) => {
  const found = await getProperty(ctx.domain, { propertyId: id });
  if (found.kind === 'not-found') return ctx.answer(noSuchListingView(ctx.t));
  if (found.kind === 'not-active') return ctx.answer(notOfferedView(ctx.t, found.name));
  if (found.own) return ctx.toast(ctx.t('property-own'), { alert: true });
  if (found.property.availableRooms === 0) return ctx.toast(ctx.t('property-full-now'), { alert: true });
  const [room, ...others] = found.property.roomTypes.filter(({ availableRooms }) => availableRooms > 0);
  // One type only: nothing to choose.
  const given = room && others.length === 0 ? { roomTypeId: room.id } : {};
  await ctx.enterFlow('apply', { propertyId: found.property.id, ...given });
});
