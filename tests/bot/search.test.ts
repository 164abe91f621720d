import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../src/domain/keys.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { demoListingId } from '../../src/sandbox/demo-data.ts';
import { kostWorld } from '../support/kost-world.ts';

let world: Awaited<ReturnType<typeof kostWorld>>;
let nextId = 5000;
const somebody = (language = 'id') => {
  nextId += 1;
  return world.chat.user({ id: nextId, name: `Tamu ${nextId}`, language });
};
const change = (slug: string, how: (status: 'active' | 'inactive') => 'active' | 'inactive') =>
  transact(world.kv, async (tx) => {
    const before = await propertyStore.get(tx, demoListingId(slug));
    propertyStore.update(tx, before, { ...before, status: how(before.status as 'active') });
  });

beforeAll(async () => {
  world = await kostWorld();
});
afterAll(async () => {
  await world.stop();
});

describe('search', () => {
  it('finds what is written in own words, shows what was understood, turns the page in place', async () => {
    const budi = somebody();
    await budi.sends('kos putri dramaga ac di bawah 1,5jt');
    const first = await budi.sees('Kos Melati Residence');
    expect(first.photo).toBeDefined();
    expect(first.caption).toContain('2 kos ketemu');
    expect(first.caption).toContain('Putri · Dramaga, Bogor');
    expect(first.caption).toContain('mulai Rp950.000');
    expect(first.caption).toContain('Sudah termasuk: air, Wi-Fi. Listrik token sendiri');
    expect(first.caption).toContain('Sisa 5 dari 12 kamar');
    expect(first.caption).toContain('4,5 (24 ulasan)');
    expect(first.caption).toContain('KM dalam');
    for (const label of ['✖️ Putri', '✖️ Dramaga', '✖️ Bogor', '✖️ maks. Rp1.500.000', '✖️ AC', '1/2', '▶️'])
      await budi.seesButton(label);
    await budi.doesNotSeeButton('◀️');

    await budi.presses('▶️');
    const second = await budi.sees('Kos Anggrek Putih');
    expect(second.message_id).toBe(first.message_id);
    await budi.seesButton('2/2');
    await budi.doesNotSeeButton('▶️');
    await budi.presses('2/2');
    await budi.seesToast('Hasil ke-2 dari 2');
    await budi.presses('◀️');
    await budi.sees('Kos Melati Residence');
    await budi.seesButton('1/2');
  });

  it('opens a listing from its result, goes back to it, and applies', async () => {
    const budi = somebody();
    await budi.sends('kos putri dramaga ac di bawah 1,5jt');
    await budi.sees('Melati');
    await budi.presses('▶️');
    await budi.sees('Kos Anggrek Putih');
    await budi.presses('📋 Lihat detail');
    const card = await budi.sees('Bangunan baru 2023');
    expect(card.caption).toContain('Gang Bara IV No. 12');
    expect(card.caption).toContain('Deposit: Rp500.000');
    expect(card.caption).toContain('Sewa minimal 3 bulan');
    expect(card.caption).toContain('Denda telat: Rp5.000 per hari setelah 3 hari, paling banyak 10% dari sewa');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Kos Anggrek Putih');
    await budi.seesButton('2/2');
    await budi.presses('📝 Ajukan sewa');
    await budi.sees('Siapa namamu?');
  });

  it('takes a chip off', async () => {
    const budi = somebody();
    await budi.sends('kos putri dramaga ac di bawah 1,5jt');
    await budi.sees('2 kos ketemu');
    await budi.presses('✖️ Dramaga');
    await budi.sees('2 kos ketemu');
    await budi.doesNotSeeButton('✖️ Dramaga');
    await budi.presses('✖️ Putri');
    await budi.sees('3 kos ketemu');
    await budi.presses('✖️ Bogor');
    await budi.sees('kos ketemu');
    await budi.presses('✖️ AC');
    await budi.sees('kos ketemu');
    await budi.presses('✖️ maks. Rp1.500.000');
    await budi.sees('Semua kos: 20');
  });

  it('says which filter to drop when nothing is found', async () => {
    const budi = somebody();
    await budi.sends('kos putra dramaga ac di bawah 700rb');
    const none = await budi.sees('Belum ada kos yang cocok');
    expect(none.text).toContain('Putra, Dramaga, Bogor, maks. Rp700.000, AC');
    await budi.seesButton('Tanpa AC (1)');
    await budi.presses('Tanpa AC (1)');
    await budi.sees('Kos Rafflesia');
  });

  it('offers cities when dropping one filter does not help', async () => {
    const budi = somebody();
    await budi.sends('/cari xyzzyx qwqwqw');
    await budi.sees('Coba pilih kota lain');
    await budi.presses('Depok (4)');
    await budi.sees('4 kos ketemu');
  });

  it('opens the cities with /cari alone, and by a wish without words', async () => {
    const budi = somebody();
    for (const text of ['/cari', '/search', 'cari kos dong', '/cari 😀']) {
      await budi.sends(text);
      await budi.sees('Cari kos di mana?');
    }
    await budi.seesButton('Bogor (6)');
    await budi.presses('Yogyakarta (5)');
    await budi.sees('5 kos ketemu');
  });

  it('finds a listing by its words, typos too; says what it did not understand', async () => {
    const budi = somebody();
    await budi.sends('rafflesiaa');
    await budi.sees('Kos Rafflesia');
    await budi.sends('kos bogr yang vibesnya chill');
    const found = await budi.sees('6 kos ketemu');
    expect(found.caption).toContain('Belum dipahami: vibes, chill');
  });

  it('answers what is no search with a hint, greetings and thanks with the menu', async () => {
    const budi = somebody();
    await budi.sends('bagaimana cara bayar tagihan');
    await budi.sees('Belum paham maksudnya');
    await budi.sends('halo kak');
    await budi.sees('Ini KostIn');
    await budi.sends('makasih ya');
    await budi.sees('Ini KostIn');
    await budi.sends('😀😀😀');
    await budi.sees('Belum paham');
    await budi.sends('<b>kos</b> & "x"'.repeat(300).slice(0, 4000));
    await budi.sees(/Belum paham|Cari kos di mana/);
  });

  it('says that a listing is no longer offered', async () => {
    const budi = somebody();
    await budi.starts(`p_${demoListingId('dago')}`);
    await budi.sees('Kos Dago Asri');
    await change('dago', () => 'inactive');
    await budi.presses('📝 Ajukan sewa');
    await budi.sees('sudah tidak ditawarkan lagi');
    await budi.starts(`p_${demoListingId('dago')}`);
    await budi.sees('sudah tidak ditawarkan lagi');
    await change('dago', () => 'active');
    await budi.starts('p_prop_nosuch');
    await budi.sees('Kos itu tidak ditemukan');
  });

  it('goes on from a result that is no longer offered', async () => {
    const budi = somebody();
    await budi.sends('kos putri jogja');
    await budi.sees('Kos Klitren Nyaman');
    await change('klitren', () => 'inactive');
    await budi.presses('📋 Lihat detail');
    await budi.sees('sudah tidak ditawarkan lagi');
    await budi.presses('⬅️ Kembali');
    const next = await budi.sees('Kos Jetis Putri');
    expect(next.caption ?? next.text).toContain('Daftarnya baru berubah');
    await change('klitren', () => 'active');
  });

  it('shows no apply button where it is full', async () => {
    const budi = somebody();
    await budi.sends('kos sukmajaya');
    await budi.sees('Sedang penuh');
    await budi.doesNotSeeButton('📝 Ajukan sewa');
  });

  it('answers forged and old buttons', async () => {
    const budi = somebody();
    await budi.sends('kos depok');
    const result = await budi.sees('4 kos ketemu');
    await world.kv.del(keys.recentSearches(budi.id));
    await budi.presses('▶️', result);
    await budi.sees('Pencarian ini sudah lama');
    for (const data of [
      'turn:x:1:next:prop_x',
      'drop:zz:0',
      'city:nowhere',
      'listing:prop_nosuch::',
      'apply:prop_nosuch',
    ]) {
      await budi.presses({ data }, result);
      await budi.sees(/lama|tidak ada kos|tidak ditemukan/);
    }
    for (const data of ['turn:::next:', 'turn:x:0:at:prop_x', 'drop:zz:-1', 'drop:zz', 'menu:x', 'turn-at:1:a']) {
      await budi.presses({ data }, result);
      await budi.seesToast('Tombol ini sudah tidak berlaku');
    }
  });

  it('turns on after a restart', async () => {
    const budi = somebody();
    await budi.sends('kos jogja');
    await budi.sees('5 kos ketemu');
    await budi.presses('▶️');
    await budi.seesButton('2/5');
    await world.restart();
    await budi.presses('▶️');
    await budi.seesButton('3/5');
  });

  it('speaks English to the English', async () => {
    const ann = somebody('en');
    await ann.sends('women kos in dramaga with ac under 1.5m');
    const first = await ann.sees('2 found');
    expect(first.caption).toContain('Women · Dramaga, Bogor');
    expect(first.caption).toContain('4.5 (24 reviews)');
    await ann.presses('📋 See details');
    await ann.sees('House rules:');
    await ann.sends('/search');
    await ann.sees('Where are you looking?');
  });

  it('made no call that Telegram refuses', () => world.chat.noViolations());
});
