import { defaultSystemConfig } from '../domain/admin/config.ts';
import type { Ctx } from '../domain/context.ts';
import { keys } from '../domain/keys.ts';
import type { Clock, Ids, Kv } from '../domain/ports.ts';
import { type Profile, withAccountDue } from '../domain/profile/profile.ts';
import { demoUserStore, ownerProfileStore, profileStore } from '../domain/profile/profile-store.ts';
import { createProperty } from '../domain/property/create-property.ts';
import type { Property } from '../domain/property/property.ts';
import { propertyStore } from '../domain/property/property-store.ts';
import { createRun } from '../domain/run.ts';
import { savedEntry, standingOf } from '../domain/wishlist/wishlist.ts';
import { wishlistStore } from '../domain/wishlist/wishlist-store.ts';
import { type DemoListing, demoListings, demoWishlist } from './demo-listings.ts';
import { type DemoPerson, demoPeople } from './demo-people.ts';

/** Telegram's ids have 52 bits; accounts are nowhere near that. */
const NOBODY = 4_000_000_000_000_000;
const asNobody = (person: DemoPerson): DemoPerson => ({ ...person, telegramId: NOBODY + person.telegramId });

export interface DemoDataOptions {
  clock: Clock;
  ids: Ids;
  /** `owners`: only who the listings belong to. */
  people: 'all' | 'owners';
  /**
   * The store is behind the real Telegram: the people get ids that no account has and no confirmed number, so that
   * no stranger becomes one of them and nobody is written to.
   */
  realTelegram?: boolean;
}

/** Writes what is missing of the demo people and listings; a second time it changes nothing. */
export async function loadDemoData(
  kv: Kv,
  { clock, ids, people, realTelegram = false }: DemoDataOptions,
): Promise<{ people: number; listings: number }> {
  const parts = { clock, ids, config: () => defaultSystemConfig, timezone: 'Asia/Jakarta', paymentWays: [] };
  const run = createRun({ ...parts, kv, wake: { wake: () => undefined } }, { kind: 'system', name: 'demo-data' });
  return run(async (ctx) => {
    const { tx } = ctx;
    const wanted = demoPeople
      .filter(({ role }) => people === 'all' || role === 'owner')
      .map((person: DemoPerson) => (realTelegram ? asNobody(person) : person));
    const missing = { people: 0, listings: 0 };
    const owners = new Map<string, Profile>();
    const fresh: string[] = [];
    const listings = new Map<string, Property>();
    await tx.preload([
      ...wanted.flatMap(({ email, telegramId }) => [keys.profile.demoUser(email), keys.profile.telegram(telegramId)]),
      ...demoListings.map(({ slug }) => keys.property.record(demoListingId(slug))),
    ]);
    for (const person of wanted) {
      if ((await tx.get(keys.profile.demoUser(person.email))) === null) missing.people += 1;
      const [profile, isNew] = await savePerson(ctx, person);
      if (!profile) continue;
      owners.set(person.email, profile);
      if (isNew) fresh.push(person.email);
    }
    for (const listing of demoListings) {
      const owner = owners.get(listing.owner);
      if (!owner || (await propertyStore.find(tx, demoListingId(listing.slug)))) continue;
      listings.set(listing.slug, await saveListing(ctx, listing, owner));
      missing.listings += 1;
    }
    for (const { by, slug, thenDearer } of demoWishlist) {
      const [person, property] = [owners.get(by), listings.get(slug)];
      // Somebody who was there before may have taken it off.
      if (person && property && fresh.includes(by)) wish(ctx, person, property, thenDearer);
    }
    return missing;
  });
}

export const demoListingId = (slug: string): string => `prop_demo-${slug}`;

/** As if it had been saved when it was dearer, and the drop been told. */
function wish({ tx, now }: Ctx, person: Profile, property: Property, thenDearer: number): void {
  const entry = savedEntry(person.id, property, now);
  wishlistStore.create(tx, {
    ...entry,
    propertyPrice: entry.propertyPrice + thenDearer,
    told: standingOf(property),
  });
}

/** With whether it was made just now. */
async function savePerson(ctx: Ctx, person: DemoPerson): Promise<[Profile | null, isNew: boolean]> {
  const { email, telegramId, name, role, phone, registered, salutation, firstName, lastName } = person;
  const known = await profileStore.findBy(ctx.tx, keys.profile.telegram(telegramId));
  const flag = await demoUserStore.find(ctx.tx, email);
  const now = ctx.now;
  if (flag === null) demoUserStore.create(ctx.tx, { email, telegramId, name, role, createdAt: now });
  // Somebody who was there once is never made anew: a deleted account stays deleted.
  if (known || !registered || flag !== null) return [known, false];
  const profile = withAccountDue(null, {
    id: ctx.ids.next('user'),
    telegramId,
    telegramName: [firstName, lastName].filter(Boolean).join(' '),
    name,
    role,
    phone,
    phoneVerified: await mayConfirm(ctx, telegramId, phone),
    address: '',
    email,
    language: 'id',
    privacyAcceptedAt: now,
    ...(phone === null ? {} : { phoneAcceptedAt: now }),
    createdAt: now,
    updatedAt: now,
  });
  profileStore.create(ctx.tx, profile);
  if (role === 'owner') {
    ownerProfileStore.create(ctx.tx, {
      userId: profile.id,
      ...(salutation ? { salutation } : {}),
      address: '',
      settings: { digest: true },
      updatedAt: now,
    });
  }
  return [profile, true];
}

/** One account per confirmed number, also where somebody real had it first. */
const mayConfirm = async (ctx: Ctx, telegramId: number, phone: string | null): Promise<boolean> =>
  phone !== null && telegramId < NOBODY && (await ctx.tx.get(keys.profile.phone(phone))) === null;

async function saveListing(ctx: Ctx, listing: DemoListing, owner: Profile): Promise<Property> {
  const { slug, owner: _owner, rating, reviewCount, ...fields } = listing;
  return createProperty(ctx, {
    ...fields,
    images: [`asset:demo-${slug}.jpg`],
    noticeDays: 30,
    asSystem: { id: demoListingId(slug), ownerId: owner.id, status: 'active', rating, reviewCount },
  });
}
