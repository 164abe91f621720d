/** The facilities with a label of their own; owners' own ones are free text (product 3.1). */
export const facilitySlugs = [
  'ac',
  'kipas',
  'wifi',
  'km_dalam',
  'km_luar',
  'air_panas',
  'kasur',
  'lemari',
  'meja',
  'dapur',
  'kulkas',
  'laundry',
  'parkir_motor',
  'parkir_mobil',
  'cctv',
  'penjaga',
  'akses_24_jam',
] as const;
export type FacilitySlug = (typeof facilitySlugs)[number];

/** Other ways people and older records write them; compared in lower case with everything but letters and digits as one blank. */
export const facilitySynonyms: Readonly<Record<FacilitySlug, readonly string[]>> = {
  ac: ['a c', 'air conditioner', 'pendingin ruangan', 'ber ac'],
  kipas: ['kipas angin', 'fan'],
  wifi: ['wi fi', 'internet', 'hotspot', 'wipi'],
  km_dalam: [
    'kamar mandi dalam',
    'km dalam',
    'kmdalam',
    'kmd',
    'k mandi dalam',
    'mandi dalam',
    'wc dalam',
    'toilet dalam',
    'private bathroom',
    'ensuite',
    'en suite',
  ],
  km_luar: [
    'kamar mandi luar',
    'km luar',
    'kmluar',
    'kml',
    'k mandi luar',
    'mandi luar',
    'wc luar',
    'toilet luar',
    'shared bathroom',
  ],
  air_panas: ['water heater', 'pemanas air', 'air hangat', 'hot water'],
  kasur: ['springbed', 'spring bed', 'ranjang', 'tempat tidur', 'bed'],
  lemari: ['lemari pakaian', 'almari', 'wardrobe'],
  meja: ['meja belajar', 'meja kerja', 'desk'],
  dapur: ['dapur bersama', 'dapur umum', 'kitchen'],
  kulkas: ['lemari es', 'fridge', 'kulkas bersama'],
  laundry: ['laundri', 'londri', 'cuci baju', 'mesin cuci', 'washing machine'],
  parkir_motor: ['parkir', 'parkiran', 'parkir motor', 'parkiran motor', 'motor', 'motorcycle parking', 'parking'],
  parkir_mobil: ['parkir mobil', 'parkiran mobil', 'garasi', 'mobil', 'car parking'],
  cctv: ['c c t v', 'kamera pengawas'],
  penjaga: ['satpam', 'security', 'penjaga kos', 'guard'],
  akses_24_jam: ['akses 24 jam', '24 jam', 'bebas jam malam', 'tanpa jam malam', '24 hours', '24h'],
};

/** Lower case, everything but a–z and 0–9 as one blank; in SQL `regexp_replace(lower(x), '[^a-z0-9]+', ' ', 'g')`. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const bySpelling: ReadonlyMap<string, FacilitySlug> = new Map(
  facilitySlugs.flatMap((slug) =>
    [slug, ...facilitySynonyms[slug]].map((spelling) => [plainWords(spelling), slug] as const),
  ),
);

/** The slug of a spelling exactly as some person or older record writes it, or null. */
export const facilitySlug = (text: string): FacilitySlug | null => bySpelling.get(plainWords(text)) ?? null;

export const isFacilitySlug = (text: string): text is FacilitySlug =>
  (facilitySlugs as readonly string[]).includes(text);

/** On reading: the seed's `AC`, `Wi-Fi`, `Kamar Mandi Dalam` become slugs; an owner's own words stay. */
export const readFacilities = (facilities: readonly string[]): string[] => [
  ...new Set(facilities.map((text) => facilitySlug(text) ?? text)),
];
