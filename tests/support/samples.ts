import type { SystemConfig } from '../../src/domain/admin/config.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import type { SystemStats } from '../../src/domain/admin/stats.ts';
import type { Application } from '../../src/domain/application/application.ts';
import type { Conversation } from '../../src/domain/chat/conversation.ts';
import type { Message } from '../../src/domain/chat/message.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { Invoice } from '../../src/domain/invoice/invoice.ts';
import type { Credit } from '../../src/domain/payment/credit.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import type { AccountRemoval } from '../../src/domain/profile/account-removal.ts';
import type { OwnerUpgrade } from '../../src/domain/profile/owner-upgrade.ts';
import type { DemoUser, Guest, OwnerProfile, Profile, TenantProfile } from '../../src/domain/profile/profile.ts';
import type { Property } from '../../src/domain/property/property.ts';
import type { PropertyRevision } from '../../src/domain/property/property-revision.ts';
import type { Review } from '../../src/domain/review/review.ts';
import type { SavedSearch } from '../../src/domain/saved-search/saved-search.ts';
import type { Ticket } from '../../src/domain/ticket/ticket.ts';
import type { Wishlist } from '../../src/domain/wishlist/wishlist.ts';

const at = '2024-11-04T10:00:00.000Z';
const times = { createdAt: at, updatedAt: at };
const contact = { name: 'Budi Santoso', phone: '+6281234567890', relation: 'Ayah' };

/** One record of each entity, all about Ahmad who lives at Bu Susi's Kos Melati: the seed's people and figures. */
export const samples = {
  profile: {
    id: 'user_ahmad', telegramId: 101, name: 'Ahmad Fauzi', role: 'tenant', phone: '+6281211112222', phoneVerified: true,
    address: '', language: 'id', ...times,
  } satisfies Profile as Profile,
  owner: {
    id: 'user_susi', telegramId: 102, name: 'Susi', role: 'owner', phone: '+6281311112222', phoneVerified: true,
    address: 'Jl. Raya Dramaga No. 45', language: 'id', ...times,
  } satisfies Profile as Profile,
  tenantProfile: { userId: 'user_ahmad', occupation: 'student', emergencyContact: contact, updatedAt: at } satisfies TenantProfile as TenantProfile,
  ownerProfile: {
    userId: 'user_susi', salutation: 'Bu', address: '', bankAccount: { bank: 'BCA', number: '1234567890', holder: 'Susi' },
    settings: { digest: true }, updatedAt: at,
  } satisfies OwnerProfile as OwnerProfile,
  ownerUpgrade: {
    userId: 'user_susi', userName: 'Susi', change: 'upgrade', bankAccount: { bank: 'BCA', number: '1234567890', holder: 'Susi' },
    address: 'Jl. Raya Dramaga No. 45', status: 'pending', rejectionReason: null, decidedBy: null, decidedByName: null, decidedAt: null, ...times,
  } satisfies OwnerUpgrade as OwnerUpgrade,
  guest: { telegramId: 103, language: 'en', updatedAt: at } satisfies Guest as Guest,
  demoUser: { email: 'ahmad@email.com', telegramId: 101, name: 'Ahmad Fauzi', role: 'tenant', createdAt: at } satisfies DemoUser as DemoUser,
  accountRemoval: { userId: 'user_gone', dueAt: at } satisfies AccountRemoval as AccountRemoval,
  property: {
    id: 'prop_001', ownerId: 'user_susi', ownerName: 'Ibu Susi', name: 'Kos Melati Residence', description: 'Kos nyaman dan strategis',
    address: 'Jl. Raya Dramaga No. 45', city: 'Bogor', district: 'Dramaga', type: 'putra', pricePerMonth: 1_200_000, availableRooms: 5,
    totalRooms: 12, roomTypes: [{ id: 'r1', name: 'Kamar', pricePerMonth: 1_200_000, totalRooms: 12, availableRooms: 5 }],
    facilities: ['ac', 'wifi', 'km_dalam', 'parkir_motor'], images: ['https://images.unsplash.com/a.jpg'], status: 'active', rating: 4.5,
    reviewCount: 24, deposit: 1_200_000, minimumStay: 1, includes: { electricity: 'token', water: true, wifi: true },
    houseRules: ['Tamu wajib lapor'], twoPeopleAllowed: false, lateFee: null, noticeDays: 30,
    location: { latitude: -6.557, longitude: 106.73 }, followDueAt: null, ...times,
  } satisfies Property as Property,
  propertyRevision: { propertyId: 'prop_001', ownerId: 'user_susi', name: 'Kos Melati Baru', ...times } satisfies PropertyRevision as PropertyRevision,
  wishlist: {
    userId: 'user_ahmad', propertyId: 'prop_001', propertyName: 'Kos Melati Residence', propertyCity: 'Bogor', propertyPrice: 1_200_000,
    propertyImage: 'https://images.unsplash.com/a.jpg', availableRooms: 5, propertyStatus: 'active', told: null, addedAt: at, updatedAt: at,
  } satisfies Wishlist as Wishlist,
  savedSearch: {
    id: 'search_001', userId: 'user_ahmad', name: 'Kos Dekat IPB',
    filters: { search: '', city: 'Bogor', district: null, type: 'putra', minPrice: 0, maxPrice: 2_000_000, facilities: ['ac', 'wifi'] },
    notificationEnabled: true, createdAt: at, lastUsed: at, updatedAt: at,
  } satisfies SavedSearch as SavedSearch,
  application: {
    id: 'app_001', tenantId: 'user_ahmad', tenantName: 'Ahmad Fauzi', tenantPhone: '+6281211112222', ownerId: 'user_susi', propertyId: 'prop_001',
    propertyName: 'Kos Melati Residence', roomTypeId: 'r1', roomType: 'Kamar', monthlyRent: 1_200_000, deposit: 1_200_000, forWhom: 'self',
    occupantGender: 'putra', occupation: 'student', startDate: '2024-11-10', duration: 12, emergencyContact: contact, note: null, status: 'pending',
    rejectionReason: null, decidedBy: null, decidedByName: null, decidedAt: null, contractId: null, expiresAt: '2024-11-11T10:00:00.000Z', ...times,
  } satisfies Application as Application,
  contract: {
    id: 'contract_001', applicationId: 'app_001', tenantId: 'user_ahmad', tenantName: 'Ahmad Fauzi', tenantEmail: 'ahmad@email.com',
    tenantPhone: '+6281211112222', ownerId: 'user_susi', ownerName: 'Susi', propertyId: 'prop_001', propertyName: 'Kos Melati Residence',
    roomTypeId: 'r1', roomType: 'Kamar', roomNumber: '101', startDate: '2024-01-01', endDate: '2024-12-31', monthlyRent: 1_200_000,
    deposit: 1_200_000, duration: 12, status: 'active', paymentSchedule: 'monthly', paymentDueDay: 5,
    terms: ['Dilarang membawa hewan peliharaan', 'Tamu wajib lapor', 'Jam malam 22.00 WIB'], emergencyContact: contact, forWhom: 'self',
    occupantGender: 'putra', occupation: 'student', acceptedAt: at, holdUntil: null, endReason: null, endedAt: null, ...times,
  } satisfies Contract as Contract,
  invoice: {
    id: 'INV-2024-11-001', contractId: 'contract_001', tenantId: 'user_ahmad', tenantName: 'Ahmad Fauzi', ownerId: 'user_susi',
    propertyId: 'prop_001', propertyName: 'Kos Melati Residence', period: 11, periodStart: '2024-11-01', periodEnd: '2024-11-30',
    month: 'November 2024', year: 2024, monthNumber: 11, items: [{ kind: 'rent', label: 'Sewa November 2024', amount: 1_200_000 }],
    amount: 1_200_000, dueDate: '2024-11-05', status: 'pending', paymentMethod: null, paidDate: null, paidAmount: 0, lateFee: 0,
    description: 'Sewa bulan November 2024', notes: '', ...times,
  } satisfies Invoice as Invoice,
  payment: {
    id: 'payment_001', invoiceId: 'INV-2024-11-001', contractId: 'contract_001', tenantId: 'user_ahmad', ownerId: 'user_susi',
    amount: 1_200_000, method: 'qris', status: 'pending', type: 'automatic', midtransOrderId: 'ORDER-1730700000-abc123',
    midtransTransactionId: null, qrisString: null, qrisImageUrl: null, midtransStatus: null, chargedAt: null, expiresAt: null, chargeAskedAt: null, watchedAt: null,
    nextPollAt: null, failureReason: null, closedAt: null, allocations: [], proofUrl: null, proofUploadedAt: null, verifiedBy: null,
    verifiedAt: null, verificationStatus: null, rejectionReason: null, paidAt: null, ...times,
  } satisfies Payment as Payment,
  credit: {
    tenantId: 'user_ahmad', ownerId: 'user_susi', balance: 1_200_000,
    entries: [{ paymentId: 'payment_001', amount: 1_200_000, at, reason: 'twice' }],
  } satisfies Credit as Credit,
  conversation: {
    id: 'conv_001', participants: ['user_ahmad', 'user_susi'], participantNames: { user_ahmad: 'Ahmad Fauzi', user_susi: 'Ibu Susi' },
    participantRoles: { user_ahmad: 'tenant', user_susi: 'owner' }, propertyId: 'prop_001', propertyName: 'Kos Melati Residence',
    lastMessage: 'Kamar masih tersedia kah?', lastMessageAt: at, unread: { user_susi: 1 }, mutedBy: [], closedAt: null, ...times,
  } satisfies Conversation as Conversation,
  message: {
    id: 'msg_001', conversationId: 'conv_001', senderId: 'user_ahmad', senderName: 'Ahmad Fauzi', content: 'Kamar masih tersedia kah?',
    type: 'text', kind: 'text', entities: [], fileUrl: null, fileName: null, albumId: null, replyTo: null, readBy: ['user_ahmad'],
    timestamp: at, editedAt: null, deletedAt: null,
  } satisfies Message as Message,
  ticket: {
    id: 'ticket_001', number: '1', reporterId: 'user_ahmad', reporterName: 'Ahmad Fauzi', reporterEmail: 'ahmad@email.com', reporterRole: 'tenant',
    category: 'payment', subject: 'Pembayaran tidak masuk', description: 'Saya sudah bayar tapi status masih pending', photos: [],
    about: { entity: 'invoice', id: 'INV-2024-11-001' }, priority: 'high', status: 'open', assignedTo: 'user_admin',
    events: [{ type: 'created', userId: 'user_ahmad', userName: 'Ahmad Fauzi', timestamp: at, data: { oldStatus: null, newStatus: 'open', comment: 'Tiket dibuat' } }],
    waitingSince: at, topicId: null, ...times, resolvedAt: null,
  } satisfies Ticket as Ticket,
  review: {
    id: 'review_001', propertyId: 'prop_001', contractId: 'contract_001', tenantId: 'user_ahmad', tenantName: 'Ahmad Fauzi', rating: 5,
    content: 'Bersih dan tenang', answer: null, answeredAt: null, ...times,
  } satisfies Review as Review,
  config: defaultSystemConfig satisfies SystemConfig as SystemConfig,
  stats: {
    people: { tenant: 1, owner: 1, admin: 1 }, properties: { pending_approval: 0, active: 1, rejected: 0, inactive: 0 },
    rooms: { total: 12, available: 5 }, contracts: { active: 1, expired: 0, terminated: 0 },
    money: { month: '2024-11', received: 0, outstanding: 1_200_000, overdue: 0 },
    tickets: { open: 1, in_review: 0, escalated: 0, resolved: 0, rejected: 0 }, failedJobs: 0, refreshedAt: at,
  } satisfies SystemStats as SystemStats,
}; // biome-ignore format: one record a paragraph
