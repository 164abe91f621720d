import type { Application } from '../../src/domain/application/application.ts';
import type { Contract } from '../../src/domain/contract/contract.ts';
import type { Invoice } from '../../src/domain/invoice/invoice.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import type { Property } from '../../src/domain/property/property.ts';
import type { Wishlist } from '../../src/domain/wishlist/wishlist.ts';
import { samples } from './samples.ts';

/** Words for a field; the same name gives the same words. */
export type Word = (what: string) => string;

/** The samples, with words of the caller's wherever a person may have typed some. */
export function wordedRecords(word: Word) {
  const emergencyContact = { name: word('contact'), phone: word('contact phone'), relation: word('relation') };
  const decision = { rejectionReason: word('reason'), decidedByName: word('decider') };
  const profile: Profile = {
    ...samples.profile,
    name: word('tenant'),
    telegramName: word('telegram name'),
    phone: word('tenant phone'),
    address: word('home'),
    email: word('email'),
  };
  const application: Application = {
    ...samples.application,
    tenantName: word('tenant'),
    tenantPhone: word('tenant phone'),
    propertyName: word('kos'),
    roomType: word('room type'),
    note: word('note'),
    emergencyContact,
  };
  const contract: Contract = {
    ...samples.contract,
    tenantName: word('tenant'),
    tenantPhone: word('tenant phone'),
    tenantEmail: word('email'),
    ownerName: word('owner'),
    propertyName: word('kos'),
    roomType: word('room type'),
    roomNumber: word('room number'),
    terms: [word('rule'), word('second rule')],
    emergencyContact,
  };
  const invoice: Invoice = {
    ...samples.invoice,
    tenantName: word('tenant'),
    propertyName: word('kos'),
    items: [
      ...samples.invoice.items,
      { kind: 'charge', label: word('charge'), amount: 50_000 },
      { kind: 'discount', label: word('discount'), amount: -20_000 },
    ],
    description: word('description'),
    notes: word('notes'),
  };
  const saved: Wishlist = { ...samples.wishlist, propertyName: word('kos'), propertyCity: word('city') };
  const payment: Payment = {
    ...samples.payment,
    midtransOrderId: word('order'),
    midtransStatus: word('gateway status'),
    failureReason: word('failure'),
    rejectionReason: word('reason'),
  };
  const rooms = [word('room type'), word('second room type')].map((name, i) => ({
    id: `r${i}`,
    name,
    pricePerMonth: 900_000 + i,
    totalRooms: 3,
    availableRooms: 2,
  }));
  const property: Property = {
    ...samples.property,
    ownerName: word('owner'),
    name: word('kos'),
    description: word('description'),
    address: word('address'),
    city: word('city'),
    district: word('district'),
    roomTypes: rooms,
    facilities: ['ac', word('facility'), word('second facility')],
    houseRules: [word('rule'), word('second rule')],
    lateFee: { graceDays: 3, perDay: 10_000, maxPercent: 20 },
    minimumStay: 3,
    twoPeopleAllowed: true,
  };
  return {
    profile,
    owner: { ...samples.owner, name: word('owner') },
    saved,
    application,
    decision,
    contract,
    invoice,
    payment,
    property,
  };
}
export type WordedRecords = ReturnType<typeof wordedRecords>;
