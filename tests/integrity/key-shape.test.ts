import { describe, expect, it } from 'vitest';
import { entities } from '../../src/domain/entities.ts';
import { agendaKey, keys } from '../../src/domain/keys.ts';
import { shapeOf } from '../../src/integrity/key-shape.ts';

type Build = (...args: never[]) => string;

/** A key of every pattern of `keys`, by the pattern's name. */
function examples(node: object, path: string[] = []): { name: string; key: string }[] {
  return Object.entries(node).flatMap(([name, child]) => {
    const at = [...path, name];
    if (typeof child !== 'function') return examples(child as object, at);
    if (/prefix$/i.test(name)) return [];
    const build = child as Build;
    const args = Array.from({ length: build.length }, (_, i) => String(11 + i));
    return [{ name: at.join('.'), key: build(...(args as never[])) }];
  });
}

describe('the shape of a key', () => {
  it.each(examples(keys))('of $name is known', ({ name, key }) => {
    const shape = shapeOf(key);
    // Records' ids carry their type, which these examples lack: their patterns are tried with real ids below.
    if (shape.role === 'unknown') expect(name).toMatch(/record$|^chat\.(conversation|message)$/);
  });

  it('of every entity is a record', () => {
    for (const { store, prefix } of entities) {
      const key = prefix.endsWith('_') || prefix.endsWith('-') || prefix.endsWith(':') ? `${prefix}a` : prefix;
      const two = ['wishlist', 'saved-search', 'credit'].includes(store.name) ? `${key}:b` : key;
      expect(shapeOf(two), two).toMatchObject({ role: 'record', entity: { store: { name: store.name } } });
    }
  });

  it('of an index names the one record that it may refer to', () => {
    const records: [key: string, record: string][] = [
      [keys.property.city('A:b%', 'prop_1'), keys.property.record('prop_1')],
      [keys.invoice.month(2024, 1, 'INV-2024-01-001'), keys.invoice.record('INV-2024-01-001')],
      [keys.wishlist.property('prop_1', 'user_1'), keys.wishlist.record('user_1', 'prop_1')],
      [keys.savedSearch.city('*', 'user_1', 'search_1'), keys.savedSearch.record('user_1', 'search_1')],
      [keys.chat.messages('conv_1', 'msg_1'), keys.chat.message('msg_1')],
      [keys.chat.user('user_1', 'conv_1'), keys.chat.conversation('conv_1')],
      [keys.ownerUpgrade.status('pending', 'user_1'), keys.ownerUpgrade.record('user_1')],
      [keys.application.toDecide('user_1', 'app_1'), keys.application.record('app_1')],
    ];
    for (const [key, record] of records) expect(shapeOf(key), key).toEqual({ role: 'index', record });
  });

  it('of the agenda has its kind and its record', () => {
    const key = agendaKey('expire-hold', '2024-11-05T00:00:00Z', 'contract_1');
    expect(shapeOf(key)).toEqual({ role: 'agenda', kind: 'expire-hold', id: 'contract_1' });
  });

  it.each([
    '',
    'x',
    'property:1',
    'property:user_1:list',
    'property:active:list',
    'profile:x',
    'invoice:1',
    'agenda:x',
  ])('of %j is unknown', (key) => {
    expect(shapeOf(key)).toEqual({ role: 'unknown' });
  });
});
