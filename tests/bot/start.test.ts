import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoListingId } from '../../src/sandbox/demo-data.ts';
import { kostWorld } from '../support/kost-world.ts';

let world: Awaited<ReturnType<typeof kostWorld>>;
beforeAll(async () => {
  world = await kostWorld();
});
afterAll(async () => {
  await world.stop();
});

it('greets a guest and shows only what a guest can open', async () => {
  const budi = world.chat.user({ id: 1001, name: 'Budi', language: 'id' });
  for (const payload of [undefined, 'ref_abc', 'k_nosuch', 'p_']) {
    await budi.starts(payload);
    await budi.sees('Halo, Budi! 👋 Ini KostIn');
  }
  await budi.seesButton('🔍 Cari kos');
  await budi.doesNotSeeButton('🧾 Tagihan');
  await budi.sends('/menu');
  await budi.sees('Ini KostIn');
  await budi.presses('❓ Bantuan');
  await budi.sees('Yang bisa dilakukan di KostIn');
  await budi.presses('🏠 Menu');
  await budi.sees('Ini KostIn');
  await budi.presses('🔍 Cari kos');
  await budi.sees('Cari kos di mana?');
});

it('escapes names', async () => {
  const eve = world.chat.user({ id: 6001, name: '<b>Eve</b> & co', language: 'id' });
  await eve.sends('/start');
  await eve.sees('Halo, <b>Eve</b> & co!');
});

it('shows owners and tenants their menus', async () => {
  const susi = world.chat.user({ id: 1002, name: 'Susi', language: 'id' });
  await susi.sends('/start');
  await susi.sees('Halo, Bu Susi! Silakan pilih menu.');
  await susi.seesButton('📥 Pengajuan masuk');
  await susi.sends('/bantuan');
  await susi.sees('/pengajuan');
  const sari = world.chat.user({ id: 1003, name: 'Sari', language: 'id' });
  await sari.sends('/menu');
  await sari.sees('Halo, Sari Wulandari!');
  await sari.seesButton('🧾 Tagihan');
  await sari.doesNotSeeButton('📥 Pengajuan masuk');
});

it('opens a listing by its link; its owner cannot apply for it', async () => {
  const budi = world.chat.user({ id: 6002, name: 'Budi', language: 'id' });
  await budi.starts(`p_${demoListingId('melati')}`);
  await budi.sees('Pemilik: Bu Susi');
  await budi.seesButton('📝 Ajukan sewa');
  await budi.doesNotSeeButton('⬅️ Kembali');
  const susi = world.chat.user({ id: 1002, name: 'Susi', language: 'id' });
  await susi.starts(`p_${demoListingId('melati')}`);
  await susi.sees('Pemilik: Bu Susi');
  expect(
    susi
      .lastMessage()
      .reply_markup?.inline_keyboard.flat()
      .map(({ text }) => text),
  ).toEqual(['🏠 Menu']);
  await susi.sends('kos melati dramaga');
  const result = await susi.sees('Kos Melati Residence');
  await susi.doesNotSeeButton('📝 Ajukan sewa');
  await susi.presses({ data: `apply:${demoListingId('melati')}` }, result);
  await susi.seesToast('Ini kos milik akun ini sendiri');
});

it('switches the language, for guests and for people with a profile', async () => {
  const ann = world.chat.user({ id: 6003, name: 'Ann', language: 'en' });
  await ann.sends('/start');
  await ann.sees('Hi, Ann!');
  await ann.sends('/language');
  await ann.presses('🇮🇩 Bahasa Indonesia');
  await ann.sees('mulai sekarang pakai bahasa Indonesia');
  await ann.sends('/start');
  await ann.sees('Halo, Ann!');
  const sari = world.chat.user({ id: 1003, name: 'Sari', language: 'id' });
  await sari.sends('/bahasa');
  await sari.presses('🇬🇧 English');
  await sari.sees('English from now on');
  await sari.sends('/menu');
  await sari.sees('Hi, Sari Wulandari!');
  await sari.sends('/help');
  await sari.sees('What you can do with KostIn');
  await sari.sends('/bahasa');
  await sari.presses('🇮🇩 Bahasa Indonesia');
  await sari.sees('bahasa Indonesia.');
});

it('explains what is kept', async () => {
  const budi = world.chat.user({ id: 6004, name: 'Budi', language: 'id' });
  await budi.sends('/privasi');
  await budi.sees('Data yang disimpan KostIn');
  await budi.sends('/privacy');
  await budi.sees('20 pencarian terakhir');
  world.chat.noViolations();
});
