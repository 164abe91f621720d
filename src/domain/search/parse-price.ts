/** What a text says about the price, in rupiah a month, and the text without it. */
export interface PriceWords {
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  rest: string;
}

const number = String.raw`(?:rp\.?\s*|idr\s*)?(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)`;
const unitWord = String.raw`\s*(jutaan|juta|jtan|jt|million|ribuan|ribu|rban|rbu|rb|thousand|k|m)?(\s?-\s?an)?(?![\p{L}\d])`;
const amount = number + unitWord;
const start = String.raw`(?<![\p{L}\d.,])`;
const link = String.raw`\s*(?:-|–|—|s\s?/\s?d|sd|sampai|sampe|hingga|ke|dan|to|and)\s*`;
const below = String.raw`(?:di\s?bawah|dibawah|dbwh|bawah|kurang\s+dari|(?:tidak|tdk|ga|gak|nggak)\s+(?:lebih\s+dari|sampai|sampe)|maksimal|maksimum|maks?\.?|max\.?|paling\s+mahal|sampai|under|below|up\s+to|less\s+than|at\s+most|no\s+more\s+than|budget|bajet|<=?)`;
const above = String.raw`(?:di\s?atas|diatas|lebih\s+dari|minimal|minimum|min\.?|mulai(?:\s+dari)?|above|over|more\s+than|at\s+least|from|>=?)`;
const around = '(?:sekitar|kisaran|seputar|kira-?kira|around|about|±)';
const filler = String.raw`\s*(?:harga(?:nya)?|price)?\s*:?\s*`;

const pattern = (source: string): RegExp => new RegExp(start + source, 'gu');
const range = pattern(`(?:(?:antara|between|dari|from|harga)\\s+)?${amount}${link}${amount}`);
const atMost = pattern(below + filler + amount);
const atLeast = pattern(above + filler + amount);
const about = pattern(around + filler + amount);
const andDown = pattern(String.raw`${amount}\s*(?:ke\s?bawah|kebawah|or\s+less|and\s+below)`);
const andUp = pattern(String.raw`${amount}\s*(?:ke\s?atas|keatas|or\s+more|and\s+above|\+)`);
const alone = pattern(String.raw`(?:(?:harga|budget|bajet|price)\s*:?\s*)?${amount}`);
/** What a number may count that is not money. */
const otherUnit =
  /^\s*(?:jam|hours?|orang|org|people|kamar|rooms?|km|meter|menit|minutes?|lantai|bulan|bln|months?|hari|x\s*\d)/u;

const millions = /^(?:juta|jutaan|jtan|jt|million|m)$/;
const thousands = /^(?:ribu|ribuan|rb|rban|rbu|thousand|k)$/;
const loose = /an$/;

interface Amount {
  price: number;
  /** `1 jutaan`: the last rupiah that is still meant. */
  upTo: number;
}

/** Null when this is no price. `guess`: words around it say that it is one, so `800` may be thousands. */
function readAmount(digits = '', unit = '', an = '', guess = false): Amount | null {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits);
  const value = grouped ? Number(digits.replace(/[.,]/g, '')) : Number(digits.replace(',', '.'));
  const factor = millions.test(unit) ? 1e6 : thousands.test(unit) ? 1e3 : unit === '' && guess ? guessFactor(value) : 1;
  const price = Math.round(value * factor);
  if (!(price >= 10_000 && price <= 1e9)) return null;
  const width = factor === 1e6 && Number.isInteger(value) ? 1e6 : 1e5;
  return { price, upTo: an !== '' || loose.test(unit) ? price + width - 1 : price };
}

const guessFactor = (value: number): number =>
  value > 0 && value <= 20 ? 1e6 : value >= 100 && value < 10_000 ? 1e3 : 1;

const whole = new RegExp(`^${amount}$`, 'u');

/** A text that is one amount and nothing else (`1,2jt`, `Rp 850.000`, `750rb`), in whole rupiah. Null: it is not sure. */
export function readRupiah(text: string): number | null {
  const [, digits, unit, an] = whole.exec(text.trim().toLowerCase().replace(/,-$/, '')) ?? [];
  if (digits === undefined || an !== undefined || loose.test(unit ?? '')) return null;
  // `1.5` alone may be a million and a half or a slip: asked again rather than guessed.
  return readAmount(digits, unit)?.price ?? null;
}

/** `antara 800rb dan 1jt`, `di bawah 1,5jt`, `1-1,5 juta`, `800 ribuan`, `max 1.200.000`… from lower-case text. */
export function parsePrice(text: string): PriceWords {
  return parseRange(text) ?? parseBounds(text);
}

function parseRange(text: string): PriceWords | null {
  for (const match of text.matchAll(range)) {
    const [, digits, unit, an, digits2, unit2, an2] = match;
    if (otherUnit.test(after(text, match))) continue;
    const from = readAmount(digits, unit ?? unit2, an);
    const to = readAmount(digits2, unit2 ?? unit, an2);
    if (!from || !to) continue;
    return {
      minPrice: Math.min(from.price, to.price),
      maxPrice: Math.max(from.upTo, to.upTo),
      rest: without(text, match),
    };
  }
  return null;
}

type Bound = (amount: Amount) => Omit<PriceWords, 'rest'>;
const atMostOf: Bound = ({ upTo }) => ({ maxPrice: upTo });
const atLeastOf: Bound = ({ price }) => ({ minPrice: price });
const aboutOf: Bound = ({ price }) => ({ minPrice: Math.floor(price * 0.8), maxPrice: Math.ceil(price * 1.2) });
const aloneOf: Bound = ({ price, upTo }) => (upTo > price ? { minPrice: price, maxPrice: upTo } : { maxPrice: price });
const bounds: readonly (readonly [RegExp, Bound])[] = [
  [andDown, atMostOf],
  [andUp, atLeastOf],
  [atMost, atMostOf],
  [atLeast, atLeastOf],
  [about, aboutOf],
];

/** Both ends may stand apart: `minimal 500rb maksimal 1jt`. A price without a word before it is the most. */
function parseBounds(text: string): PriceWords {
  const found: PriceWords = { rest: text };
  for (const [expression, bound] of bounds) takeFirst(found, expression, true, bound);
  if (found.minPrice === undefined && found.maxPrice === undefined) takeFirst(found, alone, false, aloneOf);
  const { minPrice, maxPrice } = found;
  if (minPrice === undefined || maxPrice === undefined || minPrice <= maxPrice) return found;
  return { ...found, minPrice: maxPrice, maxPrice: minPrice };
}

function takeFirst(found: PriceWords, expression: RegExp, guess: boolean, bound: Bound): void {
  for (const match of found.rest.matchAll(expression)) {
    const [, digits, unit, an] = match;
    // `3 x 4 m` is the size of a room: `m` is money only beside a word that says so.
    if (otherUnit.test(after(found.rest, match)) || (unit === 'm' && !guess)) continue;
    const amount = readAmount(digits, unit, an, guess);
    if (!amount) continue;
    const { minPrice, maxPrice } = bound(amount);
    found.minPrice ??= minPrice;
    found.maxPrice ??= maxPrice;
    found.rest = without(found.rest, match);
    return;
  }
}

const after = (text: string, match: RegExpExecArray): string => text.slice(match.index + match[0].length);
const without = (text: string, match: RegExpExecArray): string => `${text.slice(0, match.index)} ${after(text, match)}`;
