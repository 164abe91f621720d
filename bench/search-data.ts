import { type FacilitySlug, facilitySlugs } from '../src/domain/property/facility.ts';
import { type Property, propertySchema, propertyTypes } from '../src/domain/property/property.ts';

/** Cities with a centre; sizes fall off as 1/rank, as the real ones do. */
const cityList = `Jakarta -6.2 106.82,Bandung -6.91 107.61,Yogyakarta -7.8 110.37,Surabaya -7.26 112.75,Depok -6.4 106.82,
Malang -7.97 112.63,Semarang -6.99 110.42,Tangerang -6.18 106.63,Bogor -6.59 106.79,Bekasi -6.24 107,Makassar -5.15 119.43,
Medan 3.59 98.67,Denpasar -8.65 115.22,Sleman -7.72 110.36,Solo -7.57 110.82,Palembang -2.99 104.76,Padang -0.95 100.35,
Purwokerto -7.42 109.24,Jember -8.17 113.7,Cirebon -6.73 108.55,Bandar Lampung -5.43 105.26,Pekanbaru 0.51 101.45,
Balikpapan -1.24 116.86,Samarinda -0.5 117.15,Banjarmasin -3.32 114.59,Manado 1.49 124.84,Pontianak -0.03 109.33,
Mataram -8.58 116.12,Kupang -10.18 123.6,Banda Aceh 5.55 95.32,Batam 1.13 104.05,Jambi -1.61 103.61,Serang -6.12 106.15,
Tasikmalaya -7.33 108.22,Sukabumi -6.92 106.93,Karawang -6.3 107.3,Kediri -7.82 112.01,Madiun -7.63 111.52,Ambon -3.69 128.18,Kendari -3.97 122.51`;
export const cities = cityList.split(',').map((line) => {
  const parts = line.trim().split(' ');
  return { name: parts.slice(0, -2).join(' '), latitude: Number(parts.at(-2)), longitude: Number(parts.at(-1)) };
});

const heads = 'Suka Ci Karang Tanjung Mekar Sumber Kali Rawa Pondok Kebon Kampung Gunung Bojong Pasir Sido Wono'.split(
  ' ',
);
const tails =
  `maju jaya sari rejo mulya asih beureum hampelas kupa harja mukti raya bakti indah wangi laksana waru agung tengah
kidul lor wetan kulon dalem anyar gede papak nangka jati salam manggis kelapa duren jambu pandan melati`.split(/\s+/);
const flowers =
  `Melati Mawar Anggrek Kenanga Flamboyan Cempaka Dahlia Tulip Teratai Bougenville Kamboja Seroja Edelweis Sakura Lavender
Aster Wijaya Kusuma Sejahtera Barokah Amanah Berkah Cendana Mahoni Merpati Garuda Rajawali Kenari Mutiara Permata Intan Berlian
Zamrud Safir Gading Pelangi Bintang Bulan Matahari Fajar Senja Embun`.split(/\s+/);
const kinds =
  'Residence House Kost Homestay Putri Putra Exclusive Syariah Living Guesthouse Pavilion Indah Asri Baru'.split(' ');
const people =
  `Sudirman Thamrin Diponegoro Gajah Mada Ahmad Yani Margonda Kaliurang Dipatiukur Setiabudi Veteran Pahlawan Merdeka
Pemuda Cikutra Tamansari Babakan Juanda Imam Bonjol Cokroaminoto Kartini Hasanuddin Soekarno Hatta Raden Saleh Pattimura`.split(
    /\s+/,
  );
const sentences = [
  'Kos nyaman dan tenang untuk mahasiswa, jalan kaki ke kampus',
  'Bangunan baru, semua kamar menghadap taman, banyak tempat makan di sekitar',
  'Dekat stasiun dan halte, akses mudah ke pusat kota',
  'Lingkungan aman, ibu kos tinggal di lantai bawah, warung di seberang jalan',
  'Cocok untuk karyawan, dapur bersama lengkap, jemuran luas di lantai atas',
  'Lima menit ke rumah sakit dan minimarket, bebas banjir',
  'Kamar luas dengan jendela besar, air bersih, listrik token',
  'Tamu wajib lapor, tidak boleh membawa hewan peliharaan',
  'Harga bisa nego untuk sewa setahun, hubungi pengelola',
  'Dekat pintu tol dan kawasan industri, parkir luas',
];
const campuses = 'UI IPB ITB Unpad UGM Unair ITS Undip Brawijaya Binus Telkom Unhas USU Udayana UNS Unsri Unand'.split(
  ' ',
);
/** How often listings have each. */
const frequency: Record<FacilitySlug, number> = {
  ac: 0.45, kipas: 0.4, wifi: 0.75, km_dalam: 0.6, km_luar: 0.4, air_panas: 0.12, kasur: 0.85, lemari: 0.8, meja: 0.5, dapur: 0.6,
  kulkas: 0.15, laundry: 0.2, parkir_motor: 0.8, parkir_mobil: 0.25, cctv: 0.35, penjaga: 0.05, akses_24_jam: 0.03,
}; // biome-ignore format: one look

/** The same numbers each time (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
export const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const weights = cities.map((_, rank) => 1 / (rank + 1.5));
const sum = weights.reduce((a, b) => a + b, 0);

const syllables =
  'wa ti su ra ya na min di mar ka ha lu bi ro yon to si dar ngan pra set ma han nur fit ari wi bo de gus'.split(' ');
/** Names of people and shops are most of the different words that listings have. */
const properName = (random: () => number): string => [0, 1, 2].map(() => pick(random, syllables)).join('');

/** A city as often as it has listings. */
export function pickCity(random: () => number): (typeof cities)[number] {
  let left = random() * sum;
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left <= 0) return cities[i] as (typeof cities)[number];
  }
  return cities[0] as (typeof cities)[number];
}

/** Larger cities have more districts: 30 down to 6. */
export function districtsOf(city: string): string[] {
  const rank = cities.findIndex(({ name }) => name === city);
  const count = Math.max(6, 30 - rank);
  return Array.from({ length: count }, (_, i) => {
    const at = rank * 37 + i * 11;
    return `${heads[(at + i) % heads.length]}${tails[(at * 7 + i) % tails.length]}`;
  });
}

export const listingId = (i: number): string => `prop_${String(i).padStart(26, '0')}`;

/** The i-th listing of the benchmark's country: as it would be written by the app. */
export function listing(i: number): Property {
  const random = createRandom(i + 1);
  const city = pickCity(random);
  const district = pick(random, districtsOf(city.name));
  const facilities = facilitySlugs.filter((slug) => random() < frequency[slug]);
  const comfort = facilities.includes('ac') ? 1.5 : 1;
  const price =
    Math.round(((300_000 + random() ** 2 * 1_800_000) * comfort * (city.name === 'Jakarta' ? 1.3 : 1)) / 25_000) *
    25_000;
  const village = `${pick(random, heads)}${pick(random, tails)}`;
  const at = new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 63_000_000) * 1_000).toISOString();
  const room = {
    id: 'r1',
    name: 'Kamar',
    pricePerMonth: price,
    totalRooms: 12,
    availableRooms: Math.floor(random() * 6),
  };
  return propertySchema.parse({
    id: listingId(i), ownerId: `user_${i % 5_000}`, ownerName: 'Bu Susi',
    name: `Kos ${pick(random, flowers)} ${pick(random, kinds)} ${random() < 0.3 ? pick(random, flowers) : ''}`.trim(),
    description: `${[0, 1, 2].map(() => pick(random, sentences)).join('. ')}. Dekat ${pick(random, campuses)}, ${village}. Hubungi ${properName(random)}.`,
    address: `Jl. ${pick(random, people)} No. ${1 + Math.floor(random() * 250)}, ${village}`,
    city: city.name, district, type: pick(random, propertyTypes), pricePerMonth: price, totalRooms: 12,
    availableRooms: room.availableRooms, roomTypes: [room], facilities, images: [], status: 'active',
    rating: random() < 0.3 ? 0 : Math.round((3 + random() * 2) * 10) / 10, reviewCount: 3, createdAt: at, updatedAt: at,
    // One in ten has no pin.
    location: random() < 0.1 ? null : {
      latitude: Math.round((city.latitude + (random() + random() - 1) * 0.15) * 1e6) / 1e6,
      longitude: Math.round((city.longitude + (random() + random() - 1) * 0.15) * 1e6) / 1e6,
    },
  }); // biome-ignore format: one look
}
