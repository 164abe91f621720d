import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Payment } from '../../src/domain/payment/payment.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { type RentChat, rentChat } from '../support/rent-chat.ts';

let world: RentChat;
beforeEach(async () => {
  world = await rentChat();
});
afterEach(async () => {
  world.chat.noViolations();
  await world.stop();
});

const payments = async () => (await world.kv.getByPrefix('payment:')) as Payment[];
const approved = async () => {
  const rent = await world.rented();
  await world.bot.deliverNow();
  return rent;
};

it('/tagihan shows what is owed with its lines, then the QR', async () => {
  const { ahmad, susi } = world;
  await ahmad.sends('/tagihan');
  await ahmad.sees('Belum ada tagihan');
  const { invoice } = await approved();
  await ahmad.sends('/tagihan');
  await ahmad.sees('Perlu dibayar Rp1.700.000, jatuh tempo 6 November 2024');
  await ahmad.presses('🟡 November 2024 · Kos Melati');
  const card = await ahmad.sees('Deposit: Rp500.000');
  expect(card.text).toContain('INV-2024-11-001');
  expect(card.text).toContain('Untuk 20 November 2024 sampai 19 Desember 2024');
  await ahmad.presses('📲 Bayar pakai QRIS', card);
  await ahmad.seesPhoto();
  await susi.starts(`i_${invoice.id}`);
  await susi.sees('INV-2024-11-001');
  await susi.doesNotSeeButton('📲 Bayar pakai QRIS');
});

it('nobody else opens or pays the invoice, nor checks its payment; ids grant nothing', async () => {
  const { ahmad, dewi, susi } = world;
  const { invoice } = await approved();
  await ahmad.starts(`i_${invoice.id}`);
  await ahmad.presses('📲 Bayar pakai QRIS');
  await ahmad.seesPhoto();
  const [payment] = await payments();
  for (const who of [dewi, susi]) {
    await who.presses({ data: `pay:${invoice.id}` }, who.lastMessage());
    await who.seesToast('bukan untuk akun ini');
    await who.presses({ data: `pay-check:${payment?.id}` }, who.lastMessage());
    await who.seesToast('bukan untuk akun ini');
  }
  await dewi.starts(`i_${invoice.id}`);
  await dewi.sees('bukan untuk akun ini');
  await dewi.presses({ data: `invoice:${invoice.id}` }, dewi.lastMessage());
  await dewi.seesToast('bukan untuk akun ini');
  await ahmad.presses({ data: 'pay:INV-2024-11-999' }, ahmad.lastMessage());
  await ahmad.seesToast('sudah tidak ada');
  await ahmad.presses({ data: 'pay:<b>' }, ahmad.lastMessage());
  await ahmad.seesToast('sudah tidak ada');
  expect(await payments()).toHaveLength(1);
});

it('a charge the gateway refuses is said, and can be tried again', async () => {
  const { ahmad } = world;
  const { invoice } = await approved();
  world.double.faults.charge = 'refused';
  await ahmad.starts(`i_${invoice.id}`);
  await ahmad.presses('📲 Bayar pakai QRIS');
  const refused = await ahmad.sees('belum bisa dibuat');
  delete world.double.faults.charge;
  await ahmad.presses('📲 Bayar pakai QRIS', refused);
  await ahmad.seesPhoto();
  expect((await payments()).map(({ status }) => status).sort()).toEqual(['failed', 'pending']);
});

it('a lost answer of the gateway: one QR for one charge after all', async () => {
  const { ahmad } = world;
  const { invoice } = await approved();
  world.double.faults.charge = 'lost';
  await ahmad.starts(`i_${invoice.id}`);
  await ahmad.presses('📲 Bayar pakai QRIS');
  await ahmad.seesToast('sedang dibuat');
  await ahmad.presses({ data: `pay:${invoice.id}` }, ahmad.lastMessage());
  await ahmad.seesToast('sedang dibuat');
  await expect.poll(async () => (await world.kv.getByPrefix('agenda:charge-payment:')).length).toBe(1);
  world.pass(10_000);
  await world.tickNow();
  await ahmad.seesPhoto();
  expect(world.double.orders.size).toBe(1);
  expect(ahmad.fromBot.filter(({ photo }) => photo)).toHaveLength(1);
});

it('a banned person keeps /tagihan and paying, and hears why the rest is refused', async () => {
  const { ahmad } = world;
  const { invoice } = await approved();
  await world.system(async ({ tx }) => {
    const profile = await profileStore.get(tx, world.tenant.id);
    profileStore.update(tx, profile, { ...profile, bannedAt: new Date(world.clock.now()).toISOString() });
  });
  await ahmad.starts('p_prop_melati');
  await ahmad.presses('📝 Ajukan sewa', await ahmad.sees('Jl. Raya Dramaga 45'));
  await ahmad.seesToast('Akun ini sedang ditangguhkan');
  await ahmad.sends('/tagihan');
  await ahmad.presses('🟡 November 2024 · Kos Melati');
  await ahmad.presses('📲 Bayar pakai QRIS', await ahmad.sees(invoice.id));
  await ahmad.seesPhoto();
  const [payment] = await payments();
  world.double.pay(payment?.midtransOrderId ?? '');
  await ahmad.presses('🔄 Cek pembayaran');
  await ahmad.sees('✅ Lunas', { anywhere: true });
});

it('who presses again after a long outage does not wait for the next try', async () => {
  const { ahmad } = world;
  const { invoice } = await approved();
  world.double.faults.charge = 'down';
  await ahmad.starts(`i_${invoice.id}`);
  await ahmad.presses('📲 Bayar pakai QRIS');
  await ahmad.seesToast('sedang dibuat');
  for (let minute = 0; minute < 30; minute++) {
    world.pass(60_000);
    await world.tickNow();
  }
  delete world.double.faults.charge;
  world.pass(60_000);
  await ahmad.presses({ data: `pay:${invoice.id}` }, ahmad.lastMessage());
  await ahmad.seesPhoto();
  // The try that had been put off finds nothing to do.
  const { charge } = world.double.calls;
  world.pass(3_600_000);
  await world.tickNow();
  expect(world.double.calls.charge).toBe(charge);
  expect(await world.kv.getByPrefix('agenda:charge-payment:')).toEqual([]);
  expect(world.double.orders.size).toBe(1);
});

it('money for a closed QR is told to both with where it went', async () => {
  const { ahmad, susi } = world;
  const { invoice } = await approved();
  await ahmad.starts(`i_${invoice.id}`);
  await ahmad.presses('📲 Bayar pakai QRIS');
  await ahmad.seesPhoto();
  world.pass(24 * 3_600_000);
  await world.tickNow();
  await ahmad.sees('QR ini sudah tidak berlaku');
  world.pass(24 * 3_600_000);
  await world.tickNow();
  await susi.sees('kamarnya tersedia lagi', { anywhere: true });
  const [payment] = await payments();
  world.double.pay(payment?.midtransOrderId ?? '');
  await ahmad.presses('🔄 Cek pembayaran');
  await ahmad.seesToast('QR ini sudah ditutup');
  const told = await ahmad.sees('💰 Pembayaran diterima');
  expect(told.text).toContain('Rp1.700.000 disimpan sebagai saldo');
  await susi.sees('Rp1.700.000 disimpan sebagai saldo', { anywhere: true });
});

it('without a payment gateway no QRIS is offered, and an old button says so', async () => {
  await world.stop();
  world = await rentChat({ ways: [] });
  const { invoice } = await approved();
  await world.ahmad.starts(`i_${invoice.id}`);
  const card = await world.ahmad.sees('INV-2024-11-001');
  expect(JSON.stringify(card.reply_markup)).not.toContain('QRIS');
  await world.ahmad.presses({ data: `pay:${invoice.id}` }, card);
  await world.ahmad.seesToast('belum tersedia');
});
