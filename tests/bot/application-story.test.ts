import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { type RentChat, rentChat } from '../support/rent-chat.ts';

let world: RentChat;
beforeEach(async () => {
  world = await rentChat();
});
afterEach(async () => {
  world.chat.noViolations();
  await world.stop();
});

it('a tenant applies, the owner approves, the tenant pays by QRIS, both see Lunas', async () => {
  const { ahmad, susi } = world;
  await ahmad.starts(`p_${world.property.id}`);
  await ahmad.presses('📝 Ajukan sewa');
  await ahmad.sees('Kamar yang mana?');
  await ahmad.presses(/^AC · Rp1.200.000/);
  await ahmad.sees('Kamarnya untuk siapa?');
  await ahmad.presses('Saya sendiri');
  await ahmad.sees('Kamu putra atau putri?');
  await ahmad.presses('Putra');
  await ahmad.presses('Kuliah/sekolah');
  await ahmad.sees('Mau mulai kapan?');
  await ahmad.presses('November 2024');
  await ahmad.sees('Tanggal berapa?');
  await ahmad.presses('20');
  await ahmad.sees('berapa lama');
  await ahmad.sends('99');
  await ahmad.sees('Lama sewanya bisa 1, 3, 6, atau 12 bulan');
  await ahmad.presses('6 bulan');
  await ahmad.sees('Kontak darurat: siapa');
  await ahmad.sends('Budi Santoso');
  await ahmad.sees('Nomor HP kontak darurat');
  await ahmad.sends('0811-9999-999');
  await ahmad.sees('hubungannya');
  await ahmad.presses('Ayah');
  await ahmad.sees('Ada pesan');
  await ahmad.sends('Saya bawa motor <b>besar</b>');
  const review = await ahmad.sees('Cek dulu sebelum dikirim');
  expect(review.text).toContain('Tagihan pertama Rp1.700.000 = sewa Rp1.200.000 + deposit Rp500.000');
  expect(review.text).toContain('Mulai 20 November 2024, 6 bulan');
  expect(review.text).toContain('Budi Santoso (Ayah) · +62 811-9999-999');
  expect(review.text).toContain('Tamu wajib lapor');
  expect(review.text).toContain('Saya bawa motor <b>besar</b>');
  await ahmad.presses('✅ Kirim');
  await ahmad.sees('Pengajuan terkirim');

  const card = await susi.sees('Bu Susi, ada pengajuan sewa baru', { anywhere: true });
  expect(card.text).toContain('Ahmad Fauzi · nomor HP terverifikasi');
  expect(card.text).not.toContain('+62');
  await susi.presses('✅ Setujui');
  await susi.sees('Kamar nomor berapa untuk Ahmad Fauzi?');
  await susi.sends('a 12');
  await susi.sees('tiap tanggal berapa');
  await susi.presses('25');
  const sure = await susi.sees('Setujui Ahmad Fauzi?');
  expect(sure.text).toContain('kamar A12');
  expect(sure.text).toContain('Tagihan pertama Rp1.700.000');
  await susi.presses('✅ Setujui', sure);
  await susi.sees('ditahan untuk Ahmad Fauzi sampai 6 November 2024, 10.00 WIB');
  const decided = susi.messages.find(({ message_id }) => message_id === card.message_id);
  expect(decided?.text).toContain('✅ Disetujui Susi');
  expect(JSON.stringify(decided?.reply_markup)).not.toContain('callback_data');

  const approved = await ahmad.sees('Pengajuanmu disetujui', { anywhere: true });
  expect(approved.text).toContain('Bu Susi menerima kamu di Kos Melati');
  expect(approved.text).toContain('Kamar A12');
  // The older message leads on as well: what was decided, once, and the way to the contract.
  await ahmad.presses('📄 Lihat pengajuan');
  const own = await ahmad.sees('✅ Disetujui Susi', { anywhere: true });
  expect(own.text?.match(/Disetujui/g)).toHaveLength(1);
  expect(JSON.stringify(own.reply_markup)).toContain('🔑 Lihat kontrak');
  await ahmad.presses('📲 Bayar pakai QRIS', approved);
  const { message: qr } = await ahmad.seesPhoto();
  expect(qr.caption).toContain('Rp1.700.000 · Sewa November 2024, Kos Melati');
  expect(qr.caption).toContain('Berlaku sampai 5 November 2024, 10.00 WIB');
  expect(qr.caption).toContain('Simpan gambarnya, buka m-banking atau e-wallet, pilih QRIS, ambil dari galeri');

  await ahmad.presses('🔄 Cek pembayaran');
  await ahmad.seesToast('Belum masuk');
  const [payment] = (await world.kv.getByPrefix('payment:')) as Payment[];
  world.double.pay(payment?.midtransOrderId ?? '');
  world.pass(3_000);
  await world.tickNow();
  const receipt = await ahmad.sees('Terima kasih! Rp1.700.000');
  expect(receipt.text).toContain('✅ Lunas');
  expect(receipt.text).toContain('Sewa November 2024: Rp1.200.000');
  expect(receipt.text).toContain('INV-2024-11-001');
  const edited = await ahmad.sees('QR ini sudah tidak perlu dibayar lagi');
  expect(edited.message_id).toBe(qr.message_id);
  await ahmad.sees('Sewa resmi jadi!');
  await ahmad.sees('+62 812-0000-0001');
  await susi.sees('Rp1.700.000 dari Ahmad Fauzi');
  const agreed = await susi.sees('Sewa resmi jadi!');
  expect(agreed.text).toContain('+62 812-0000-0002');
  expect(agreed.text).toContain('Budi Santoso (Ayah)');
  const [contract] = (await world.kv.getByPrefix('contract:')) as Contract[];
  expect(contract).toMatchObject({ paymentDueDay: 25, roomNumber: 'A12' });

  await ahmad.sends('/tagihan');
  await ahmad.sees('Tidak ada yang perlu dibayar');
  await ahmad.presses('✅ November 2024 · Kos Melati');
  expect((await ahmad.sees('Lunas pada 4 November 2024')).text).toContain('QRIS · ✅ masuk');
  await ahmad.doesNotSeeButton('📲 Bayar pakai QRIS');
  await ahmad.sends('/sewa');
  await ahmad.presses('🔑 Kos Melati, kamar A12');
  expect((await ahmad.sees('Pemilik: Bu Susi')).text).toContain('✅ Aktif');
  expect((await ahmad.sees('Pemilik: Bu Susi')).text).not.toContain('🆘');
});

it('the same story in English, with a second QR and an expired one', async () => {
  await world.system(async (ctx) => {
    const { profileStore } = await import('../../src/domain/profile/profile-store.ts');
    for (const id of [world.tenant.id, world.owner.id]) {
      const before = await profileStore.get(ctx.tx, id);
      profileStore.update(ctx.tx, before, { ...before, language: 'en' });
    }
  });
  const { ahmad, susi } = world;
  const { invoice } = await world.rented();
  await world.tickNow();
  await susi.sees('is held for Ahmad Fauzi until 6 November 2024', { anywhere: true });
  await ahmad.sees('By paying you agree to the terms above', { anywhere: true });
  await ahmad.starts(`i_${invoice.id}`);
  const shown = await ahmad.sees('To pay: Rp1.700.000, due 6 November 2024');
  expect(shown.text).toContain('Rent November 2024: Rp1.200.000');
  await ahmad.presses('📲 Pay with QRIS', shown);
  const { message: first } = await ahmad.seesPhoto();
  expect(first.caption).toContain('Valid until 5 November 2024');
  await ahmad.presses('📲 Pay with QRIS', shown);
  await ahmad.seesToast('The same QR is sent again');
  const { message: again } = await ahmad.seesPhoto();
  expect(again.message_id).not.toBe(first.message_id);
  expect(world.double.calls.charge).toBe(1);
  world.pass(24 * 3_600_000);
  await world.tickNow();
  const expired = await ahmad.sees('This QR is no longer valid');
  expect(expired.message_id).toBe(again.message_id);
  await ahmad.presses('🔄 Check payment', first);
  await ahmad.seesToast('This QR is closed');
  expect((await ahmad.sees('This QR is no longer valid')).message_id).toBe(first.message_id);
  world.pass(24 * 3_600_000);
  await world.tickNow();
  await ahmad.sees('There is nothing to pay');
  await susi.sees('the room is available again', { anywhere: true });
  await ahmad.sends('/tagihan');
  await ahmad.sees('Nothing to pay');
  await ahmad.presses(/Kos Melati/);
  const over = await ahmad.sees(invoice.id);
  expect(over.text).toContain('cancelled');
  // The QR that ran out is not shown as a payment.
  expect(over.text).not.toContain('QRIS');
});
