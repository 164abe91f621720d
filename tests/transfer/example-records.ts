import { entities } from '../../src/domain/entities.ts';
import type { AnyStore } from '../../src/domain/entity-store.ts';
import type { Json, Kv } from '../../src/domain/ports.ts';
import { transact } from '../../src/domain/transaction.ts';

const at = '2024-11-04T10:00:00Z';
const at2 = '2024-11-05T08:30:15.250Z';

/** What can go wrong on the way through SQL, a shell or a line of text. */
export const hostile = [
  `it's "quoted" \\ back\\slash \\' \\. $$ $1 ; drop table kostin.profile; --`,
  'line\nbreak\r\nreturn\ttab\vvertical\u0001bell\u0007',
  '\\.',
  'E\'\\x41\' \\u0041 :name :"name" :{?x} %s {seq 1}',
  'U+2028 \u2028 U+2029 \u2029 NEL \u0085 NBSP \u00a0 BOM \ufeff',
  'emoji 👩‍👩‍👧 combining é, rtl \u202e abc, 漢字, \u{10ffff}',
  '',
  'null',
  '{"$ref":"profile:user_1"}',
] as const;

/**
 * One record of each entity by its key, in the seed's shape where the seed has it (older schema versions: profile,
 * property, saved search, contract, invoice, payment, message, wishlist, ticket). `n` makes other ones.
 */
export function exampleRecords(n = 1): Record<string, Json> {
  const tenant = `user_tenant_${n}`;
  const owner = `user_owner_${n}`;
  const [prop, app, contract, invoice] = [
    `prop_${n}`,
    `app_${n}`,
    `contract_${n}`,
    `INV-2024-11-${String(n).padStart(3, '0')}`,
  ];
  const words = hostile[n % hostile.length] ?? '';
  const contact = { name: 'Siti', phone: '+6281200000009', relation: 'Ibu' };
  const account = { bank: 'BCA', number: '1234567890', holder: `O'Susi ${words}` };
  return {
    [`profile:${tenant}`]: { name: `Budi ${words}`, role: 'tenant', phone: '0812-3456-7890', address: words, email: 'a@b.c', updatedAt: at },
    [`profile:${owner}`]: { id: owner, telegramId: 1_000 + n, name: 'Susi', role: 'owner', phone: `+62812000${String(n).padStart(6, '0')}`, phoneVerified: true, createdAt: at, updatedAt: at2, schemaVersion: 1 },
    [`profile:tenant:${tenant}`]: { userId: tenant, gender: 'male', emergencyContact: contact, updatedAt: at },
    [`profile:owner:${owner}`]: { userId: owner, salutation: 'Bu', bankAccount: account, updatedAt: at },
    [`owner-upgrade:${owner}`]: { userId: owner, userName: 'Susi', change: 'upgrade', bankAccount: account, address: 'Bogor', status: 'approved', rejectionReason: null, decidedBy: null, decidedByName: null, decidedAt: at2, createdAt: at, updatedAt: at2 },
    [`guest:${2_000 + n}`]: { telegramId: 2_000 + n, language: 'en', updatedAt: at },
    [`demo-user:o'demo${n}@kostin.example`]: { email: `o'demo${n}@kostin.example`, telegramId: 3_000 + n, name: 'Demo', role: 'tenant', createdAt: at },
    [`account-removal:user_gone_${n}`]: { userId: `user_gone_${n}`, dueAt: at2 },
    [`property:${prop}`]: { id: prop, ownerId: owner, ownerName: 'Susi', name: `Kos ${words}`, city: 'Bogor', district: 'Dramaga', description: words, address: 'Jl. 1', type: 'putra', pricePerMonth: 1_200_000, availableRooms: 5, totalRooms: 12, facilities: ['AC', 'Wi-Fi'], images: ['asset:a'], status: 'active', rating: 4.3, reviewCount: 24, createdAt: at, updatedAt: at2 },
    [`property-revision:${prop}`]: { propertyId: prop, ownerId: owner, name: words || 'x', createdAt: at, updatedAt: at2 },
    [`wishlist:${tenant}:${prop}`]: { userId: tenant, propertyId: prop, propertyName: 'Kos', propertyCity: 'Bogor', propertyPrice: 1_200_000, propertyImage: null, addedAt: at },
    [`saved-search:${tenant}:search_${n}`]: { id: `search_${n}`, userId: tenant, name: words, filters: { city: 'Bogor', type: 'putra', minPrice: 0, maxPrice: null }, notificationEnabled: true, createdAt: at, lastUsed: at2 },
    [`application:${app}`]: { id: app, tenantId: tenant, tenantName: 'Budi', tenantPhone: '+62812', ownerId: owner, propertyId: prop, propertyName: 'Kos', roomTypeId: 'r1', roomType: 'Kamar', monthlyRent: 1_200_000, deposit: 0, forWhom: 'self', occupantGender: 'putra', occupation: 'student', startDate: '2024-12-01', duration: 6, emergencyContact: contact, note: words || null, status: n % 2 ? 'approved' : 'pending', rejectionReason: null, decidedBy: n % 2 ? owner : null, decidedByName: null, decidedAt: null, contractId: n % 2 ? contract : null, expiresAt: at2, createdAt: at, updatedAt: at2 },
    [`contract:${contract}`]: { id: contract, ...(n % 2 ? { applicationId: app } : {}), tenantId: tenant, tenantName: 'Budi', tenantEmail: null, tenantPhone: '+62812', ownerId: owner, propertyId: prop, propertyName: 'Kos', roomType: 'Kamar', roomNumber: `A:${n}`, startDate: '2024-12-01', endDate: '2025-05-31', monthlyRent: 1_200_000, deposit: 0, duration: 6, status: 'active', paymentSchedule: 'monthly', paymentDueDay: 5, terms: [words], emergencyContact: contact, createdAt: at, updatedAt: at2 },
    [`invoice:${invoice}`]: { id: invoice, contractId: contract, tenantId: tenant, tenantName: 'Budi', ownerId: owner, propertyId: prop, propertyName: 'Kos', month: 'November 2024', year: 2024, monthNumber: 11, amount: 1_200_000, dueDate: '2024-11-05', status: 'paid', paymentMethod: 'qris', paidDate: '2024-11-04', paidAmount: 1_200_000, lateFee: 0, description: words.slice(0, 70), notes: '', createdAt: at, updatedAt: at2 },
    [`payment:payment_${n}`]: { id: `payment_${n}`, invoiceId: invoice, tenantId: tenant, ownerId: owner, amount: 1_200_000, method: 'qris', status: 'success', type: 'automatic', midtransOrderId: `ORDER-${n}-abc`, paidAt: at2, createdAt: at, updatedAt: at2 },
    [`credit:${tenant}:${owner}`]: { tenantId: tenant, ownerId: owner, balance: 5, entries: [{ paymentId: `payment_${n}`, amount: 5, at, reason: 'twice' }] },
    [`chat:conversation:conv_${n}`]: { id: `conv_${n}`, participants: [tenant, owner], participantNames: { [tenant]: words, [owner]: 'Susi' }, participantRoles: { [tenant]: 'tenant', [owner]: 'owner' }, propertyId: prop, propertyName: 'Kos', lastMessage: words, lastMessageAt: null, createdAt: at, updatedAt: at2 },
    [`chat:message:msg_${n}`]: { id: `msg_${n}`, conversationId: `conv_${n}`, senderId: tenant, senderName: 'Budi', content: words, type: 'text', fileUrl: null, fileName: null, readBy: [], timestamp: at },
    [`ticket:ticket_${n}`]: { id: `ticket_${n}`, reporterId: tenant, reporterName: 'Budi', reporterEmail: null, reporterRole: 'tenant', category: 'payment', subject: words, description: words, priority: 'high', status: 'open', events: [{ type: 'comment', userId: tenant, userName: 'Budi', timestamp: at, data: { comment: words } }], createdAt: at, updatedAt: at2 },
    [`review:review_${n}`]: { id: `review_${n}`, propertyId: prop, contractId: contract, tenantId: tenant, tenantName: 'Budi', rating: 5, content: words, answer: null, answeredAt: null, createdAt: at, updatedAt: at2 },
    'system:config': { holdHours: 24 },
    'system:stats': { people: { tenant: 1, owner: 1, admin: 0 }, properties: { pending_approval: 0, active: 1, rejected: 0, inactive: 0 }, rooms: { total: 1, available: 1 }, contracts: { active: 1, expired: 0, terminated: 0 }, money: { month: '2024-11', received: 1, outstanding: 0, overdue: 0 }, tickets: { open: 1, in_review: 0, escalated: 0, resolved: 0, rejected: 0 }, failedJobs: 0, refreshedAt: at },
  }; // biome-ignore format: one look
}

export const entityOf = (key: string): AnyStore => {
  const found = entities
    .filter(({ pattern }) => key.startsWith(pattern.begins))
    .sort((a, b) => b.pattern.begins.length - a.pattern.begins.length)[0];
  if (!found) throw new Error(`${key} is of no entity`);
  return found;
};

/** As the seed's code left them: the raw value, and every row that its store derives. */
export async function putRaw(kv: Kv, records: Record<string, Json>): Promise<void> {
  await transact(kv, async (tx) => {
    for (const [key, value] of Object.entries(records)) {
      const store = entityOf(key);
      const { indexes, guards, agenda } = store.derived(store.parse(value, key));
      for (const row of [[key, value] as const, ...indexes, ...guards, ...agenda]) tx.set(...row);
    }
  });
}

/** Through the store, as KostIn writes it. */
export async function putRecord(kv: Kv, key: string, change: Record<string, Json>): Promise<void> {
  const store = entityOf(key);
  await transact(kv, async (tx) => {
    const value = await tx.get(key);
    if (value === null) throw new Error(`no ${key}`);
    const before = store.parse(value, key);
    store.update(tx, before, { ...before, ...change });
  });
}

export async function removeRecord(kv: Kv, key: string): Promise<void> {
  const store = entityOf(key);
  await transact(kv, async (tx) => {
    const value = await tx.get(key);
    if (value !== null) store.delete(tx, store.parse(value, key));
  });
}
