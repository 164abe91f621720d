import { afterEach, expect, it } from 'vitest';
import { type Property, takeRoom, withRoomTypes } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { plainWords } from '../support/plain-words.ts';
import { newTenant } from '../support/rent-story.ts';
import { openWholeWorld, type WholeWorld } from '../support/whole-world.ts';

const ID = 'prop_demo-anggrek';

let world: WholeWorld;
afterEach(() => world?.stop());

it('who saved a listing hears of a drop, a room and its end, once each, in their language', {
  timeout: 60_000,
}, async () => {
  world = await openWholeWorld('embedded');
  const app = await world.start();
  const change = (how: (before: Property) => Property) =>
    transact(app.kv, async (tx) => {
      const before = await propertyStore.get(tx, ID);
      propertyStore.update(tx, before, how(before));
    });
  const roomsOf = (property: Property): Property => {
    const [room] = property.roomTypes.filter(({ availableRooms }) => availableRooms > 0);
    return room ? roomsOf(takeRoom(property, room.id)) : property;
  };
  const readers = (['id', 'en'] as const).map((language, i) => ({
    t: plainWords(language),
    viewer: newTenant(world, language, 5001 + i),
  }));
  for (const { t, viewer } of readers) {
    await viewer.starts(`p_${ID}`);
    await viewer.presses(t('wishlist-button-save'));
    await viewer.presses(/Telegram/);
    await viewer.seesButton(t('wishlist-button-remove'));
    // What is told comes after this person's last act.
    await viewer.sends('/menu');
    await viewer.seesButton(t('wishlist-button-open'));
  }
  const everybodySees = async (key: string, variables: Record<string, string | number>) => {
    for (const { t, viewer } of readers) await viewer.sees(t(key, variables));
  };

  const { pricePerMonth: price } = (await app.kv.get(`property:${ID}`)) as unknown as Property;
  const was = `Rp${price.toLocaleString('id-ID')}`;
  const cheaper = price - 50_000;
  await change((one) =>
    withRoomTypes(
      one,
      one.roomTypes.map((room) => ({ ...room, pricePerMonth: cheaper })),
    ),
  );
  await everybodySees('wishlist-news-cheaper', { price: `Rp${cheaper.toLocaleString('id-ID')}`, was });

  await change(roomsOf);
  await expectFollowed();
  await change((one) =>
    withRoomTypes(
      one,
      one.roomTypes.map((room, i) => ({ ...room, availableRooms: i === 0 ? 1 : 0 })),
    ),
  );
  await everybodySees('wishlist-news-room', { rooms: 1 });

  await change((one) => ({ ...one, status: 'inactive' }));
  await everybodySees('wishlist-news-closed', {});
  const [{ t, viewer }] = readers as [(typeof readers)[number]];
  const news = viewer.fromBot.filter((message) => /Kabar dari wishlist/.test(message.text ?? message.caption ?? ''));
  expect(news).toHaveLength(3);
  // An old one's buttons give a current answer.
  await viewer.presses(t('wishlist-button-detail'), news[0]);
  await viewer.sees(/tidak ditawarkan/);
  await viewer.presses(t('wishlist-button-remove'), news[2]);
  await viewer.seesToast(t('wishlist-toast-removed'));
  expect(await app.kv.getByPrefix(`wishlist:property:${ID}:`)).toHaveLength(1);
  world.chat.noViolations();

  async function expectFollowed(): Promise<void> {
    await expect.poll(() => app.kv.getByPrefix('agenda:follow-property:'), { timeout: 10_000 }).toEqual([]);
  }
});
