import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import * as applicationMessages from '../../src/bot/application/application-messages.ts';
import * as applicationView from '../../src/bot/application/application-view.ts';
import { reviewText } from '../../src/bot/application/apply-review.ts';
import { mismatchView } from '../../src/bot/application/mismatch-view.ts';
import type { BotContext, Translate } from '../../src/bot/context.ts';
import * as contractView from '../../src/bot/contract/contract-view.ts';
import { allFeatures } from '../../src/bot/features.ts';
import { helpView } from '../../src/bot/help/help-view.ts';
import * as invoiceView from '../../src/bot/invoice/invoice-view.ts';
import * as paymentView from '../../src/bot/payment/payment-view.ts';
import * as profileView from '../../src/bot/profile/profile-view.ts';
import * as propertyView from '../../src/bot/property/property-view.ts';
import * as searchView from '../../src/bot/search/search-view.ts';
import { menuView } from '../../src/bot/start/start-view.ts';
import type { Html } from '../../src/bot/ui/html.ts';
import { translator } from '../../src/bot/ui/i18n.ts';
import type { OutMessage } from '../../src/bot/ui/message.ts';
import { type Words, wordsFor } from '../../src/bot/ui/words.ts';
import * as wishlistView from '../../src/bot/wishlist/wishlist-view.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { applicationStatuses } from '../../src/domain/application/application.ts';
import type { Language } from '../../src/domain/context.ts';
import { invoiceStatuses } from '../../src/domain/invoice/invoice.ts';
import { paymentStatuses } from '../../src/domain/payment/payment.ts';
import { filtersOf } from '../../src/domain/search/filters.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { emptyQuery, type SearchQuery } from '../../src/domain/search/search.ts';
import { Tx } from '../../src/domain/transaction.ts';
import { samples } from './samples.ts';
import { type Word, type WordedRecords, wordedRecords } from './worded-records.ts';

interface Given {
  t: Translate;
  language: Language;
  words: Words;
  word: Word;
  records: WordedRecords;
}

/** What a view gives, in each of the states that word it differently. */
type View = (given: Given) => (OutMessage | Html)[] | Promise<(OutMessage | Html)[]>;

const at = '2024-11-04T10:00:00.000Z';

export function givenTo(language: Language, word: Word): Given {
  const t = translator(language);
  const words = wordsFor({
    t,
    tx: new Tx(createMemoryKv()),
    recipient: { ...samples.profile, language },
    clock: { now: () => Date.parse(at) },
    config: defaultSystemConfig,
    timezone: 'Asia/Jakarta',
    paymentWays: ['qris'],
  });
  return { t, language, words, word, records: wordedRecords(word) };
}

const menu = allFeatures({ search: createNaiveSearch(createMemoryKv()) }).flatMap(({ menu = [] }) => menu);

const bothSides = ['tenant', 'owner'] as const;

const held = { acceptedAt: null, holdUntil: at };

const people = (word: Word, side: 'tenant' | 'owner') => ({
  side,
  ownerName: word('owner'),
  ownerPhone: word('owner phone'),
});

const wideQuery = (word: Word): SearchQuery => ({
  city: word('city'),
  district: word('district'),
  type: 'putri',
  minPrice: 500_000,
  maxPrice: 2_000_000,
  facilities: ['ac', 'wifi'],
  words: [word('searched'), word('searched too')],
  near: { latitude: -6.5, longitude: 106.7, radius: 2_500 },
  sort: 'nearest',
});

const cities = (word: Word) => [
  { city: word('city'), count: 3 },
  { city: word('other city'), count: 1 },
];

/** In a store that has only these listings: a real one takes no NUL, and no city of 5,000 characters. */
async function mismatched({ t, word, records: { property } }: Given): Promise<OutMessage[]> {
  const other = { ...property, id: 'prop_other', name: word('other kos'), type: 'putri' };
  const ctx = (stored: object[]): BotContext => {
    const entries = stored.map((value) => ({ key: 'property:prop_other', value, cursor: '' }));
    return { t, domain: { tx: { list: async () => entries } } } as unknown as BotContext;
  };
  return Promise.all([[], [other]].map((stored) => mismatchView(ctx(stored), { ...property, city: 'Bogor' }, 'putri')));
}

/** Every exported function of every file of views, by file and name; a test asks for what is missing. */
export const everyView: Record<string, Record<string, View>> = {
  'application/application-messages.ts': {
    approvedForOwner: ({ words, records: { contract } }) => [applicationMessages.approvedForOwner(words, contract)],
    rejectedForTenant: ({ words, word, records: { application, decision } }) => [
      applicationMessages.rejectedForTenant(words, { ...application, ...decision }, word('owner')),
    ],
    withdrawnForOwner: ({ words, records }) => [applicationMessages.withdrawnForOwner(words, records.application)],
    expiredForTenant: ({ words, records }) => [applicationMessages.expiredForTenant(words, records.application)],
    expiredForOwner: ({ words, records }) => [applicationMessages.expiredForOwner(words, records.application)],
  },
  'application/application-view.ts': {
    peopleLine: ({ t, records }) => [applicationView.peopleLine(t, records.application)],
    ownerCard: ({ words, word, records: { application, decision } }) =>
      applicationStatuses.flatMap((status) =>
        [true, false].map((phoneVerified) =>
          applicationView.ownerCard(
            words,
            { ...application, status, ...(status === 'pending' ? {} : decision) },
            { ownerName: word('owner'), phoneVerified },
          ),
        ),
      ),
    ownApplicationView: ({ words, records: { application, decision } }) => [
      ...applicationStatuses.map((status) =>
        applicationView.ownApplicationView(words, {
          ...application,
          status,
          ...(status === 'pending' ? {} : { ...decision, contractId: 'contract_1' }),
        }),
      ),
      applicationView.ownApplicationView(words, application, { sure: false }),
    ],
    toDecideView: ({ words, records: { application } }) => [
      applicationView.toDecideView(words, []),
      applicationView.toDecideView(words, [application, application]),
    ],
    submittedView: ({ words, word, records }) => [
      applicationView.submittedView(words, records.application, word('owner')),
    ],
    rejectedByMeView: ({ words, records }) => [applicationView.rejectedByMeView(words, records.application)],
  },
  'application/apply-review.ts': {
    reviewText: ({ words, word, records: { property, application } }) => {
      const [room] = property.roomTypes;
      const { forWhom, occupation, startDate, emergencyContact } = application;
      const answers = { forWhom, occupation, startDate, duration: 3 as const, note: word('note') };
      const typed = {
        contactName: word('contact'),
        contactPhone: { number: word('contact phone'), source: 'typed' as const },
        contactRelation: word('relation'),
      };
      return [
        { ...answers, contactName: emergencyContact },
        { ...answers, ...typed },
      ].flatMap((given) => (room ? [reviewText(words, { answers: given, property, room })] : []));
    },
  },
  'application/mismatch-view.ts': { mismatchView: mismatched },
  'contract/contract-view.ts': {
    offerView: ({ words, word, records: { contract, invoice } }) =>
      [{ ...contract, ...held }, contract, { ...contract, acceptedAt: null }].map((one) =>
        contractView.offerView(words, { contract: one, invoice, owner: word('owner'), ways: ['qris'] }),
      ),
    rentView: ({ words, records: { application, contract } }) => [
      contractView.rentView(words, { applications: [], contracts: [] }),
      contractView.rentView(words, {
        applications: applicationStatuses.map((status) => ({ ...application, status })),
        contracts: [contract, { ...contract, ...held }, { ...contract, status: 'expired' }],
      }),
    ],
    contractView: ({ words, word, records: { contract } }) =>
      bothSides.flatMap((side) =>
        [contract, { ...contract, ...held }, { ...contract, status: 'terminated' as const }].map((one) =>
          contractView.contractView(words, one, people(word, side)),
        ),
      ),
    agreedView: ({ words, word, records: { contract } }) =>
      bothSides.map((side) => contractView.agreedView(words, contract, people(word, side))),
    notPaidView: ({ words, records: { contract } }) =>
      bothSides.map((side) => contractView.notPaidView(words, contract, side)),
  },
  'help/help-view.ts': {
    helpView: ({ t }) => bothSides.map((role) => helpView(t, role)),
  },
  'invoice/invoice-view.ts': {
    invoicesView: ({ words, records: { invoice } }) => [
      invoiceView.invoicesView(words, { owed: [], history: [] }),
      invoiceView.invoicesView(words, { owed: [], history: [{ ...invoice, status: 'paid' }] }),
      invoiceView.invoicesView(words, { owed: [invoice, invoice], history: [{ ...invoice, status: 'cancelled' }] }),
    ],
    invoiceView: ({ words, records: { invoice, payment } }) =>
      invoiceStatuses.map((status) =>
        invoiceView.invoiceView(
          words,
          {
            invoice: { ...invoice, status, lateFee: 10_000, paidAmount: 5_000, paidDate: '2024-11-04' },
            payments: paymentStatuses.map((one) => ({ ...payment, status: one, chargedAt: at })),
            open: { ...payment, chargedAt: at },
            side: 'tenant',
          },
          ['qris'],
        ),
      ),
  },
  'payment/payment-view.ts': {
    qrView: ({ words, records: { payment, invoice } }) =>
      paymentStatuses.flatMap((status) =>
        [null, at].flatMap((chargedAt) =>
          (['pending', 'paid'] as const).map((paid) =>
            paymentView.qrView(
              words,
              { ...payment, status, chargedAt, qrisString: chargedAt && '000201' },
              { ...invoice, status: paid },
            ),
          ),
        ),
      ),
    receiptView: ({ words, word, records: { payment, invoice } }) =>
      bothSides.flatMap((side) => {
        const facts = { payment, invoice, side, room: word('room number') };
        const allocations = [
          { invoiceId: word('other invoice'), amount: 1 },
          { invoiceId: null, amount: 2 },
        ];
        return [
          paymentView.receiptView(words, facts),
          paymentView.receiptView(words, { ...facts, invoice: { ...invoice, status: 'paid' } }),
          paymentView.receiptView(words, { ...facts, payment: { ...payment, allocations } }),
        ];
      }),
    checkToast: ({ t, records: { payment } }) =>
      paymentStatuses.map((status) => paymentView.checkToast(t, { ...payment, status })),
  },
  'profile/profile-view.ts': {
    languageView: ({ t }) => [profileView.languageView(t)],
    languageSetView: ({ t }) => [profileView.languageSetView(t)],
    privacyView: ({ t }) => [profileView.privacyView(t)],
  },
  'property/property-view.ts': {
    listingView: ({ t, language, records: { property } }) => [
      propertyView.listingView(t, property, { language, own: false, heart: null, back: 'turn:abcdefgh:1:at:prop_1' }),
      propertyView.listingView(
        t,
        { ...property, status: 'inactive', images: [] },
        { language, own: true, heart: null },
      ),
    ],
    notOfferedView: ({ t, word }) => [propertyView.notOfferedView(t, word('kos'), 'turn:abcdefgh:1:at:prop_1')],
    noSuchListingView: ({ t }) => [propertyView.noSuchListingView(t)],
  },
  'search/search-view.ts': {
    filterLabel: ({ t, word }) => filtersOf(wideQuery(word)).map((filter) => searchView.filterLabel(t, filter)),
    citiesView: ({ t, word }) => [searchView.citiesView(t, []), searchView.citiesView(t, cities(word))],
    resultView: ({ t, word, language, records: { property } }) =>
      [emptyQuery, wideQuery(word)].map((query) =>
        searchView.resultView(t, {
          searchId: 'abcdefgh',
          query,
          property,
          position: 2,
          total: 3,
          ignored: [word('not understood'), word('not understood either')],
          changed: true,
          language,
          viewer: null,
          saved: true,
        }),
      ),
    nothingFoundView: ({ t, word }) => {
      const query = wideQuery(word);
      const drops = filtersOf(query).map((filter, index) => ({ filter, index, count: 2 }));
      const given = { searchId: 'abcdefgh', query, ignored: [word('not understood')], cities: cities(word) };
      return [
        searchView.nothingFoundView(t, { ...given, drops }),
        searchView.nothingFoundView(t, { ...given, drops: [] }),
        searchView.nothingFoundView(t, { ...given, drops: [], cities: [] }),
      ];
    },
    tooOldView: ({ t }) => [searchView.tooOldView(t)],
  },
  'start/start-view.ts': {
    menuView: ({ t, word, records: { profile, owner } }) =>
      [null, profile, owner].map((one) => menuView(t, { profile: one, telegramName: word('telegram name') }, menu)),
  },
  'wishlist/wishlist-view.ts': {
    wishlistView: ({ t, records: { property, saved } }) => {
      const states = [
        property,
        { ...property, pricePerMonth: saved.propertyPrice - 1, availableRooms: 0 },
        { ...property, pricePerMonth: saved.propertyPrice + 1, availableRooms: 1 },
        { ...property, status: 'inactive' as const },
        null,
      ].map((one) => ({ entry: saved, property: one }));
      const full = { entry: { ...saved, availableRooms: 0 }, property };
      return [
        wishlistView.wishlistView(t, { saved: [], page: 1, pages: 1, total: 0 }),
        wishlistView.wishlistView(t, { saved: [...states, full], page: 2, pages: 3, total: 20 }),
      ];
    },
    changedView: ({ t, records: { property, saved } }) => {
      const all = [{ kind: 'cheaper' as const, from: property.pricePerMonth + 1 }, { kind: 'room' as const }];
      const told = [
        wishlistView.changedView(t, saved, property, all),
        wishlistView.changedView(t, saved, { ...property, status: 'inactive' }, [{ kind: 'closed' }]),
      ];
      return told.filter((message) => message !== null);
    },
  },
};
