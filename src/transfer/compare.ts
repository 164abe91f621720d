import { createHash } from 'node:crypto';

/** One side of a comparison, from its beginning each time: what names a record, and all it holds as text. */
export type Side = () => AsyncIterable<readonly [id: string, text: string]>;

export interface Difference {
  id: string;
  /** Seen from the first side. */
  what: 'missing' | 'extra' | 'different';
}

export interface Comparison {
  counts: [number, number];
  /** Sums over all records, so their order does not matter; equal sides have equal ones. */
  checksums: [string, string];
  equal: boolean;
  /** Up to 20 of what differs. */
  differing: Difference[];
}

const SHOWN = 20;
/** So many sums are kept for each side, whatever the number of records. */
const BUCKETS = 1 << 14;

interface Sums {
  count: number;
  sums: BigUint64Array;
}

const hashOf = (id: string, text: string): Buffer => createHash('sha256').update(`${id}\n${text}`).digest();
const bucketOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32LE() % BUCKETS;

async function sum(side: Side): Promise<Sums> {
  const sums = new BigUint64Array(BUCKETS * 2);
  let count = 0;
  for await (const [id, text] of side()) {
    const hash = hashOf(id, text);
    const at = bucketOf(id) * 2;
    sums[at] = (sums[at] ?? 0n) + hash.readBigUInt64LE(0);
    sums[at + 1] = (sums[at + 1] ?? 0n) + hash.readBigUInt64LE(8);
    count++;
  }
  return { count, sums };
}

function checksum({ sums }: Sums): string {
  const total = new BigUint64Array(2);
  for (let i = 0; i < sums.length; i++) total[i % 2] = (total[i % 2] ?? 0n) + (sums[i] ?? 0n);
  return Array.from(total, (half) => half.toString(16).padStart(16, '0')).join('');
}

async function hashes(side: Side, wanted: ReadonlySet<number>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const [id, text] of side()) if (wanted.has(bucketOf(id))) found.set(id, hashOf(id, text).toString('hex'));
  return found;
}

/** Compares two sides in constant memory; a second pass, over the first differing buckets alone, names records. */
export async function compare(first: Side, second: Side): Promise<Comparison> {
  const [a, b] = [await sum(first), await sum(second)];
  const wanted = new Set<number>();
  for (let i = 0; i < BUCKETS * 2 && wanted.size < SHOWN; i++) if (a.sums[i] !== b.sums[i]) wanted.add(i >> 1);
  const differing: Difference[] = [];
  const equal = wanted.size === 0;
  const result: Comparison = { counts: [a.count, b.count], checksums: [checksum(a), checksum(b)], equal, differing };
  if (equal) return result;
  const [left, right] = [await hashes(first, wanted), await hashes(second, wanted)];
  for (const [id, hash] of left) {
    if (!right.has(id)) differing.push({ id, what: 'extra' });
    else if (right.get(id) !== hash) differing.push({ id, what: 'different' });
  }
  for (const id of right.keys()) if (!left.has(id)) differing.push({ id, what: 'missing' });
  differing.length = Math.min(differing.length, SHOWN);
  return result;
}
