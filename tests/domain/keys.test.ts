import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { agendaKey, agendaPrefix, agendaUntil } from '../../src/domain/agenda.ts';
import { entities } from '../../src/domain/entities.ts';
import { type AnyPattern, part } from '../../src/domain/key-pattern.ts';
import { barePrefixes, keys } from '../../src/domain/keys.ts';

/** Every pattern, by its path in `keys` (`invoice.tenant`). */
function patterns(node: object = keys, path: string[] = []): { name: string; pattern: AnyPattern }[] {
  return Object.entries(node).flatMap(([name, child]) => {
    const at = [...path, name];
    return typeof child === 'function' ? [{ name: at.join('.'), pattern: child as AnyPattern }] : patterns(child, at);
  });
}
const all = patterns();

/** What may stand in each place: ids carry their type, the rest is any text a person or Telegram may bring. */
const typed = (prefix: string) => fc.stringMatching(/^[0-9a-zA-Z-]{1,8}$/).map((tail) => `${prefix}${tail}`);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'owner',
    'tenant',
    'status',
    'open',
    'once',
    'list',
    'active',
    'messages',
    'conversations',
    ':',
    '%3A',
    'a:b',
    'type',
  ),
);
const number = fc.integer({ min: 1, max: 9_999 });
const [userId, propId, appId, contractId] = [typed('user_'), typed('prop_'), typed('app_'), typed('contract_')];
const [invoiceId, paymentId, convId, msgId] = [typed('INV-'), typed('payment_'), typed('conv_'), typed('msg_')];
const [ticketId, reviewId, searchId] = [typed('ticket_'), typed('review_'), typed('search_')];

const records: Record<string, fc.Arbitrary<unknown>[]> = {
  'profile.record': [userId], 'profile.tenant': [userId], 'profile.owner': [userId], 'ownerUpgrade.record': [userId], 'ownerUpgrade.status': [anyText, userId],
  'property.record': [propId], 'property.revision': [propId], 'property.owner': [userId, propId],
  'property.city': [anyText, propId], 'property.status': [anyText, propId], 'property.type': [anyText, propId],
  'application.record': [appId], 'application.tenant': [userId, appId], 'application.owner': [userId, appId],
  'application.property': [propId, appId], 'application.status': [anyText, appId], 'application.open': [userId, propId],
  'application.toDecide': [userId, appId],
  'contract.record': [contractId], 'contract.tenant': [userId, contractId], 'contract.owner': [userId, contractId],
  'contract.room': [propId, anyText], 'contract.property': [propId, contractId], 'contract.status': [anyText, contractId],
  'invoice.record': [invoiceId], 'invoice.tenant': [userId, invoiceId], 'invoice.owner': [userId, invoiceId],
  'invoice.contract': [contractId, invoiceId], 'invoice.status': [anyText, invoiceId],
  'invoice.month': [number, number, invoiceId], 'invoice.once': [contractId, number], 'invoice.counter': [number, number],
  'payment.record': [paymentId], 'payment.invoice': [invoiceId, paymentId], 'payment.tenant': [userId, paymentId],
  'payment.type': [anyText, paymentId], 'payment.status': [anyText, paymentId], 'payment.midtrans': [anyText],
  'payment.open': [invoiceId], 'payment.credit': [userId, userId],
  'wishlist.record': [userId, propId], 'wishlist.property': [propId, userId], 'savedSearch.record': [userId, searchId],
  'savedSearch.city': [anyText, userId, searchId],
  'chat.conversation': [convId], 'chat.message': [msgId], 'chat.user': [userId, convId], 'chat.property': [propId, convId],
  'chat.messages': [convId, msgId], 'chat.once': [userId, userId, propId],
  'ticket.record': [ticketId], 'ticket.reporter': [userId, ticketId], 'ticket.status': [anyText, ticketId],
  'ticket.category': [anyText, ticketId], 'ticket.priority': [anyText, ticketId], 'ticket.assigned': [userId, ticketId],
  'review.property': [propId, reviewId], 'review.tenant': [userId, reviewId], 'review.record': [reviewId], 'review.once': [contractId],
  'inbox.record': [number], 'inbox.open': [number],
  agenda: [fc.constantFrom('expire-hold', 'poll-payment'), fc.constantFrom('2024-11-05T00:00:00Z', '2024-11-05T07:00:00.001Z'), anyText],
}; // biome-ignore format: one look

/** Values of a pattern without a line of its own above: any text in each place (numbers pass as text too). */
const valuesOf = ({ name, pattern }: { name: string; pattern: AnyPattern }): fc.Arbitrary<(string | number)[]> =>
  fc.tuple(...((records[name] as fc.Arbitrary<string | number>[]) ?? pattern.places.map(() => anyText)));

const anyKey = fc.constantFrom(...all).chain((one) =>
  valuesOf(one).map((values) => ({ name: one.name, args: values.map((value) => part(value)).join(':'), key: one.pattern.of(values) })),
); // biome-ignore format: one look

describe('keys', () => {
  it('never overlap: two patterns, or two sets of arguments, never give one key', () => {
    const seen = new Map<string, { name: string; args: string }>();
    fc.assert(
      fc.property(anyKey, ({ name, args, key }) => {
        const other = seen.get(key);
        if (other)
          expect({ name, args: normal(name, args) }, key).toEqual({ ...other, args: normal(name, other.args) });
        else seen.set(key, { name, args });
      }),
      { numRuns: 20_000 },
    );
  });

  it('are told apart by their shape: fixed words, or the type that an id begins with', () => {
    const shapes = new Map<string, string>();
    for (const { name, pattern } of all) {
      const [values] = fc.sample(valuesOf({ name, pattern }), { numRuns: 1, seed: 7 });
      // Free text stands for anything, typed ids for their type.
      const shape = pattern
        .of(values ?? [])
        .split(':')
        .map(
          (piece) =>
            (/^(user|prop|app|contract|payment|conv|msg|ticket|review|search)_/.exec(piece) ??
              /^INV-/.exec(piece))?.[0] ?? piece,
        )
        .join(':');
      expect(shapes.get(shape), `${name} and ${shapes.get(shape)}`).toBeUndefined();
      shapes.set(shape, name);
    }
  });

  it('hold no NUL and no lone surrogate, keep `:` out of parts, and stay within 512 bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom('', '\0', '\ud800', ':', '%'),
        (a, b) => {
          const built = keys.property.city(a + b + a, 'prop_1');
          expect(built.split(':')).toHaveLength(4);
          expect(built).not.toContain('\0');
          expect(built.isWellFormed()).toBe(true);
        },
      ),
    );
    expect(() => keys.property.city('é'.repeat(300), 'prop_1')).toThrow(RangeError);
    expect(keys.property.city('x'.repeat(491), 'prop_1')).toHaveLength(512);
    expect(() => keys.property.city('x'.repeat(492), 'prop_1')).toThrow(RangeError);
  });

  it('encode parts one to one', () => {
    const clean = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0'));
    fc.assert(fc.property(clean, clean, (a, b) => (part(a) === part(b)) === (a === b)));
  });

  it('have every prefix begin the keys it lists, and no other pattern', () => {
    const value = (i: number) => (i === 1 ? '2024-11-05T00:00:00Z' : String(11 + i));
    const made = all.map(({ name, pattern }) => ({ name, key: pattern.of(pattern.places.map((_, i) => value(i))) }));
    let prefixes = 0;
    for (const { name, pattern } of all) {
      const { prefix } = pattern as unknown as { prefix(...values: string[]): string };
      for (let given = pattern.role === 'operational' ? 0 : 1; given < pattern.places.length; given++) {
        const begun = prefix(...Array.from({ length: given }, (_, i) => value(i)));
        expect(begun, name).toMatch(/[:-]$/);
        expect(
          made.filter(({ key }) => key.startsWith(begun)).map((one) => one.name),
          begun,
        ).toEqual([name]);
        prefixes++;
      }
    }
    expect(prefixes).toBeGreaterThan(40);
  });

  it('name the places of their entity’s record in each of its indexes, and its fields in the record’s', () => {
    for (const { name, pattern: record, schema } of entities) {
      for (const place of record.places) expect(Object.keys(schema.shape), name).toContain(place);
      for (const { pattern } of all.filter((one) => one.pattern.entity === name && one.pattern.role === 'index')) {
        expect(pattern.places, pattern.text).toEqual(expect.arrayContaining([...record.places]));
      }
    }
    const named = new Set(entities.map((store) => store.name));
    for (const { name, pattern } of all.filter((one) => one.pattern.role !== 'operational')) {
      expect(named.has(pattern.entity), name).toBe(true);
    }
  });

  it('have every pattern of the seed’s catalogue', () => {
    const seed = readFileSync(new URL('./seed-key-catalogue.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter(Boolean);
    const shapes = all.map(({ pattern }) => pattern.of(pattern.places.map((_, i) => 11 + i)));
    expect(seed.length).toBeGreaterThan(45);
    for (const line of seed) {
      // `{x}` is any part, `{year}-{month}` one part, a status or type that the seed spells out is a value of ours.
      const source = line
        .replace('{year}-{month}', '[^:]+')
        .replace(/:\*$/, ':[^:]+')
        .replace(/\{\w+\}/g, '[^:]+')
        .replace(/:(status|type):\w+$/, ':$1:[^:]+');
      const form = new RegExp(`^${source}(:[^:]+)?$`);
      expect(
        shapes.some((key) => form.test(key)),
        line,
      ).toBe(true);
    }
  });
});

/** Numbers are padded in some keys: `7` and `07` are one month. */
const normal = (name: string, args: string): string =>
  /month|counter|inbox/.test(name) ? args.replace(/\b0+(?=\d)/g, '') : args;

describe('the change log', () => {
  it('passes over what is no record’s: operational rows and counters, told by their first words', () => {
    const sql = readFileSync(
      new URL('../../supabase/migrations/20261122000700_change_log.sql', import.meta.url),
      'utf8',
    );
    const words = all
      .filter(({ pattern }) => pattern.role === 'operational' || pattern.role === 'counter')
      .map(({ pattern }) => pattern.text.split(':', 1)[0]);
    const expected = [...new Set(words)].sort().join('|');
    const found = [...sql.matchAll(/(?:old|new)\.key !~ '\^\(([^)]*)\):'/g)].map((match) => match[1]);
    expect(found).toEqual([expected, expected]);
    for (const { pattern } of all.filter((one) => one.pattern.role === 'record')) {
      expect(words).not.toContain(pattern.text.split(':', 1)[0]);
    }
  });
});

describe('bare prefixes', () => {
  it('name each entity that has indexes under its own prefix', () => {
    for (const [bare, records] of Object.entries(barePrefixes)) {
      expect(records.startsWith(bare)).toBe(true);
      const own = all.filter(({ pattern }) => pattern.role === 'record');
      const listed = own.filter((one) => {
        const [values] = fc.sample(valuesOf(one), { numRuns: 1, seed: 3 });
        return one.pattern.of(values ?? []).startsWith(records);
      });
      expect(listed, bare).toHaveLength(1);
    }
  });

  it('give records alone, whatever stands beside them', async () => {
    const kv = createMemoryKv();
    for (const one of all) {
      const [values] = fc.sample(valuesOf(one), { numRuns: 1, seed: 5 });
      const built = one.pattern.of(values ?? []);
      const isRecord = /\.record$|chat\.(conversation|message)$/.test(one.name);
      await kv.set(built, isRecord ? { record: built } : { $ref: keys.property.record('prop_x') });
    }
    await kv.set(keys.property.record('prop_x'), { record: 'property:prop_x' });
    for (const bare of Object.keys(barePrefixes)) {
      const found = await kv.list(bare);
      expect(found.length, bare).toBeGreaterThan(0);
      for (const { key, cursor, value } of found) expect([cursor, value]).toEqual([key, { record: key }]);
    }
  });
});

describe('agenda keys', () => {
  it('sort by time, and a scan up to now takes exactly what is due', async () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(time, { maxLength: 12 }), time, async (times, now) => {
        const kv = createMemoryKv();
        for (const [i, at] of [...times, now, now + 1].entries()) {
          await kv.set(agendaKey('expire-hold', new Date(at).toISOString(), `id_${i}:${at}`), at);
          await kv.set(agendaKey('expire-payment', new Date(at).toISOString(), `id_${i}`), -1);
        }
        const due = await kv.list(agendaPrefix('expire-hold'), { until: agendaUntil('expire-hold', now) });
        const expected = [...times.filter((at) => at <= now), now].toSorted((a, b) => a - b);
        expect(due.map(({ value }) => value)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
