import { afterEach, beforeEach, expect, it } from 'vitest';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { type RentChat, rentChat } from '../support/rent-chat.ts';

let world: RentChat;
beforeEach(async () => {
  world = await rentChat();
});
afterEach(async () => {
  world.chat.noViolations();
  await world.stop();
});

it('a refused button beside a running flow is a notice, and the flow goes on', async () => {
  const { dewi } = world;
  const { invoice } = await world.rented();
  await world.bot.deliverNow();
  await dewi.starts('p_prop_melati');
  const listing = await dewi.sees('Kos Melati');
  await dewi.presses('📝 Ajukan sewa', listing);
  await dewi.sees('Kamarnya untuk siapa');
  await dewi.presses('Saya sendiri');
  await dewi.sees('putra atau putri');
  // An old button of something that is somebody else's.
  await dewi.presses({ data: `pay:${invoice.id}` }, listing);
  await dewi.seesToast('bukan untuk akun ini');
  await dewi.presses('Putri');
  await dewi.sees('kuliah atau kerja');
});

it('registering is kept when what it was for has closed meanwhile', async () => {
  const guest = world.chat.user({ id: 77, name: 'Rina Wati', phone: '+628131234567', language: 'id' });
  await guest.starts('p_prop_melati');
  await guest.presses('📝 Ajukan sewa', await guest.sees('Kos Melati'));
  await guest.presses(/Pakai nama Telegram/);
  await guest.sees('Nomor HP kamu');
  await guest.sharesContact();
  await guest.sees('Alamat e-mail');
  await world.system(async ({ tx }) => {
    const property = await propertyStore.get(tx, world.property.id);
    propertyStore.update(tx, property, { ...property, status: 'inactive' });
  });
  await guest.presses('⏭️ Lewati');
  await guest.sees('Siap, Rina Wati');
  await guest.sees('tidak ditawarkan lagi');
  expect(await world.kv.get('telegram:77')).toMatchObject({ name: 'Rina Wati', phone: '+628131234567' });
});

it.each([
  ['\u200f\u200f', 'Rina'],
  ['\u{1F338}', 'Rina'],
  ['x'.repeat(64), `${'y'.repeat(64)} \ufeff z`],
])('a Telegram name that is no name (%j) stops nobody from registering', async (first, last) => {
  const guest = world.chat.user({
    id: 78,
    name: first,
    ...(last === 'Rina' ? {} : { lastName: last }),
    language: 'id',
  });
  await guest.starts('p_prop_melati');
  await guest.presses('📝 Ajukan sewa', await guest.sees('Kos Melati'));
  await guest.sees('Siapa namamu');
  await guest.sends('Rina Wati');
  await guest.sees('Nomor HP kamu');
  await guest.sends('0813 1234 5678');
  await guest.sees('Alamat e-mail');
  await guest.presses('⏭️ Lewati');
  await guest.sees('Siap, Rina Wati');
});
