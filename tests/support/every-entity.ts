import { keepUpdates } from '../../src/bot/updates/inbox.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { systemConfigStore } from '../../src/domain/admin/system-store.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import { conversationStore, messageStore } from '../../src/domain/chat/chat-store.ts';
import { keys } from '../../src/domain/keys.ts';
import { chargePayment } from '../../src/domain/payment/charge-payment.ts';
import { expirePayment } from '../../src/domain/payment/expire-payment.ts';
import { reconcilePayment } from '../../src/domain/payment/reconcile-payment.ts';
import { startQrisPayment } from '../../src/domain/payment/start-qris-payment.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { accountRemovalStore } from '../../src/domain/profile/account-removal.ts';
import { ownerUpgradeStore } from '../../src/domain/profile/owner-upgrade-store.ts';
import { demoUserStore, guestStore } from '../../src/domain/profile/profile-store.ts';
import { propertyRevisionStore } from '../../src/domain/property/property-store.ts';
import { reviewStore } from '../../src/domain/review/review-store.ts';
import { savedSearchStore } from '../../src/domain/saved-search/saved-search-store.ts';
import { ticketStore } from '../../src/domain/ticket/ticket-store.ts';
import type { Tx } from '../../src/domain/transaction.ts';
import { transact } from '../../src/domain/transaction.ts';
import { wishlistStore } from '../../src/domain/wishlist/wishlist-store.ts';
import { gatewayDouble } from './gateway-double.ts';
import { rentWorld } from './rent-world.ts';

/**
 * A store that has some of everything, made by the use cases where there are any: a rented room paid twice (what came
 * late is credit), a held one with an open charge, an open application, and each entity that has only a store yet.
 */
export async function everyEntity(kv: Kv) {
  const world = await rentWorld({ kv });
  const { gateway, pay } = gatewayDouble(world.clock);
  const { tenant, other, owner, stranger, property } = world;
  const orderOf = (payment: { midtransOrderId: string | null }): string => payment.midtransOrderId ?? '';

  const paid = await world.rented();
  const late = (await world.by(tenant)(startQrisPayment, { invoiceId: paid.invoice.id })).payment;
  await chargePayment({ run: world.system, gateway }, { paymentId: late.id });
  world.pass(25 * 3_600_000);
  await expirePayment({ run: world.system, gateway }, { paymentId: late.id });
  const inTime = (await world.by(tenant)(startQrisPayment, { invoiceId: paid.invoice.id })).payment;
  await chargePayment({ run: world.system, gateway }, { paymentId: inTime.id });
  for (const payment of [inTime, late]) {
    pay(orderOf(payment));
    await reconcilePayment({ run: world.system, gateway }, { orderId: orderOf(payment) });
  }
  const held = await world.rented({ roomTypeId: 'fan' }, '202');
  const open = (await world.by(tenant)(startQrisPayment, { invoiceId: held.invoice.id })).payment;
  await chargePayment({ run: world.system, gateway }, { paymentId: open.id });
  const application = await world.by(other)(submitApplication, world.wish({ roomTypeId: 'fan' }));

  const at = new Date(world.clock.now()).toISOString();
  const since = { createdAt: at, updatedAt: at };
  await transact(kv, async (tx: Tx) => {
    wishlistStore.create(tx, {
      userId: other.id,
      propertyId: property.id,
      propertyName: property.name,
      propertyCity: property.city,
      propertyPrice: property.pricePerMonth,
      propertyImage: null,
      availableRooms: 1,
      propertyStatus: 'active',
      told: null,
      addedAt: at,
      updatedAt: at,
    });
    savedSearchStore.create(tx, {
      id: 'search_1',
      userId: other.id,
      name: 'Dekat kampus',
      filters: { search: '', city: 'Bogor', district: null, type: null, minPrice: 0, maxPrice: null, facilities: [] },
      notificationEnabled: true,
      lastUsed: at,
      ...since,
    });
    conversationStore.create(tx, {
      id: 'conv_1',
      participants: [other.id, owner.id],
      participantNames: { [other.id]: other.name, [owner.id]: owner.name },
      participantRoles: { [other.id]: 'tenant', [owner.id]: 'owner' },
      propertyId: property.id,
      propertyName: property.name,
      lastMessage: 'Halo',
      lastMessageAt: at,
      unread: {},
      mutedBy: [],
      closedAt: null,
      ...since,
    });
    messageStore.create(tx, {
      id: 'msg_1',
      conversationId: 'conv_1',
      senderId: other.id,
      senderName: other.name,
      content: 'Halo',
      type: 'text',
      kind: 'text',
      entities: [],
      fileUrl: null,
      fileName: null,
      albumId: null,
      replyTo: null,
      readBy: [],
      timestamp: at,
      editedAt: null,
      deletedAt: null,
    });
    tx.set(keys.ticket.counter(), 1);
    ticketStore.create(tx, {
      id: 'ticket_1',
      number: '1',
      reporterId: other.id,
      reporterName: other.name,
      reporterEmail: null,
      reporterRole: 'tenant',
      category: 'technical',
      subject: 'Tombol',
      description: 'Tidak jalan',
      photos: [],
      about: null,
      priority: 'low',
      status: 'open',
      assignedTo: stranger.id,
      events: [{ type: 'created', userId: other.id, userName: other.name, timestamp: at, data: {} }],
      waitingSince: at,
      topicId: null,
      resolvedAt: null,
      ...since,
    });
    reviewStore.create(tx, {
      id: 'review_1',
      propertyId: property.id,
      contractId: paid.contract.id,
      tenantId: tenant.id,
      tenantName: tenant.name,
      rating: 5,
      content: 'Bersih',
      answer: null,
      answeredAt: null,
      ...since,
    });
    ownerUpgradeStore.create(tx, {
      userId: other.id,
      userName: other.name,
      change: 'upgrade',
      bankAccount: { bank: 'BCA', number: '1', holder: other.name },
      address: '',
      status: 'pending',
      rejectionReason: null,
      decidedBy: null,
      decidedByName: null,
      decidedAt: null,
      ...since,
    });
    propertyRevisionStore.create(tx, { propertyId: property.id, ownerId: owner.id, name: 'Kos Melati Baru', ...since });
    guestStore.create(tx, { telegramId: 99, language: 'en', updatedAt: at });
    demoUserStore.create(tx, { email: 'a@b.id', telegramId: 98, name: 'A', role: 'tenant', createdAt: at });
    accountRemovalStore.create(tx, { userId: 'user_gone', dueAt: at });
    systemConfigStore.create(tx, defaultSystemConfig);
    tx.set(keys.flow('2', 2), { flow: 'apply', version: 1, run: 'r', step: 'name', answers: {}, given: [], at });
    tx.set(keys.outbox.sent('2', 'offer:x'), { messageId: 5, photo: false, at });
    tx.set(keys.telegramFile('demo.jpg'), 'AgAC');
  });
  await keepUpdates(
    kv,
    [7, 8].map((id) => ({
      update_id: id,
      message: {
        message_id: id,
        date: 0,
        chat: { id: 5, type: 'private' as const, first_name: 'A' },
        from: { id: 5, is_bot: false, first_name: 'A' },
      },
    })),
  );
  await kv.mset([keys.inbox.record(8)], [{ done: at }]);
  await kv.mdel([keys.inbox.open(8)]);
  return { ...world, gateway, paid, held, late, inTime, open, application };
}
export type EveryEntity = Awaited<ReturnType<typeof everyEntity>>;
