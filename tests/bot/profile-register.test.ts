import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { demoListingId } from '../../src/sandbox/demo-data.ts';
import type { Viewer } from '../support/chat.ts';
import { kostWorld } from '../support/kost-world.ts';

let world: Awaited<ReturnType<typeof kostWorld>>;
let nextId = 7000;
const somebody = (name = 'Ahmad Fauzi', phone?: string) => {
  nextId += 1;
  return world.chat.user({ id: nextId, name, language: 'id', ...(phone ? { phone } : {}) });
};
const profileOf = async (viewer: Viewer): Promise<Profile | null> =>
  (await world.kv.get(`telegram:${viewer.id}`)) as Profile | null;
const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

beforeAll(async () => {
  world = await kostWorld();
});
afterAll(async () => {
  await world.stop();
});

describe('registration', () => {
  it('asks name, phone, e-mail at the first act that needs it, then goes on with the act', async () => {
    const budi = somebody('Budi Santoso', '+6281311112222');
    await budi.starts(`p_${demoListingId('melati')}`);
    await budi.presses('📝 Ajukan sewa');
    const question = await budi.sees('Siapa namamu?');
    expect(question.text).toContain('Langkah 1 dari 3');
    expect(question.text).toContain('/privasi');
    await budi.presses('Pakai nama Telegram: Budi Santoso');
    await budi.sees('Nomor HP kamu?');
    await budi.sharesContact();
    await budi.sees('Alamat e-mail?');
    await budi.presses('⏭️ Lewati');
    await budi.sees('Siap, Budi Santoso');
    await budi.sees(`melamar ${demoListingId('melati')}`);
    await budi.sends('jadi');
    await budi.sees(`selesai ${demoListingId('melati')} jadi`);
    const profile = await profileOf(budi);
    expect(profile).toMatchObject({
      name: 'Budi Santoso',
      telegramName: 'Budi Santoso',
      phone: '+6281311112222',
      phoneVerified: true,
      role: 'tenant',
    });
    expect(profile?.privacyAcceptedAt).toBeDefined();
    expect(profile?.phoneAcceptedAt).toBeDefined();
    expect(await world.kv.get('phone:+6281311112222')).toMatchObject({ id: profile?.id });
  });

  it('takes a typed name, number and address; the number is not verified', async () => {
    const siti = somebody('S');
    await siti.sends('/daftar');
    await siti.sees('Siapa namamu?');
    await siti.doesNotSeeButton(/Pakai nama Telegram/);
    await siti.sends('  Siti   <Nur>  ');
    await siti.sees('⚠️ Nama perlu 2 sampai 60 huruf');
    await siti.sends('  Siti   Nurhaliza & Co ');
    await siti.sees('Nomor HP kamu?');
    await siti.sends('/privasi');
    await siti.sees('Data yang disimpan KostIn');
    await siti.sends('0813-2222 3333');
    await siti.sees('Alamat e-mail?');
    await siti.sends('Siti@Email.com');
    await siti.sees('Nomor +62 813-2222-3333 dicatat sebagai belum terverifikasi');
    expect(await profileOf(siti)).toMatchObject({
      name: 'Siti Nurhaliza & Co',
      phone: '+6281322223333',
      phoneVerified: false,
      email: 'siti@email.com',
    });
    expect(await world.kv.get('phone:+6281322223333')).toBeNull();
  });

  it('going back from the number does not say that it came', async () => {
    const nia = somebody('Nia Ramadhani', '+6281355556666');
    await nia.sends('/daftar');
    await nia.presses(/Pakai nama Telegram/);
    await nia.sees('Nomor HP kamu?');
    await nia.sends('⬅️ Kembali');
    await nia.sees('Siapa namamu?');
    expect(nia.messages.map(({ text }) => text)).toContain('Oke, nomornya nanti saja.');
    expect(nia.messages.map(({ text }) => text)).not.toContain('Nomor diterima. 👍');
  });

  it('keeps a number that another account confirmed as unverified', async () => {
    const first = somebody('Adi Satu', '+6281344445555');
    const second = somebody('Adi Dua', '+6281344445555');
    for (const adi of [first, second]) {
      await adi.sends('/daftar');
      await adi.presses(/Pakai nama Telegram/);
      await adi.sees('Nomor HP kamu?');
      await adi.sharesContact();
      await adi.presses('⏭️ Lewati');
      await adi.sees('Siap, Adi');
    }
    expect(await profileOf(first)).toMatchObject({ phone: '+6281344445555', phoneVerified: true });
    expect(await profileOf(second)).toMatchObject({ phone: '+6281344445555', phoneVerified: false });
    expect(await world.kv.get('phone:+6281344445555')).toMatchObject({ id: (await profileOf(first))?.id });
  });

  it('asks only for the name where that is enough, and later only for the rest', async () => {
    const rudi = somebody('Rudi Hartono');
    await rudi.sends('/daftar known');
    expect((await rudi.sees('Siapa namamu?')).text).toContain('Langkah 1 dari 1');
    await rudi.presses(/Pakai nama Telegram/);
    await rudi.sees('Siap, Rudi Hartono');
    expect(await profileOf(rudi)).toMatchObject({ phone: null });
    await rudi.starts(`p_${demoListingId('melati')}`);
    await rudi.presses('📝 Ajukan sewa');
    expect((await rudi.sees('Nomor HP kamu?')).text).toContain('Langkah 1 dari 2');
  });

  const badNames: [string, (who: Viewer) => Promise<unknown>, string][] = [
    ['a number', (who) => who.sends('08123456789'), '⚠️ Nama perlu'],
    ['one letter', (who) => who.sends('x'), '⚠️ Nama perlu'],
    ['emoji only', (who) => who.sends('😀😀😀'), '⚠️ Nama perlu'],
    ['HTML', (who) => who.sends('<script>alert(1)</script>'), '⚠️ Nama perlu'],
    ['a link', (who) => who.sends('https://example.com/x'), '⚠️ Nama perlu'],
    ['4,000 characters', (who) => who.sends('nama '.repeat(800)), '⚠️'],
    ['invisible characters', (who) => who.sends('\u200b\u202e\u2066'), '⚠️'],
    ['a photo', (who) => who.sendsPhoto(png), '⚠️ Jawab dengan teks'],
    ['a contact', (who) => who.sharesContact({ phone: '+6281200000000' }), '⚠️ Jawab dengan teks'],
  ];
  it('asks the name again with the reason, whatever comes', async () => {
    const who = somebody('Joko');
    await who.sends('/daftar');
    await who.sees('Siapa namamu?');
    for (const [what, act, reason] of badNames) {
      await act(who);
      const again = await who.sees('Siapa namamu?');
      expect(again.text, what).toContain(reason);
    }
    expect(await profileOf(who)).toBeNull();
    await who.sends('/batal');
    await who.sees('dibatalkan');
  });

  const badPhones: [string, (who: Viewer) => Promise<unknown>, string][] = [
    ['words', (who) => who.sends('nanti aja'), '⚠️ Nomornya belum terbaca'],
    ['too short', (who) => who.sends('0812'), '⚠️ Nomornya belum terbaca'],
    ['too long', (who) => who.sends('08123456789012345'), '⚠️ Nomornya belum terbaca'],
    ['another country', (who) => who.sends('+1 202 555 0100'), '⚠️ Nomornya belum terbaca'],
    ['emoji only', (who) => who.sends('📱'), '⚠️ Nomornya belum terbaca'],
    ['HTML', (who) => who.sends('<b>0812</b>'), '⚠️ Nomornya belum terbaca'],
    ['4,000 characters', (who) => who.sends('08'.repeat(2000)), '⚠️'],
    ['a photo', (who) => who.sendsPhoto(png), '⚠️ Kirim nomor HP'],
    ['someone else', (who) => who.sharesContact({ own: false, phone: '+6281200000000' }), '⚠️ Itu kontak orang lain'],
  ];
  it('asks the phone again with the reason, whatever comes', async () => {
    const who = somebody('Joko Widodo');
    await who.sends('/daftar');
    await who.presses(/Pakai nama Telegram/);
    await who.sees('Nomor HP kamu?');
    for (const [what, act, reason] of badPhones) {
      await act(who);
      const again = await who.sees('Nomor HP kamu?');
      expect(again.text, what).toContain(reason);
    }
    expect(await profileOf(who)).toBeNull();
  });

  const badMails: [string, (who: Viewer) => Promise<unknown>, string][] = [
    ['words', (who) => who.sends('tidak punya'), '⚠️ Alamat e-mailnya belum terbaca'],
    ['no dot', (who) => who.sends('a@b'), '⚠️ Alamat e-mailnya belum terbaca'],
    ['emoji', (who) => who.sends('😀@x.id'), '⚠️ Alamat e-mailnya belum terbaca'],
    ['HTML', (who) => who.sends('<a@b.id>'), '⚠️ Alamat e-mailnya belum terbaca'],
    ['4,000 characters', (who) => who.sends(`${'a'.repeat(3900)}@mail.id`), '⚠️'],
    ['a photo', (who) => who.sendsPhoto(png), '⚠️ Jawab dengan teks'],
  ];
  it('asks the e-mail again with the reason, whatever comes; back and skip work', async () => {
    const who = somebody('Joko Anwar', '+6281366667777');
    await who.sends('/daftar');
    await who.presses(/Pakai nama Telegram/);
    await who.sees('Nomor HP kamu?');
    await who.sharesContact();
    await who.sees('Alamat e-mail?');
    for (const [what, act, reason] of badMails) {
      await act(who);
      const again = await who.sees('Alamat e-mail?');
      expect(again.text, what).toContain(reason);
    }
    await who.presses('⬅️ Kembali');
    await who.sees('Nomor HP kamu?');
    await who.sends('081366667777');
    await who.sees('Alamat e-mail?');
    await who.presses('⏭️ Lewati');
    await who.sees('belum terverifikasi');
    expect(await profileOf(who)).toMatchObject({ phoneVerified: false });
  });

  it('made no call that Telegram refuses', () => world.chat.noViolations());
});
