import { describe, expect, it } from 'vitest';
import { createIds } from '../../src/adapters/system/ids.ts';
import { listingView, notOfferedView } from '../../src/bot/property/property-view.ts';
import { citiesView, nothingFoundView, type Result, resultView } from '../../src/bot/search/search-view.ts';
import { translator } from '../../src/bot/ui/i18n.ts';
import { summaryLines } from '../../src/bot/ui/listing-summary.ts';
import type { OutMessage } from '../../src/bot/ui/message.ts';
import { type Property, propertySchema, withRoomTypes } from '../../src/domain/property/property.ts';
import { filtersOf } from '../../src/domain/search/filters.ts';
import { COUNT_CAP, emptyQuery, MAX_WORDS, type SearchQuery } from '../../src/domain/search/search.ts';

const ids = createIds();
const t = translator('id');
const base: Property = propertySchema.parse({
  ...withRoomTypes({}, [
    { id: 'r1', name: 'AC', pricePerMonth: 1_200_000, totalRooms: 8, availableRooms: 4 },
    { id: 'r2', name: 'Kipas', pricePerMonth: 950_000, totalRooms: 4, availableRooms: 0 },
  ]),
  id: ids.next('prop'),
  ownerId: 'user_1',
  ownerName: 'Bu <Susi>',
  name: 'Kos "A" & <b>B</b>',
  description: 'x'.repeat(3000),
  address: 'Jl. <i>',
  city: 'Bogor',
  district: 'Dramaga',
  type: 'putri',
  facilities: ['AC', 'Kolam <Ikan>'],
  images: [],
  status: 'active',
  createdAt: '2026-11-22T03:00:00Z',
  updatedAt: '2026-11-22T03:00:00Z',
});
const full: SearchQuery = {
  city: 'Kabupaten Pegunungan Bintang Utara Sekali',
  district: 'Dramaga',
  type: 'putri',
  minPrice: 100_000,
  maxPrice: 9_000_000,
  facilities: ['ac', 'wifi', 'km_dalam'],
  words: Array.from({ length: MAX_WORDS }, (_, i) => `kata${i}`),
  sort: 'newest',
};
const result = (about: Partial<Result> = {}): Result => ({
  searchId: 'abcdefgh',
  query: emptyQuery,
  property: base,
  position: 1,
  total: 1,
  saved: false,
  language: 'id',
  viewer: null,
  ...about,
});
const labels = ({ keyboard }: OutMessage): string[] =>
  keyboard && 'inline_keyboard' in keyboard ? keyboard.inline_keyboard.flat().map(({ text }) => text) : [];
const data = ({ keyboard }: OutMessage): string[] =>
  keyboard && 'inline_keyboard' in keyboard
    ? keyboard.inline_keyboard.flat().flatMap((button) => ('callback_data' in button ? [button.callback_data] : []))
    : [];

describe('search views', () => {
  it('says within which distance and in which order it looks', () => {
    const near = { latitude: -6.5, longitude: 106.7, radius: 2_500 };
    const view = resultView(t, result({ query: { ...emptyQuery, near, sort: 'nearest' } }));
    expect(view.text.markup).toContain('terdekat dulu');
    expect(labels(view)).toContain('✖️ dalam 2,5 km');
  });

  it('escapes what people typed', () => {
    const text = listingView(t, base, { language: 'id', own: false, heart: null }).text.markup;
    expect(text).toContain('Kos &quot;A&quot; &amp; &lt;b&gt;B&lt;/b&gt;');
    expect(text).toContain('Bu &lt;Susi&gt;');
    expect(text).toContain('Kolam &lt;Ikan&gt;');
    expect(text).toContain('Jl. &lt;i&gt;');
    expect(notOfferedView(t, '<b>').text.markup).toContain('<b>&lt;b&gt;</b>');
  });

  it('fits every button into 64 bytes, with the longest ids and lists', () => {
    const views = [
      resultView(t, result({ query: full, position: 500, total: COUNT_CAP })),
      nothingFoundView(t, {
        searchId: 'abcdefgh',
        query: full,
        drops: filtersOf(full).map((filter, index) => ({ filter, index, count: COUNT_CAP })),
        cities: [{ city: 'Bogor', count: 1 }],
      }),
      citiesView(
        t,
        Array.from({ length: 600 }, (_, i) => ({ city: `Kota ${'panjang '.repeat(20)}${i}`, count: 3 })),
      ),
      listingView(t, base, { language: 'id', own: false, heart: null, back: 'turn:abcdefgh:500:at:x' }),
    ];
    for (const view of views) {
      expect(data(view).every((text) => Buffer.byteLength(text) <= 64)).toBe(true);
      expect(labels(view).every((text) => [...text].length <= 64)).toBe(true);
      expect(labels(view).length).toBeLessThan(100);
    }
    expect(new Set(data(views[2] as OutMessage)).size).toBe(data(views[2] as OutMessage).length);
  });

  it('counts no further than 500+', () => {
    expect(labels(resultView(t, result({ total: COUNT_CAP })))).toContain('1/500+');
    expect(resultView(t, result({ total: COUNT_CAP })).text.markup).toContain('500+');
  });

  it('offers turning only where there is something to turn to', () => {
    const symbols = (position: number, total: number) =>
      labels(resultView(t, result({ position, total }))).filter((text) => /◀️|▶️|\//.test(text));
    expect(symbols(1, 1)).toEqual([]);
    expect(symbols(1, 2)).toEqual(['1/2', '▶️']);
    expect(symbols(2, 3)).toEqual(['◀️', '2/3', '▶️']);
    expect(symbols(3, 3)).toEqual(['◀️', '3/3']);
  });

  it('says what is included, and how many rooms of each type', () => {
    const lines = (about: Partial<Property>) => summaryLines(t, { ...base, ...about }, 'id').markup;
    expect(lines({})).toContain('Listrik token sendiri');
    expect(lines({})).not.toContain('Sudah termasuk');
    const all = { electricity: 'included', water: true, wifi: true } as const;
    expect(lines({ includes: all })).toContain('Sudah termasuk: listrik, air, Wi-Fi');
    expect(lines({ availableRooms: 0 })).toContain('Sedang penuh');
    expect(lines({})).not.toContain('⭐');
    expect(lines({ rating: 4, reviewCount: 1 })).toContain('4,0 (1 ulasan)');
    const english = listingView(translator('en'), base, { language: 'en', own: false, heart: null }).text.markup;
    expect(english).toContain('• AC: Rp1.200.000 / month, 4 left');
    expect(english).toContain('• Kipas: Rp950.000 / month, full');
  });

  it('offers applying only where it can be done', () => {
    const applies = (about: Partial<Property>, own = false) =>
      labels(listingView(t, { ...base, ...about }, { language: 'id', own, heart: null })).includes('📝 Ajukan sewa');
    expect(applies({})).toBe(true);
    expect(applies({}, true)).toBe(false);
    expect(applies({ availableRooms: 0 })).toBe(false);
    expect(applies({ status: 'inactive' })).toBe(false);
    expect(labels(resultView(t, result({ viewer: 'user_1' })))).not.toContain('📝 Ajukan sewa');
  });
});
