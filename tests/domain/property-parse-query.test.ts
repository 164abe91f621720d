import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilitySlug, facilitySlugs, facilitySynonyms } from '../../src/domain/property/facility.ts';
import { closest, editDistance } from '../../src/domain/search/edit-distance.ts';
import { parsePrice } from '../../src/domain/search/parse-price.ts';
import { type ParsedQuery, parseQuery } from '../../src/domain/search/parse-query.ts';
import { emptyQuery, type Place, type SearchQuery, searchQuerySchema } from '../../src/domain/search/search.ts';

const places: Place[] = (
  [
    ['Bandung', 'Coblong'],
    ['Bandung', 'Sukajadi'],
    ['Bogor', 'Bogor Tengah'],
    ['Bogor', 'Dramaga'],
    ['Depok', 'Beji'],
    ['Malang', 'Sukajadi'],
    ['Yogyakarta', 'Gondokusuman'],
  ] as const
).map(([city, district]) => ({ city, district, count: 2 }));

const dramaga = { city: 'Bogor', district: 'Dramaga' };
const found: readonly (readonly [string, Partial<SearchQuery>])[] = [
  ['kos putri dramaga ac di bawah 1,5jt', { ...dramaga, type: 'putri', facilities: ['ac'], maxPrice: 1_500_000 }],
  ['Kost Putri DRAMAGA, AC, <1.5 juta', { ...dramaga, type: 'putri', facilities: ['ac'], maxPrice: 1_500_000 }],
  ['cari kosan cowok di depok max 800rb', { city: 'Depok', type: 'putra', maxPrice: 800_000 }],
  ['kos-kosan cewek jogja', { city: 'Yogyakarta', type: 'putri' }],
  ['indekos campur bdg', { city: 'Bandung', type: 'campur' }],
  ['kos putra/putri bogor tengah', { city: 'Bogor', district: 'Bogor Tengah', type: 'campur' }],
  ['kost laki-laki', { type: 'putra' }],
  ['halo kak mau nyari kos di darmaga dong', dramaga],
  ['drmaga', dramaga],
  ['bogr wifi', { city: 'Bogor', facilities: ['wifi'] }],
  ['wi-fi kamar mandi dalam parkir mobil', { facilities: ['wifi', 'km_dalam', 'parkir_mobil'] }],
  ['kmd lemri laundri', { facilities: ['km_dalam', 'lemari', 'laundry'] }],
  ['kamar mandi dlm', { facilities: ['km_dalam'] }],
  ['yang ada parkiran mobilnya, acnya dingin', { facilities: ['parkir_mobil', 'ac'], words: ['dingin'] }],
  ['akses 24 jam', { facilities: ['akses_24_jam'] }],
  ['bebas jam malam, ada air panas', { facilities: ['akses_24_jam', 'air_panas'] }],
  ['tanpa ac dramaga', dramaga],
  ['kos dekat ui depok', { city: 'Depok', words: ['ui'] }],
  ['sukajadi', { district: 'Sukajadi' }],
  ['sukajadi malang', { city: 'Malang', district: 'Sukajadi' }],
  ['malang sukajadi', { city: 'Malang', district: 'Sukajadi' }],
  ['dramaga bandung', { city: 'Bandung', district: 'Dramaga' }],
  ['kos termurah depok', { city: 'Depok', sort: 'cheapest' }],
  ['kos terbaru depok', { city: 'Depok', sort: 'newest' }],
  ['women kos in bogor under 2 million', { city: 'Bogor', type: 'putri', maxPrice: 2_000_000 }],
  ['women kos in bandung with private bathroom under 1.2m', { city: 'Bandung', type: 'putri', facilities: ['km_dalam'], maxPrice: 1_200_000 }], // biome-ignore format: one case, one line
];

const prices: readonly (readonly [string, number | undefined, number | undefined])[] = [
  ['1,5jt', undefined, 1_500_000],
  ['1.5 juta', undefined, 1_500_000],
  ['rp 1.200.000', undefined, 1_200_000],
  ['800rb', undefined, 800_000],
  ['800 ribu', undefined, 800_000],
  ['900k', undefined, 900_000],
  ['1.500rb', undefined, 1_500_000],
  ['max 1jt', undefined, 1_000_000],
  ['maks. 1jt', undefined, 1_000_000],
  ['maksimal rp1.000.000', undefined, 1_000_000],
  ['kurang dari 1jt', undefined, 1_000_000],
  ['dibawah 900', undefined, 900_000],
  ['budget 2', undefined, 2_000_000],
  ['1jt ke bawah', undefined, 1_000_000],
  ['ga lebih dari 750rb', undefined, 750_000],
  ['< 1jt', undefined, 1_000_000],
  ['di atas 1jt', 1_000_000, undefined],
  ['minimal 500rb', 500_000, undefined],
  ['min 500rb max 1jt', 500_000, 1_000_000],
  ['1jt ke atas', 1_000_000, undefined],
  ['antara 800rb dan 1jt', 800_000, 1_000_000],
  ['antara 1jt dan 800rb', 800_000, 1_000_000],
  ['800-900rb', 800_000, 900_000],
  ['1-1,5jt', 1_000_000, 1_500_000],
  ['700 sampai 900 ribu', 700_000, 900_000],
  ['1 jutaan', 1_000_000, 1_999_999],
  ['800 ribuan', 800_000, 899_999],
  ['1jt-an', 1_000_000, 1_999_999],
  ['sekitar 1jt', 800_000, 1_200_000],
  ['2 kamar 1jt', undefined, 1_000_000],
  ['24 jam', undefined, undefined],
  ['3x4m', undefined, undefined],
  ['3 x 4 m', undefined, undefined],
  ['maks 2 orang', undefined, undefined],
  ['minimal 3 bulan', undefined, undefined],
  ['10 menit ke kampus', undefined, undefined],
  ['081234567890', undefined, undefined],
  ['jl. raya no. 45', undefined, undefined],
  ['2024', undefined, undefined],
  ['0jt', undefined, undefined],
  ['99999999jt', undefined, undefined],
];

const kindOf = (text: string): ParsedQuery['kind'] => parseQuery(text, places).kind;

describe('words to a query', () => {
  it.each(found)('%s', (text, query) => {
    expect(parseQuery(text, places)).toEqual({ kind: 'search', query: { ...emptyQuery, ...query } });
  });

  it.each(prices)('%s: from %s to %s', (text, minPrice, maxPrice) => {
    const price = parsePrice(text);
    expect([price.minPrice, price.maxPrice]).toEqual([minPrice, maxPrice]);
  });

  it.each([
    'halo',
    'Halo kak!',
    'selamat pagi',
    'assalamualaikum',
    'makasih ya',
    'terima kasih banyak',
    'terimakasih ya',
    'ok',
    'p',
    'thanks',
  ])('%s is a greeting', (text) => expect(kindOf(text)).toBe('greeting'));
  it.each([
    'kos',
    'cari kos',
    'mau cari kosan dong kak',
    'kost murah',
    'search',
    'Halo, ada kos?',
    'Assalamualaikum bu, kosnya masih ada?',
  ])('%s wants to look around', (text) => expect(kindOf(text)).toBe('browse'));
  it.each(['', '😀😀', '<b></b>', '...', 'x', 'あああ'])('%s is nothing', (text) =>
    expect(kindOf(text)).toBe('nothing'),
  );
  it.each(['melati residence', 'bagaimana cara bayar', 'putro'])('%s is only words', (text) =>
    expect(kindOf(text)).toBe('words'),
  );

  it('never takes one type for the other by a typo', () => {
    for (const text of ['putro', 'putrx', 'putr']) {
      const parsed = parseQuery(text, places);
      expect('query' in parsed && parsed.query.type).toBeFalsy();
    }
  });

  it('reads every spelling of every facility', () => {
    for (const slug of facilitySlugs) {
      for (const spelling of [slug, ...facilitySynonyms[slug]]) expect(facilitySlug(spelling)).toBe(slug);
    }
    expect(['AC', 'Wi-Fi', 'Kamar Mandi Dalam', 'Parkir'].map(facilitySlug)).toEqual([
      'ac',
      'wifi',
      'km_dalam',
      'parkir_motor',
    ]);
  });

  it('answers any text with a query that its schema accepts, and quickly', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 5000 }), fc.lorem(), sentence), (text) => {
        const parsed = parseQuery(text, places);
        if ('query' in parsed) {
          expect(searchQuerySchema.parse(JSON.parse(JSON.stringify(parsed.query)))).toEqual(
            JSON.parse(JSON.stringify(parsed.query)),
          );
        }
      }),
      { numRuns: 300 },
    );
    for (const hostile of [
      '1.'.repeat(5000),
      '1jt '.repeat(2000),
      '- '.repeat(5000),
      'a'.repeat(5000),
      '9'.repeat(5000),
    ]) {
      const begin = performance.now();
      parseQuery(hostile, places);
      expect(performance.now() - begin).toBeLessThan(250);
    }
  });
});

const sentence = fc
  .array(fc.constantFrom('kos', 'putri', 'dramaga', 'ac', '1jt', 'antara', 'dan', '800', 'rb', 'max', '-', 'tanpa', 'km', 'dalam', 'Bogor', 'melati'), { maxLength: 12 }) // biome-ignore format: one look
  .map((words) => words.join(' '));

describe('typos', () => {
  it('counts letters added, left out, changed or swapped', () => {
    expect(editDistance('dramaga', 'darmaga', 2)).toBe(1);
    expect(editDistance('dramaga', 'dramga', 2)).toBe(1);
    expect(editDistance('kitten', 'sitting', 3)).toBe(3);
    expect(editDistance('abc', 'abcdefg', 2)).toBe(3);
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b, 20)).toBe(editDistance(b, a, 20));
        expect(editDistance(a, b, 20) === 0).toBe(a === b);
      }),
    );
  });

  it('takes the nearest of the same first letter', () => {
    const names = [['bogor', 1], ['bandung', 2]] as const; // biome-ignore format: one look
    expect(closest('bogo', names)).toBe(1);
    expect(closest('bandyng', names)).toBe(2);
    expect(closest('dogor', names)).toBeNull();
    expect(closest('bo', names)).toBeNull();
  });
});
