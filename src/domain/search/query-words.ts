import type { PropertyType } from '../property/property.ts';
import type { SearchSort } from './search.ts';

/** How people write things in a search; all as `plainWords` gives them. Types are never guessed from a typo: putri, putra. */
export const typeWords: Readonly<Record<string, PropertyType>> = {
  ...spelled(
    'putri',
    'putri puteri cewek cewe perempuan wanita akhwat muslimah mahasiswi female females girl girls woman women ladies',
  ),
  ...spelled('putra', 'putra putera cowok cowo laki lakilaki pria ikhwan male males boy boys man men'),
  ...spelled('campur', 'campur campuran bebas mix mixed coed unisex'),
};

export const sortWords: Readonly<Record<string, SearchSort>> = {
  ...spelled('cheapest', 'murah termurah murmer cheap cheapest'),
  ...spelled('dearest', 'termahal dearest'),
  ...spelled('newest', 'terbaru newest'),
  ...spelled('best-rated', 'terbaik best'),
};

/** Short names of cities; the place itself must have listings. */
export const placeAliases: Readonly<Record<string, string>> = {
  ...spelled('yogyakarta', 'jogja jogjakarta yogya jogya yogja djogja jogjaa diy'),
  ...spelled('bandung', 'bdg bndg'),
  ...spelled('bogor', 'bgr'),
  ...spelled('depok', 'dpk'),
  ...spelled('jakarta', 'jkt'),
  ...spelled('surabaya', 'sby'),
  ...spelled('semarang', 'smg'),
  ...spelled('malang', 'mlg'),
};

/** A text with nothing else is a wish to look around. */
export const kosWords = new Set(
  'kos kost kosan kostan kosankosan koskosan kostkostan indekos indekost ngekos ngekost kosnya kostnya boarding'.split(
    ' ',
  ),
);
/** With `kos` or without, these say that somebody searches. */
export const askWords = new Set('cari cariin carikan nyari mencari search find looking'.split(' '));

/** Not the name of anything: left out. */
export const fillerWords = new Set(
  `mau pengen pengin ingin butuh perlu ada adakah yang yg di dekat deket sekitar daerah area kawasan wilayah kec
  kecamatan kota kab kabupaten dan dengan dgn sama plus pakai pake ber harga harganya budget bajet perbulan sebulan
  bulanan bulan bln per tolong dong donk deh ya yaa nih aku saya gue gw kita kami kak kakak min mimin untuk buat utk
  kamar sewa disewa disewakan tempat tinggal fasilitas khusus tipe jenis info informasi rekomendasi rekomen bantu
  paling kalau kalo apa apakah gimana gmn bisa ke dari atau juga sih aja saja lagi masih kosong tersedia rp idr nya berapa brp bu ibu pak bapak mas mbak mba hanya punya tanya penuh
  room rooms rent for in near around with and the an me i we want need is are any at of house please month monthly a
  to show kosong available place`.split(/\s+/),
);

export const greetingWords = new Set(
  `halo hallo hai hay hi hello hey hei pagi siang sore malam selamat assalamualaikum assalamu alaikum
  waalaikumsalam permisi punten misi p test tes good morning afternoon evening min kak gan bang bro sis
  makasih makasi terimakasih trimakasih mksh thanks thank thx tq terima kasih trims suwun nuhun banyak you ok oke okay okey oce siap sip sippp mantap baik bye dadah`.split(
    /\s+/,
  ),
);

/** Before a facility it means the opposite: then nothing is understood rather than the contrary. */
export const negations = new Set('tanpa non bukan without no'.split(' '));

/** Abbreviations inside names of several words. */
export const abbreviations: Readonly<Record<string, string>> = {
  dlm: 'dalam',
  lr: 'luar',
  mndi: 'mandi',
  kmr: 'kamar',
  prkir: 'parkir',
  parker: 'parkir',
  mtr: 'motor',
  mbl: 'mobil',
  jm: 'jam',
};

function spelled<T extends string>(meaning: T, words: string): Record<string, T> {
  return Object.fromEntries(words.split(' ').map((word) => [word, meaning]));
}
