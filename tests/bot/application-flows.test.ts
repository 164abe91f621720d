import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../src/domain/application/application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { keys } from '../../src/domain/keys.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import type { Viewer } from '../support/chat.ts';
import { type RentChat, rentChat } from '../support/rent-chat.ts';

let world: RentChat;
beforeEach(async () => {
  world = await rentChat();
});
afterEach(async () => {
  world.chat.noViolations();
  await world.stop();
});

const png = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
const stepOf = async (viewer: Viewer): Promise<string | null> => {
  const state = (await world.kv.get(keys.flow(String(viewer.id), viewer.id))) as { step: string } | null;
  return state?.step ?? null;
};
/** Each of these is answered by the same question with a reason. */
async function refuses(viewer: Viewer, step: string, texts: string[], options: { stickers?: boolean } = {}) {
  expect(await stepOf(viewer)).toBe(step);
  for (const text of texts) {
    await viewer.sends(text);
    const asked = await viewer.sees('⚠️');
    expect(asked.text).toContain('Langkah');
    expect(await stepOf(viewer), text.slice(0, 40)).toBe(step);
  }
  if (options.stickers === false) return;
  await viewer.sendsPhoto(png);
  await viewer.sees('⚠️');
  viewer.user.sendsSticker();
  await expect.poll(() => viewer.fromBot.at(-1)?.text?.includes('⚠️')).toBe(true);
  expect(await stepOf(viewer)).toBe(step);
}
const long = 'x'.repeat(4_000);
const hostile = [long, '😀😀😀', '<b>tebal</b>', '-1', '0'];

describe('applying', () => {
  it('asks again, with the reason, whatever is sent at any question; nothing is written', async () => {
    const { ahmad } = world;
    await ahmad.starts(`p_${world.property.id}`);
    await ahmad.presses('📝 Ajukan sewa');
    await ahmad.sees('Kamar yang mana?');
    await refuses(ahmad, 'roomTypeId', [...hostile, 'suite']);
    await ahmad.sends('kipas');
    await ahmad.sees('untuk siapa');
    await refuses(ahmad, 'forWhom', [...hostile, 'berdua']);
    await ahmad.sends('anak');
    await ahmad.sees('putra atau putri');
    await refuses(ahmad, 'occupants', hostile);
    await ahmad.presses('Putri');
    await ahmad.sees('kuliah atau kerja');
    await refuses(ahmad, 'occupation', hostile);
    await ahmad.presses('Kerja');
    await ahmad.sees('Mau mulai kapan?');
    await refuses(ahmad, 'startDate', [...hostile, '31 februari', '3/11/2024', '2025-02-03', 'kapan-kapan']);
    await ahmad.presses('November 2024');
    await ahmad.sees('Tanggal berapa?');
    await refuses(ahmad, 'startDate', [...hostile, '32', '3', '31']);
    await ahmad.presses('Sen');
    await ahmad.seesToast('Pilih salah satu tanggal');
    await ahmad.presses('·');
    await ahmad.seesToast('Pilih salah satu tanggal');
    await ahmad.sends('4');
    await ahmad.sees('berapa lama');
    await refuses(ahmad, 'duration', [...hostile, '2', '13 bulan', 'setahun']);
    await ahmad.sends('3 bulan');
    await ahmad.sees('Kontak darurat: siapa');
    await refuses(ahmad, 'contactName', [long, '😀😀', '<b>Budi</b>', '1', '@budi', '08123456789']);
    await ahmad.sends("Siti Nur'aini");
    await ahmad.sees('Nomor HP kontak');
    await refuses(ahmad, 'contactPhone', [...hostile, 'nomor ibu', '0812', '0812-0000-0002', '+1']);
    await ahmad.sharesContact();
    await ahmad.sees('nomormu sendiri');
    await ahmad.sharesContact({ own: false, phone: '+628170000999', name: 'Siti' });
    await ahmad.sees('hubungannya');
    await refuses(ahmad, 'contactRelation', hostile);
    await ahmad.sends('Tante');
    await ahmad.sees('Ada pesan');
    await refuses(ahmad, 'note', [long]);
    await ahmad.presses('⏭️ Lewati');
    const review = await ahmad.sees('Cek dulu sebelum dikirim');
    expect(review.text).toContain('4 November 2024, 3 bulan');
    expect(review.text).toContain("Siti Nur'aini (Tante) · +62 817-0000-999");
    await refuses(ahmad, 'review', [...hostile, 'kirim besok']);
    expect(await world.kv.getByPrefix('application:')).toEqual([]);
    await ahmad.presses('✅ Kirim');
    await ahmad.sees('Pengajuan terkirim');
    const [application] = (await world.kv.getByPrefix('application:')) as Application[];
    expect(application).toMatchObject({
      forWhom: 'child',
      occupantGender: 'putri',
      occupation: 'worker',
      startDate: '2024-11-04',
      duration: 3,
      note: null,
      monthlyRent: 1_300_000,
      emergencyContact: { name: "Siti Nur'aini", phone: '+628170000999', relation: 'Tante' },
    });
    await ahmad.presses('✅ Kirim', review).catch(() => undefined);
    expect(await world.kv.getByPrefix('application:')).toHaveLength(1);
  });

  it("somebody else's button, an old button and a forged choice are answered and change nothing", async () => {
    const { ahmad, dewi } = world;
    await ahmad.starts(`p_${world.property.id}`);
    await ahmad.presses('📝 Ajukan sewa');
    const question = await ahmad.sees('Kamar yang mana?');
    const data = JSON.stringify(question.reply_markup).match(/"callback_data":"(f:[^"]+)"/)?.[1] ?? '';
    await dewi.presses({ data }, dewi.lastMessage());
    await dewi.seesToast('sudah lewat');
    await ahmad.presses({ data: data.replace(/[^:]+$/, 'suite') }, question);
    await ahmad.seesToast('Pilih salah satu tombol');
    await ahmad.presses({ data: `${data}:${'9'.repeat(5)}` }, question);
    expect(await stepOf(ahmad)).toBe('roomTypeId');
    await ahmad.sends('/batal');
    await ahmad.sees('Pengajuan sewa dibatalkan');
    await ahmad.presses({ data }, question);
    await ahmad.seesToast('sudah lewat');
    expect(await world.kv.getByPrefix('application:')).toEqual([]);
  });

  it('people whom the kos does not take hear so kindly, with one that does', async () => {
    await world.system(async (ctx) => {
      const before = await propertyStore.get(ctx.tx, world.property.id);
      propertyStore.update(ctx.tx, before, { ...before, type: 'putri' });
      propertyStore.create(ctx.tx, { ...before, id: 'prop_putra', name: 'Kos Jati', type: 'putra' });
    });
    const { ahmad } = world;
    await ahmad.starts(`p_${world.property.id}`);
    await ahmad.presses('📝 Ajukan sewa');
    await ahmad.presses(/^AC/);
    await ahmad.presses('Saya sendiri');
    await ahmad.presses('Putra');
    await ahmad.sees('Kos Melati khusus putri. Yang ini cocok');
    expect(await stepOf(ahmad)).toBeNull();
    await ahmad.presses(/^Kos Jati/);
    await ahmad.sees('Kos Jati');
  });

  it('what cannot be applied for is said before the first question', async () => {
    const { ahmad, susi } = world;
    await world.by(world.tenant)(submitApplication, world.wish());
    await ahmad.starts(`p_${world.property.id}`);
    await ahmad.presses('📝 Ajukan sewa');
    await ahmad.seesToast('masih menunggu jawaban pemilik');
    expect(await stepOf(ahmad)).toBeNull();
    await susi.presses({ data: `apply:${world.property.id}` }, susi.lastMessage());
    await susi.seesToast(/sendiri/);
  });

  it('a price that changed under the review is not applied for; the contact of last time is one tap', async () => {
    const { ahmad } = world;
    const first = await world.by(world.tenant)(submitApplication, world.wish());
    await ahmad.sends('/sewa');
    await ahmad.presses('⏳ Menunggu jawaban · Kos Melati');
    await ahmad.presses('↩️ Tarik pengajuan');
    await ahmad.sees('Yakin mau ditarik?');
    await ahmad.presses('Tidak jadi');
    await ahmad.presses('↩️ Tarik pengajuan');
    await ahmad.presses('Ya, tarik');
    await ahmad.sees('↩️ Ditarik Ahmad Fauzi');
    await world.susi.sees('Ahmad Fauzi menarik pengajuannya', { anywhere: true });
    expect(first.status).toBe('pending');

    await ahmad.starts(`p_${world.property.id}`);
    await ahmad.presses('📝 Ajukan sewa');
    for (const button of [/^AC/, 'Saya sendiri', 'Putra', 'Kerja']) await ahmad.presses(button);
    await ahmad.sends('besok');
    await ahmad.presses('12 bulan');
    await ahmad.presses('Pakai Budi Santoso (Ayah)');
    await ahmad.presses('⏭️ Lewati');
    const review = await ahmad.sees('Tagihan pertama Rp1.700.000');
    expect(review.text).toContain('5 November 2024, 12 bulan');
    await world.system(async (ctx) => {
      const before = await propertyStore.get(ctx.tx, world.property.id);
      propertyStore.update(ctx.tx, before, { ...before, deposit: 900_000 });
    });
    await ahmad.presses('✅ Kirim');
    await ahmad.sees('baru saja berubah');
    expect((await world.kv.getByPrefix('application:status:pending:')).length).toBe(0);
  });
});

describe('deciding', () => {
  const applied = async () => {
    const application = await world.by(world.tenant)(submitApplication, world.wish());
    await world.bot.deliverNow();
    const card = await world.susi.sees('Bu Susi, ada pengajuan sewa baru', { anywhere: true });
    return { application, card };
  };

  it('approving asks again whatever is sent; nothing is written before the last button', async () => {
    const { susi } = world;
    await world.rented({ roomTypeId: 'fan' }, '7');
    const { application, card } = await applied();
    await susi.presses('✅ Setujui', card);
    await susi.sees('Kamar nomor berapa');
    await refuses(susi, 'roomNumber', ['😀', '<b>1</b>', 'lantai dua kamar depan', long]);
    await susi.sends(' 7 ');
    await susi.sees('Kamar 7 masih ditempati');
    await susi.sends('a:1');
    await susi.sees('belum terbaca');
    await susi.sends('101');
    await susi.sees('tiap tanggal berapa');
    await refuses(susi, 'paymentDueDay', [...hostile, '19', '31', '20,5', 'tanggal muda']);
    await susi.sends('30');
    await susi.sees('Setujui Ahmad Fauzi?');
    await refuses(susi, 'confirm', [...hostile, 'ya']);
    await susi.presses('⬅️ Kembali');
    await susi.sees('tiap tanggal berapa');
    await susi.presses('20');
    expect((await world.kv.getByPrefix(keys.contract.owner.prefix(world.owner.id))).length).toBe(1);
    const sure = await susi.sees('Setujui Ahmad Fauzi?');
    await susi.presses('✅ Setujui', sure);
    await susi.sees('Kamar 101');
    expect((await world.kv.getByPrefix(keys.contract.owner.prefix(world.owner.id))).length).toBe(2);
    await susi.presses({ data: `app-ok:${application.id}` }, card);
    await susi.seesToast('sudah disetujui');
    expect((await world.kv.getByPrefix(keys.contract.owner.prefix(world.owner.id))).length).toBe(2);
  });

  it('rejecting asks for a reason that the tenant reads; the card says who decided', async () => {
    const { susi, ahmad } = world;
    const { card } = await applied();
    await susi.presses('❌ Tolak', card);
    await susi.sees('Kenapa Ahmad Fauzi belum bisa diterima?');
    await refuses(susi, 'reason', [long, '😀😀😀', 'x', '12345']);
    await susi.sends('Kamar <sedang> direnovasi');
    await susi.sees('ditolak, dan alasannya sudah disampaikan');
    await ahmad.sees('Alasannya: Kamar <sedang> direnovasi', { anywhere: true });
    const decided = susi.messages.find(({ message_id }) => message_id === card.message_id);
    expect(decided?.text).toContain('❌ Ditolak Susi');
    expect(JSON.stringify(decided?.reply_markup)).not.toContain('callback_data');
  });

  it('is refused to everybody else, whatever button they forge', async () => {
    const { ahmad, dewi } = world;
    const { application } = await applied();
    for (const data of ['app-ok', 'app-no', 'app', 'app-back', 'app-back-yes'].map(
      (name) => `${name}:${application.id}`,
    )) {
      await dewi.presses({ data }, dewi.lastMessage());
      await dewi.seesToast('bukan untuk akun ini');
    }
    for (const data of [`app-ok:${application.id}`, `app-no:${application.id}`]) {
      await ahmad.presses({ data }, ahmad.lastMessage());
      await ahmad.seesToast('bukan untuk akun ini');
    }
    await dewi.presses({ data: 'app-ok:app_nothing' }, dewi.lastMessage());
    await dewi.seesToast('sudah tidak ada');
    expect(((await world.kv.getByPrefix('application:')) as Application[])[0]?.status).toBe('pending');
    expect(await world.kv.getByPrefix('contract:')).toEqual([]);
  });

  it('/pengajuan lists what waits for the owner; others are told whose menu it is', async () => {
    const { susi, ahmad } = world;
    await susi.sends('/pengajuan');
    await susi.sees('Tidak ada pengajuan yang menunggu');
    await applied();
    await susi.sends('/pengajuan');
    await susi.presses('Ahmad Fauzi · Kos Melati · 20 November 2024');
    await susi.sees('Ditunggu jawabannya sampai 11 November 2024');
    await ahmad.sends('/pengajuan');
    await ahmad.sees('Menu ini untuk pemilik kos');
  });

  it('an application that was withdrawn while the owner was answering ends the flow clearly', async () => {
    const { susi } = world;
    const { application, card } = await applied();
    await susi.presses('✅ Setujui', card);
    await susi.sees('Kamar nomor berapa');
    const { withdrawApplication } = await import('../../src/domain/application/withdraw-application.ts');
    await world.by(world.tenant)(withdrawApplication, { applicationId: application.id });
    await susi.sends('101');
    await susi.sees('sudah ditarik oleh calon penyewa');
    expect(await stepOf(susi)).toBeNull();
  });

  it('seven days without an answer: both are told, the card is closed', async () => {
    const { susi, ahmad } = world;
    const { card } = await applied();
    world.pass(7 * 86_400_000);
    await world.tickNow();
    await ahmad.sees('belum dijawab pemiliknya', { anywhere: true });
    await susi.sees('ditutup karena belum dijawab', { anywhere: true });
    expect(susi.messages.find(({ message_id }) => message_id === card.message_id)?.text).toContain('⌛ Kedaluwarsa');
  });
});
