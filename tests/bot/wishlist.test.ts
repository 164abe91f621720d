import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Property } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { transact } from '../../src/domain/transaction.ts';
import { demoListingId } from '../../src/sandbox/demo-data.ts';
import { demoListings } from '../../src/sandbox/demo-listings.ts';
import type { Viewer } from '../support/chat.ts';
import { kostWorld } from '../support/kost-world.ts';
import { plainWords } from '../support/plain-words.ts';

let world: Awaited<ReturnType<typeof kostWorld>>;
beforeAll(async () => {
  world = await kostWorld();
});
afterAll(async () => {
  world.chat.noViolations();
  await world.stop();
});

let nextId = 6000;
const somebody = (language = 'id') => {
  nextId += 1;
  return world.chat.user({ id: nextId, name: `Tamu ${nextId}`, language });
};
/** Somebody whose name is known. */
const known = async (language = 'id'): Promise<Viewer> => {
  const person = somebody(language);
  await person.sends('/daftar known');
  await person.presses(/Telegram/);
  await person.sees(/./);
  await person.sends('/menu');
  await person.seesButton(/Wishlist/);
  return person;
};
const change = (slug: string, about: Partial<Property>) =>
  transact(world.kv, async (tx) => {
    const before = await propertyStore.get(tx, demoListingId(slug));
    propertyStore.update(tx, before, { ...before, ...about });
  });
const entries = async (): Promise<number> =>
  (await world.kv.list(`wishlist:`)).filter(({ key }) => key.startsWith('wishlist:user_')).length;

describe('❤️ on a listing', () => {
  it('turns into 💔 where it stands, in a result and in its card, and back', async () => {
    const budi = await known();
    await budi.sends('kos putri dramaga ac di bawah 1,5jt');
    const result = await budi.sees('Kos Melati Residence');
    await budi.presses('▶️');
    await budi.sees('Kos Anggrek Putih');
    await budi.presses('❤️ Simpan');
    await budi.seesToast('Tersimpan');
    expect((await budi.sees('Kos Anggrek Putih')).message_id).toBe(result.message_id);
    await budi.seesButton('💔 Hapus dari wishlist');
    await budi.seesButton('2/2');
    await budi.doesNotSeeButton('❤️ Simpan');
    await budi.presses('📋 Lihat detail');
    await budi.sees('Bangunan baru 2023');
    await budi.presses('💔 Hapus dari wishlist');
    await budi.seesToast('Dihapus');
    await budi.sees('Bangunan baru 2023');
    await budi.seesButton('❤️ Simpan');
    await budi.presses('⬅️ Kembali');
    await budi.sees('Kos Anggrek Putih');
    await budi.seesButton('2/2');
    await budi.seesButton('❤️ Simpan');
  });

  it('of somebody new: the name, then it is saved, also after a restart in between', async () => {
    const ani = somebody();
    await ani.sends(`/start p_${demoListingId('melati')}`);
    await ani.sees('Kos Melati Residence');
    await ani.presses('❤️ Simpan');
    await ani.sees('Siapa namamu?');
    await world.restart();
    await ani.presses(/Telegram/);
    await ani.sees('Tersimpan');
    await ani.seesButton('💔 Hapus dari wishlist');
    await ani.sends('/wishlist');
    await ani.sees('1. Kos Melati Residence');
  });

  it('twice, from an old card, of a listing that closed: an answer each time', async () => {
    const budi = await known();
    const before = await entries();
    await budi.sends(`/start p_${demoListingId('melati')}`);
    const card = await budi.sees('Kos Melati Residence');
    const save = card.reply_markup?.inline_keyboard.flat().find(({ text }) => text === '❤️ Simpan');
    const data = save && 'callback_data' in save ? save.callback_data : '';
    await Promise.all([budi.presses({ data }, card), budi.presses({ data }, card)]);
    await budi.seesToast(/Tersimpan|Sudah tersimpan/);
    await budi.seesButton('💔 Hapus dari wishlist');
    await budi.presses({ data }, card);
    await budi.seesToast('Sudah tersimpan');
    expect(await entries()).toBe(before + 1);

    await budi.presses('💔 Hapus dari wishlist');
    await budi.seesToast('Dihapus');
    await change('melati', { status: 'inactive' });
    await budi.presses({ data }, card);
    await budi.seesToast('tidak ditawarkan lagi');
    const guest = somebody();
    await guest.sends('halo');
    await guest.presses({ data }, await guest.sees('Halo'));
    await guest.sees('sudah tidak ditawarkan');
    await change('melati', { status: 'active' });
    expect(await entries()).toBe(before);
  });

  it('is not on one’s own listing', async () => {
    const susi = world.chat.user({ id: 1002, name: 'Susi', language: 'id' });
    await susi.sends(`/start p_${demoListingId('melati')}`);
    await susi.sees('Kos Melati Residence');
    await susi.doesNotSeeButton('❤️ Simpan');
    await susi.sends('kos melati residence');
    await susi.sees('Kos Melati Residence');
    await susi.doesNotSeeButton('❤️ Simpan');
  });

  it('of a search that is long ago shows the listing itself', async () => {
    const budi = await known();
    await budi.sends('kos melati residence');
    const old = await budi.sees('Kos Melati Residence');
    for (let i = 0; i < 25; i++) {
      await budi.sends(`kos di bawah ${i + 5}00rb`);
      await budi.sees(/./);
    }
    await budi.presses('❤️ Simpan', old);
    await budi.seesToast('Tersimpan');
    expect((await budi.sees('Jl. Raya Dramaga No. 45')).message_id).toBe(old.message_id);
  });
});

describe('/wishlist', () => {
  it.each(['id', 'en'] as const)('shows today’s price and rooms, and what changed since (%s)', async (language) => {
    const t = plainWords(language);
    const budi = await known(language);
    await budi.sends('/wishlist');
    await budi.sees(t('wishlist-empty').slice(0, 20));
    const before: [string, Partial<Property>][] = [];
    for (const slug of ['melati', 'anggrek', ...demoListings.slice(5, 7).map((one) => one.slug)]) {
      const id = demoListingId(slug);
      const [found] = (await world.kv.mget([`property:${id}`])) as unknown as (Property | null)[];
      if (!found) continue;
      before.push([
        slug,
        { pricePerMonth: found.pricePerMonth, availableRooms: found.availableRooms, status: found.status },
      ]);
      if (slug === 'anggrek') await change(slug, { availableRooms: 0 });
      await budi.sends(`/start p_${id}`);
      await budi.sees(found.name);
      await budi.presses(t('wishlist-button-save'));
      await budi.seesToast(/❤️/);
      world.clock.advance(1_000);
    }
    await change('melati', { pricePerMonth: 900_000 });
    await change('anggrek', { availableRooms: 2 });
    await budi.sends('/wishlist');
    const shown = await budi.sees('Wishlist');
    expect(shown.text).toContain(
      `Rp900.000 ${language === 'id' ? '/ bulan' : '/ month'} · ${t('wishlist-cheaper-since', { was: 'Rp950.000' })}`,
    );
    expect(shown.text).toContain(t('wishlist-freed-since'));
    for (const [slug, about] of before) await change(slug, about);
  });

  it('has an entry removed from it, opens one, turns its pages', async () => {
    const budi = await known();
    for (const { slug, name } of demoListings.slice(0, 10)) {
      await budi.sends(`/start p_${demoListingId(slug)}`);
      await budi.sees(name);
      await budi.presses('❤️ Simpan');
      await budi.seesToast('Tersimpan');
    }
    await budi.sends('/menu');
    await budi.presses('❤️ Wishlist');
    const shown = await budi.sees('(10 kos)');
    await budi.presses('▶️', shown);
    await budi.seesButton('2/2');
    await budi.seesButton('💔 Hapus 10');
    await budi.presses('💔 Hapus 9', shown);
    await budi.seesToast('Dihapus');
    expect((await budi.sees('(9 kos)')).message_id).toBe(shown.message_id);
    // The last one of a page goes: the page before it.
    await budi.presses('💔 Hapus 9');
    await budi.sees('(8 kos)');
    await budi.doesNotSeeButton('◀️');
    await budi.presses(/^1\. /);
    // The list stays where it is.
    expect((await budi.sees(/Jl\.|Gang/)).message_id).toBeGreaterThan(shown.message_id);
    await budi.seesButton('💔 Hapus dari wishlist');
  });

  it('of somebody new asks for the name first', async () => {
    const ani = somebody('en');
    await ani.sends('/wishlist');
    await ani.presses(/Telegram/);
    await ani.sees('Nothing saved yet');
  });
});
