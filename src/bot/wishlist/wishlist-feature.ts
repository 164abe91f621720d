import { joinId } from '../../domain/entity-store.ts';
import { getProperty } from '../../domain/property/get-property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import { recallSearch } from '../../domain/search/recent-searches.ts';
import { listWishlist } from '../../domain/wishlist/list-wishlist.ts';
import { removeSaved } from '../../domain/wishlist/remove-saved.ts';
import { saveListing } from '../../domain/wishlist/save-listing.ts';
import { MAX_SAVED } from '../../domain/wishlist/wishlist.ts';
import { wishlistStore } from '../../domain/wishlist/wishlist-store.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import { listingTap } from '../property/property-buttons.ts';
import { resultTap } from '../search/search-buttons.ts';
import type { OutMessage } from '../ui/message.ts';
import { type SavedTap, savedTap, saveTap, unsaveTap, wishlistButton, wishlistTap } from './wishlist-buttons.ts';
import { changedView, PER_PAGE, wishlistView } from './wishlist-view.ts';

const view = async (ctx: BotContext, page = 1): Promise<OutMessage> =>
  wishlistView(ctx.t, await listWishlist(ctx.domain, { page, perPage: PER_PAGE }));

/** The search that the listing stood in, if it is remembered still: read beside the entry, in one round trip. */
const searchOf = async (ctx: BotContext, { search }: SavedTap) =>
  search === undefined ? null : recallSearch(ctx.domain, { searchId: search });

/** What was on the screen, with the other heart. */
async function showAgain(ctx: BotContext, { id, from, search, position = 1 }: SavedTap, isKnown: boolean) {
  if (from === 'list') return ctx.change(await view(ctx, position));
  if (search === undefined || !isKnown) await ctx.go(listingTap, { id });
  else if (from === 'result') await ctx.go(resultTap, { search, position, to: 'at', id });
  else await ctx.go(listingTap, { id, search, position });
}

/** No name is asked for a listing that can't be saved. */
async function isOffered(ctx: BotContext, { id }: { id: string }): Promise<boolean> {
  const found = await getProperty(ctx.domain, { propertyId: id });
  if (found.kind !== 'shown') await ctx.go(listingTap, { id });
  return found.kind === 'shown';
}

/** ❤️ and 💔 on every listing, `/wishlist`, and news of what was saved (product 3.2). */
export const wishlistFeature: Feature = {
  name: 'wishlist',
  commands: [
    onCommand(['wishlist'], async (ctx) => ctx.answer(await view(ctx)), { requires: 'known', published: true }),
  ],
  callbacks: [
    onCallback(
      wishlistTap,
      async (ctx, { page }) => (page === undefined ? ctx.answer(await view(ctx)) : ctx.change(await view(ctx, page))),
      {
        requires: 'known',
      },
    ),
    onCallback(savedTap, async (ctx, { id }) => {
      // The list stays: one compares.
      ctx.anew = true;
      await ctx.go(listingTap, { id });
    }),
    onCallback(
      saveTap,
      async (ctx, shown) => {
        const [did, query] = await Promise.all([
          saveListing(ctx.domain, { propertyId: shown.id }),
          searchOf(ctx, shown),
        ]);
        ctx.toast(ctx.t(`wishlist-toast-${did}`, { max: MAX_SAVED }), { alert: did === 'full' });
        await showAgain(ctx, shown, query !== null);
      },
      { requires: 'known', first: isOffered },
    ),
    onCallback(unsaveTap, async (ctx, shown) => {
      const [did, query] = await Promise.all([removeSaved(ctx.domain, { propertyId: shown.id }), searchOf(ctx, shown)]);
      ctx.toast(ctx.t(did ? 'wishlist-toast-removed' : 'wishlist-toast-not-there'));
      await showAgain(ctx, shown, query !== null);
    }),
  ],
  events: {
    'wishlist.changed': async ({ t, tx, recipient }, { propertyId, news }) => {
      const [entry, property] = await Promise.all([
        recipient && wishlistStore.peek(tx, joinId(recipient.id, propertyId)),
        propertyStore.peek(tx, propertyId),
      ]);
      return entry && property && changedView(t, entry, property, news);
    },
  },
  menu: [{ row: 2, shown: (profile) => profile !== null, button: wishlistButton }],
};
