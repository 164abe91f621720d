import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import type { Entry, Json, Kv, ListOptions } from '../../src/domain/ports.ts';
import { type KvUnderTest, space } from './kv-contract.ts';

/** Few keys, so that operations meet; bytes, wildcards and nesting among them. */
const names = ['a', 'a:1', 'a:2', 'a_', 'a%', 'b', 'é', '\uffff', '😀', 'B'];
const name = fc.constantFrom(...names);
const names3 = fc.uniqueArray(name, { maxLength: 3 });
/** `→` stands for a reference: its key is known only within a run. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).filter((json) => !JSON.stringify(json).includes('\\u') && !hasOddKey(json)),
  name.map((to) => ({ '→': to })),
);
const counter = fc.constantFrom('n', 'm');

/** Node 24's JSON.parse (V8 13.6) reads the key `"` as `\` when an object of that shape with a key `\` came before it. */
function hasOddKey(json: unknown): boolean {
  if (json === null || typeof json !== 'object') return false;
  return Object.entries(json).some(([key, item]) => /["\\]/.test(key) || hasOddKey(item));
}

type Step =
  | { do: 'set' | 'mset'; pairs: [string, unknown][] }
  | { do: 'del' | 'mdel' | 'mget' | 'entries'; keys: string[] }
  | { do: 'list'; prefix: string; options: ListOptions }
  | {
      do: 'commit';
      checks: [string, 'current' | 'old' | 'absent'][];
      sets: [string, unknown][];
      deletes: string[];
      numbers: string[];
    };
const pairs = fc.uniqueArray(fc.tuple(name, value), { maxLength: 3, selector: ([key]) => key });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('mset' as const), pairs }),
  fc.record({ do: fc.constantFrom('mdel' as const, 'mget' as const, 'entries' as const), keys: names3 }),
  fc.record({
    do: fc.constant('list' as const),
    prefix: fc.constantFrom('', 'a', 'a:', 'a_', 'a%', 'b', '😀'),
    options: fc.record(
      { limit: fc.integer({ min: 0, max: 5 }), after: name, until: name, reverse: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    do: fc.constant('commit' as const),
    checks: fc.uniqueArray(fc.tuple(name, fc.constantFrom('current' as const, 'current' as const, 'old' as const, 'absent' as const)), { maxLength: 2, selector: ([key]) => key }),
    sets: pairs,
    deletes: names3,
    numbers: fc.array(counter, { maxLength: 2 }),
  }),
); // biome-ignore format: one look

/** One store in a run of steps: what a caller sees of it, with versions told only as same or different. */
function walker(kv: Kv, at: string) {
  const old = new Map<string, string>();
  const real = (json: unknown): Json =>
    json !== null && typeof json === 'object' && '→' in json ? { $ref: `${at}${json['→']}` } : (json as Json);
  const seen = (entry: Entry | null) =>
    entry && { key: entry.key.slice(at.length), cursor: entry.cursor.slice(at.length), value: entry.value };

  return async (one: Step, tokens: string[]): Promise<unknown> => {
    switch (one.do) {
      case 'set':
      case 'mset':
        return kv.mset(one.pairs.map(([key]) => at + key), one.pairs.map(([, json]) => real(json))); // biome-ignore format: short
      case 'del':
      case 'mdel':
        return kv.mdel(one.keys.map((key) => at + key));
      case 'mget':
        return kv.mget(one.keys.map((key) => at + key));
      case 'entries': {
        const entries = await kv.entries(one.keys.map((key) => at + key));
        for (const entry of entries) if (entry && !old.has(entry.key)) old.set(entry.key, entry.version);
        return entries.map(seen);
      }
      case 'list': {
        const { after, until, ...options } = one.options;
        const page = await kv.list(at + one.prefix, {
          ...options,
          ...(after === undefined ? {} : { after: at + after }),
          ...(until === undefined ? {} : { until: at + until }),
        });
        return page.map(seen);
      }
      case 'commit': {
        const atomic = kv.atomic();
        for (const [key, kind] of one.checks) {
          const entry = kind === 'current' ? await kv.entry(at + key) : null;
          if (kind === 'old') atomic.check(at + key, old.get(at + key) ?? '0');
          // Of a reference, the version is the record's: so is the key to check.
          else atomic.check(entry?.key ?? at + key, entry?.version ?? null);
        }
        for (const [key, json] of one.sets) atomic.set(at + key, real(json));
        for (const key of one.deletes) atomic.delete(at + key);
        for (const [i, counterName] of one.numbers.entries()) {
          const placeholder = tokens[i] as string;
          atomic.sequence({ placeholder, counter: `${at}counter:${counterName}`, pad: 2 });
          atomic.set(`${at}numbered:${placeholder}`, { placeholder, text: `${placeholder}/${placeholder}` });
        }
        return atomic.commit();
      }
    }
  };
}

export function model(store: KvUnderTest): void {
  it('does whatever the memory store does, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const at = space();
        const [here, there] = [walker(store.kv, at), walker(createMemoryKv(), at)];
        for (const one of steps) {
          const tokens = [0, 1].map(() => `{seq ${crypto.randomUUID()}}`);
          expect(await here(one, tokens), JSON.stringify(one)).toEqual(await there(one, tokens));
        }
        const everything: Step = { do: 'list', prefix: '', options: {} };
        expect(await here(everything, [])).toEqual(await there(everything, []));
      }),
      { numRuns: Math.ceil(150 / store.pace) },
    );
  });
}
