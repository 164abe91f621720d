import type { Entry, Json, Kv, ListRequest } from '../../domain/ports.ts';
import { addDelete, addSet, commitRequest, createAtomic, emptyRequest } from './atomic.ts';
import { checkKey, checkText } from './encode.ts';
import type { CommitRequest, Found, KvEngine, KvOptions, PageRequest } from './engine.ts';
import { justAfter, type KeyRange, rangeOf } from './key-range.ts';
import { aliasedPrefix } from './seed-alias.ts';

/** Unbounded lists are read in pages of this many: a page stays one quick round trip. */
const PAGE = 1_000;

interface Listing {
  range: KeyRange;
  limit: number;
  found: Entry[];
  done: boolean;
}

/** The whole port over an engine: checks, prefixes, paging and the seed's operations are the same on every store. */
export function createKv(engine: KvEngine, options: KvOptions = {}): Kv {
  const presentTo =
    (onDangling = options.onDangling) =>
    (found: Found | null): Entry | null => {
      if (found === null) return null;
      if (!('dangling' in found)) return found;
      onDangling?.(found.cursor, found.dangling);
      return null;
    };

  const listing = (request: ListRequest): Listing => {
    const limit = request.limit ?? Number.POSITIVE_INFINITY;
    for (const text of [request.prefix, request.after, request.until]) if (text !== undefined) checkText(text);
    return { range: rangeOf(request), limit, found: [], done: !(limit > 0) };
  };
  const nextPage = ({ range, limit, found }: Listing): PageRequest => ({
    ...range,
    limit: Math.min(PAGE, limit - found.length),
  });
  const takePage = (
    listing: Listing,
    asked: PageRequest,
    page: Found[],
    present: (found: Found | null) => Entry | null,
  ): void => {
    for (const row of page) {
      const entry = present(row);
      if (entry) listing.found.push(entry);
    }
    const last = page.at(-1);
    listing.done = last === undefined || page.length < asked.limit || listing.found.length >= listing.limit;
    if (listing.done || last === undefined) return;
    if (listing.range.reverse) listing.range.to = last.cursor;
    else listing.range.from = justAfter(last.cursor);
  };

  const read: Kv['read'] = async ({ keys = [], lists = [], onDangling }) => {
    const present = presentTo(onDangling);
    keys.forEach(checkKey);
    const listings = lists.map(listing);
    let entries: (Entry | null)[] = [];
    let wantKeys = keys;
    for (;;) {
      const open = listings.filter((one) => !one.done);
      if (open.length === 0 && wantKeys.length === 0) break;
      const pages = open.map(nextPage);
      const answer = await engine.read(wantKeys, pages);
      if (wantKeys.length > 0) entries = answer.entries.map(present);
      wantKeys = [];
      open.forEach((one, i) => {
        takePage(one, pages[i] as PageRequest, answer.pages[i] ?? [], present);
      });
    }
    return { entries, lists: listings.map((one) => one.found) };
  };

  const list: Kv['list'] = async (prefix, options) => (await read({ lists: [{ ...options, prefix }] })).lists[0] ?? [];
  const entries: Kv['entries'] = async (keys) => (await read({ keys })).entries;
  const entry: Kv['entry'] = async (key) => (await entries([key]))[0] ?? null;
  const getByPrefix = async (prefix: string): Promise<Json[]> => (await list(prefix)).map(({ value }) => value);
  const mget: Kv['mget'] = async (keys) => {
    const found = await entries(keys);
    return Promise.all(
      keys.map((key, i) => {
        const alias = aliasedPrefix(key);
        return alias === null ? (found[i]?.value ?? null) : getByPrefix(alias);
      }),
    );
  };
  const atomic: Kv['atomic'] = () => createAtomic(engine);
  /** Nothing is compared, so a conflict here only means that it met another write: once more is right. */
  const write = async (request: CommitRequest): Promise<void> => {
    while (!(await commitRequest(engine, request)).ok);
  };
  const mset: Kv['mset'] = async (keys, values) => {
    if (keys.length !== values.length) throw new TypeError('as many values as keys');
    const request = emptyRequest();
    keys.forEach((key, i) => {
      addSet(request, key, values[i] as Json);
    });
    await write(request);
  };
  const mdel: Kv['mdel'] = async (keys) => {
    const request = emptyRequest();
    for (const key of keys) addDelete(request, key);
    await write(request);
  };

  return {
    async get(key) {
      const alias = aliasedPrefix(key);
      if (alias !== null) return getByPrefix(alias);
      return (await entry(key))?.value ?? null;
    },
    set: (key, value) => mset([key], [value]),
    del: (key) => mdel([key]),
    mget,
    mset,
    mdel,
    getByPrefix,
    entry,
    entries,
    list,
    read,
    atomic,
    close: () => engine.close(),
  };
}
